import type { LanguageTag } from '../kernel/language-tag.ts'
import { createLruCache } from './lru-cache.ts'

const formats = createLruCache<Intl.DisplayNames>(50)

/** The name of a country (ISO 3166-1 alpha-2) for a reader; the code where it has none. */
export function countryName(code: string, reader: LanguageTag): string {
  const names = formats.get(
    reader,
    () => new Intl.DisplayNames(reader, { type: 'region', fallback: 'code' }),
  )
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}
