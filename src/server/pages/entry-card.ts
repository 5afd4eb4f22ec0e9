import type { FoundEntry } from '../../directory/directory.ts'
import type { DirectoryEntry, EntryService } from '../../directory/entry.ts'
import { displayHost } from '../../directory/hosts.ts'
import type { Scid } from '../../record/did.ts'
import { countryName } from '../country-names.ts'
import { type Hole, html, type SafeHtml } from '../html.ts'
import { collectivePath, type Names } from '../known-collectives.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { Visit } from '../visit.ts'
import { stateBadge, vouchBadge } from './badges.ts'
import { address, card, time } from './components.ts'
import { languageLine } from './language-text.ts'
import { richText } from './rich-text.ts'
import { namedInReason, type ReasonSubject, standingReason } from './standing-reason.ts'

/** More would turn the list of results into a list of services. */
const SERVICES_SHOWN = 8
const HOSTS_SHOWN = 3

/** One collective or host in a list, with why it is shown. */
export function entryCard(visit: Visit, { entry, standing }: FoundEntry, names: Names): SafeHtml {
  const { reader } = visit
  const { localizer } = reader
  const state = entry.scid === null ? null : (names.get(entry.scid)?.state ?? null)
  const badges = [
    standing === 'listed'
      ? html`<span class="badge plain">${localizer.t('listed')}</span> `
      : html`${vouchBadge(localizer, standing === 'shown')} `,
    state !== null && state !== 'OK' && state !== 'UNKNOWN' && stateBadge(localizer, state),
    entry.kind === 'collective' &&
      !entry.isVerified &&
      html` <span class="badge careful">${localizer.t('hosts-not-proven')}</span>`,
  ]
  return card({
    title: entryName(reader, entry),
    href: linkTo(reader, collectivePath(entry)),
    marks: html`<span class="marks">${badges}</span>`,
    body: html`${tagline(reader, entry)} ${services(reader, entry.services)}
      <p class="meta">${facts(reader, entry)}</p>
      <p class="meta">${standingReason(visit, subjectOf(entry), names)}</p>`,
  })
}

/** The collectives that a card names. */
export function namedInCard(visit: Visit, { entry }: FoundEntry): Scid[] {
  const named = namedInReason(visit, subjectOf(entry))
  return entry.scid === null ? named : [entry.scid, ...named]
}

export function subjectOf({ scid, listedBy }: DirectoryEntry): ReasonSubject {
  return { scid, listedBy: listedBy.map((lister) => lister.scid) }
}

/** The name of an entry in a language of the reader. */
export function entryName(reader: Reader, { names, defaultLanguage, id }: DirectoryEntry): Hole {
  return languageLine(reader, names, defaultLanguage) ?? address(id)
}

function tagline(reader: Reader, { taglines, defaultLanguage }: DirectoryEntry): Hole {
  const line = languageLine(reader, taglines, defaultLanguage)
  return line !== null && html`<p>${line}</p>`
}

/** The kinds of services, each once, and where there is room if that is told. */
function services({ localizer: { t } }: Reader, all: readonly EntryService[]): Hole {
  const running = all.filter(({ state }) => state !== 'ended')
  const byType = new Map(running.map((service) => [service.type, service]))
  if (byType.size === 0) return null
  const items = [...byType.values()].slice(0, SERVICES_SHOWN).map(
    ({ type, load }) =>
      html`<li>
        ${t(`service-${type}`)}${load === 'full' && html` <small>(${t('load-full')})</small>`}
      </li>`,
  )
  const more = byType.size - items.length
  const rest = more > 0 && html`<li>${t('and-more', { count: more })}</li>`
  return html`<ul class="tags">
    ${items}${rest}
  </ul>`
}

function facts(reader: Reader, entry: DirectoryEntry): Hole {
  const { localizer } = reader
  const hosts = entry.hosts.slice(0, HOSTS_SHOWN)
  const parts: Hole[] = [
    ...hosts.map(({ host }) => address(displayHost(host))),
    entry.languages.length > 0 && localizer.list(entry.languages.map(localizer.languageName)),
    placesOf(reader, entry),
    richText(localizer.t('entry-updated'), { date: () => time(localizer, entry.updated) }),
  ]
  const shown = parts.filter((part) => part !== false && part !== null)
  return shown.map((part, place) => (place === 0 ? part : [' · ', part]))
}

function placesOf({ localizer }: Reader, { regions, countries }: DirectoryEntry): Hole {
  const { t, language } = localizer
  const names = [
    ...regions.map((region) => t(`region-${region}`)),
    ...countries.map((code) => countryName(code, language)),
  ]
  return names.length > 0 && localizer.list(names.slice(0, 6))
}
