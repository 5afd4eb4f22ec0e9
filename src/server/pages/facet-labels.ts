import type { Facet } from '../../directory/facets.ts'
import { isLanguageTag } from '../../kernel/language-tag.ts'
import {
  AUDIENCES,
  COSTS,
  LOADS,
  REGIONS,
  REGISTRATIONS,
  SERVICE_TYPES,
} from '../../record/kinds/vocabulary.ts'
import { countryName } from '../country-names.ts'
import type { Localizer } from '../i18n.ts'

const COUNTRY = /^[A-Z]{2}$/

/** The words of each facet that have a label; others come from an address somebody typed. */
const WORDS: Readonly<Partial<Record<Facet, ReadonlySet<string>>>> = {
  service: new Set(SERVICE_TYPES),
  place: new Set(REGIONS),
  audience: new Set(AUDIENCES),
  registration: new Set(REGISTRATIONS),
  load: new Set(LOADS),
  cost: new Set(COSTS),
  tor: new Set(['onion', 'friendly']),
}

/** What a value of a facet is called. */
export function facetLabel(localizer: Localizer, facet: Facet, value: string): string {
  const { t, language } = localizer
  if (facet === 'language') return isLanguageTag(value) ? localizer.languageName(value) : value
  if (facet === 'place' && COUNTRY.test(value)) return countryName(value, language)
  if (WORDS[facet]?.has(value) !== true) return value
  if (facet === 'place') return t(`region-${value}`)
  return labelOf(localizer, facet, value)
}

/** The messages are named one by one, so that a test finds each of them. */
function labelOf(
  { t }: Localizer,
  facet: Exclude<Facet, 'language' | 'place'>,
  value: string,
): string {
  const labels: Readonly<Record<typeof facet, () => string>> = {
    service: () => t(`service-${value}`),
    audience: () => t(`audience-${value}`),
    registration: () => t(`registration-${value}`),
    load: () => t(`load-${value}`),
    cost: () => t(`cost-${value}`),
    tor: () => t(`tor-${value}`),
  }
  return labels[facet]()
}
