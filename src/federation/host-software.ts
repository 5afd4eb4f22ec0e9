import { TesseraError } from '../kernel/errors.ts'
import { DAY } from '../kernel/time.ts'
import type { JsonValue } from '../record/canonical.ts'
import { isObject, originOf } from './activity-rules.ts'
import { createBoundedMap } from './bounded-map.ts'
import type { Fetcher } from './fetcher.ts'
import { parseStrictJson } from './strict-json.ts'

/** What runs at an origin, by its own word: lower-case, null if it does not say. Never throws. */
export type HostSoftware = (origin: string) => Promise<string | null>

export interface HostSoftwareOptions {
  readonly fetcher: Pick<Fetcher, 'get'>
  readonly now: () => Date
}

/** Servers change what they run from one year to the next. */
const LIFETIME = DAY
/** More hosts than followers come from; 100 bytes each. */
const MAX_HOSTS = 20_000
/** NodeInfo documents take 1 to 4 KiB. */
const LIMITS = { maxBytes: 64 * 1024, maxDepth: 16, maxNodes: 2000 }
/** SPEC: FEP-f1d5: links to the versions of the schema. */
const SCHEMA = 'http://nodeinfo.diaspora.software/ns/schema/'

export function createHostSoftware({ fetcher, now }: HostSoftwareOptions): HostSoftware {
  const known = createBoundedMap<{ readonly name: string | null; readonly until: number }>(
    MAX_HOSTS,
  )

  async function read(url: string): Promise<JsonValue> {
    const { maxBytes } = LIMITS
    const options = { accept: 'application/json', redirects: 'same-origin', maxBytes } as const
    const { status, body } = await fetcher.get(url, options)
    return status === 200 ? parseStrictJson(body, LIMITS) : null
  }

  async function ask(origin: string): Promise<string | null> {
    try {
      const link = newestLink(await read(`${origin}/.well-known/nodeinfo`), origin)
      return link === null ? null : softwareIn(await read(link))
    } catch (error) {
      if (error instanceof TesseraError) return null
      throw error
    }
  }

  return async (origin) => {
    const at = now().getTime()
    const remembered = known.get(origin)
    if (remembered !== undefined && at < remembered.until) return remembered.name
    const name = await ask(origin)
    known.set(origin, { name, until: at + LIFETIME })
    return name
  }
}

/** The document of the highest version, if it lies at the origin that was asked. */
function newestLink(index: JsonValue, origin: string): string | null {
  const links = isObject(index) ? index['links'] : undefined
  if (!Array.isArray(links)) return null
  const [newest] = links
    .filter(isObject)
    .map(({ rel, href }) => ({ rel: textOf(rel), href: textOf(href) }))
    .filter(({ rel, href }) => rel.startsWith(SCHEMA) && originOf(href) === origin)
    .toSorted((a, b) => (a.rel < b.rel ? 1 : -1))
  return newest?.href ?? null
}

function softwareIn(document: JsonValue): string | null {
  const software = isObject(document) ? document['software'] : undefined
  const name = software !== undefined && isObject(software) ? software['name'] : undefined
  return typeof name === 'string' ? name.toLowerCase() : null
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
