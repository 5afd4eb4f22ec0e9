import type { ListingContent } from './record-content.ts'

type Region = NonNullable<ListingContent['regionsServed']>[number]

/** What the place that a list names says in our words. */
export interface Whereabouts {
  readonly regionsServed?: readonly Region[]
  readonly officeCountry?: string
  readonly regionMap?: Readonly<Record<string, string>>
  /** Some lists remember those that are no more under a region of their own. */
  readonly isMemorial: boolean
}

const REGIONS: ReadonlyMap<string, Region> = new Map([
  ['world wide', 'world'],
  ['worldwide', 'world'],
  ['africa', 'africa'],
  ['asia', 'asia'],
  ['caribbean', 'caribbean'],
  ['central america', 'central-america'],
  ['europe', 'europe'],
  ['middle east', 'middle-east'],
  ['north america', 'north-america'],
  ['oceania', 'oceania'],
  ['south america', 'south-america'],
])

/** Countries and the cities that lists name without their country. */
const COUNTRIES: ReadonlyMap<string, string> = new Map([
  ['estonia', 'EE'],
  ['france', 'FR'],
  ['germany', 'DE'],
  ['luxembourg', 'LU'],
])
const CITIES: ReadonlyMap<string, string> = new Map([
  ['amsterdam', 'NL'],
  ['barcelona', 'ES'],
  ['berlin', 'DE'],
  ['brest', 'FR'],
  ['brussels', 'BE'],
  ['hackenow', 'DE'],
  ['lyon', 'FR'],
  ['madrid', 'ES'],
  ['paris', 'FR'],
  ['prague', 'CZ'],
  ['sheffield', 'GB'],
  ['wiesbaden', 'DE'],
  ['witzenhausen', 'DE'],
])

/** Reads a region as lists write it: a continent, a country, one city or several, or no place. */
export function whereabouts(region: string | null): Whereabouts {
  const text = region?.trim() ?? ''
  const key = text.toLowerCase()
  if (key === 'in memoriam') return { isMemorial: true }
  const known = REGIONS.get(key)
  if (known !== undefined) return { regionsServed: [known], isMemorial: false }
  const country = COUNTRIES.get(key)
  if (country !== undefined) return { officeCountry: country, isMemorial: false }
  const cities = key.split('&').map((city) => CITIES.get(city.replace(/,.*$/, '').trim()))
  const [first] = cities
  if (first === undefined || cities.includes(undefined)) return { isMemorial: false }
  return {
    ...(cities.every((one) => one === first) ? { officeCountry: first } : {}),
    regionMap: { en: text.split('&').join(', ') },
    isMemorial: false,
  }
}
