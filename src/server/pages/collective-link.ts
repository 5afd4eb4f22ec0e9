import { type Hole, html, type SafeHtml } from '../html.ts'
import type { Localizer } from '../i18n.ts'
import { collectivePath, type KnownCollective } from '../known-collectives.ts'
import { createLruCache } from '../lru-cache.ts'
import { linkTo, type Reader } from '../reader.ts'
import { address } from './components.ts'
import { languageLine } from './language-text.ts'

/** What a collective is called here: its name, else the host of its DID, else its SCID. */
export function collectiveName(reader: Reader, known: KnownCollective): SafeHtml {
  const { names, defaultLanguage, host, scid } = known
  const called = names === null ? null : languageLine(reader, names, defaultLanguage ?? undefined)
  return called ?? address(host ?? scid)
}

/** The name of a collective, leading to its page. */
export function collectiveLink(reader: Reader, known: KnownCollective): SafeHtml {
  const href = linkTo(reader, collectivePath(known))
  return html`<a href="${href}">${collectiveName(reader, known)}</a>`
}

/** One for each language of pages. */
const formats = createLruCache<Intl.ListFormat>(50)

/** Several things in a row, as the reader's language joins them: "a, b and c". */
export function joined({ language }: Localizer, items: readonly Hole[]): Hole {
  const places = items.map((_item, place) => String(place))
  const format = formats.get(language, () => new Intl.ListFormat(language, { type: 'conjunction' }))
  const parts = format.formatToParts(places)
  return parts.map(({ type, value }) => (type === 'element' ? items[Number(value)] : value))
}

/** The names of collectives in a row, cut where a sentence would become a list. */
export function collectiveLinks(
  reader: Reader,
  collectives: readonly KnownCollective[],
  limit = 4,
): Hole {
  const { localizer } = reader
  const links: Hole[] = collectives.slice(0, limit).map((known) => collectiveLink(reader, known))
  const more = collectives.length - links.length
  if (more > 0) links.push(localizer.t('and-more', { count: more }))
  return joined(localizer, links)
}
