import type { FoundEntry } from '../../../directory/directory.ts'
import { displayHost, type Host } from '../../../directory/hosts.ts'
import type { Scid } from '../../../record/did.ts'
import type { Listing } from '../../../record/kinds/listing.ts'
import type { Said } from '../../collective-model.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import { collectivePath, type KnownCollective } from '../../known-collectives.ts'
import { linkTo } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { address, notice } from '../components.ts'
import { subjectOf } from '../entry-card.ts'
import { chooseText, languageLine } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { type Part, pageHeading, pageParts } from '../page-parts.ts'
import { richText } from '../rich-text.ts'
import { standingReason } from '../standing-reason.ts'
import { aboutSection, freshness } from './about.ts'
import { contactsSection } from './contacts.ts'
import { doubtNotice } from './host-doubt.ts'
import { helpSection, servicesSection } from './services.ts'
import { listersSection } from './ties.ts'

export interface HostPageData {
  readonly found: FoundEntry
  /** What is said about it, by those whose word counts, the newest first. */
  readonly listings: readonly Said<Listing>[]
  readonly names: ReadonlyMap<Scid, KnownCollective>
  /** The hosts of those whom the view shows, which this one must not be taken for. */
  readonly knownHosts: readonly Host[]
}

/** What others say about a collective that has no node: it does not speak here for itself. */
export function hostPage(visit: Visit, data: HostPageData): Page {
  const { reader } = visit
  const { found, listings, names } = data
  const { entry, standing, isExpired } = found
  const chosen = chooseText(reader, entry.names, entry.defaultLanguage)
  const [first] = listings
  const tagline = languageLine(reader, entry.taglines, entry.defaultLanguage)
  const listers = entry.listedBy.flatMap(({ scid, updated, expires, sources }) => {
    const by = names.get(scid)
    const digest = listings.find((one) => one.by === scid)?.digest ?? null
    return by === undefined ? [] : [{ by, updated, expires, sources, digest }]
  })
  const sources = {
    id: 'sources',
    title: reader.localizer.t('part-listed-by'),
    body: listersSection(reader, listers),
  }
  return {
    title: chosen?.text ?? entry.id,
    section: 'directory',
    indexed: standing !== 'not-vouched' && !isExpired,
    head: html`<link rel="canonical" href="${collectivePath(entry)}" />`,
    main: html`${pageHeading(chosen, entry.id, tagline)} ${warnings(visit, data)}
      ${first !== undefined && freshness(reader, first.record)}
      ${pageParts(reader, [...(first === undefined ? [] : saidAbout(visit, first.record)), sources])}`,
  }
}

/** That the collective does not speak here, and what else a reader has to know first. */
function warnings(visit: Visit, { found, names, knownHosts }: HostPageData): SafeHtml {
  const { entry, standing, isExpired } = found
  const { reader } = visit
  const { t } = reader.localizer
  const host = entry.hosts[0]?.host ?? ''
  const claim = (text: string): Hole => html`<a href="${linkTo(reader, '/join')}">${text}</a>`
  return html`<p class="meta">${address(displayHost(host, knownHosts))}</p>
    ${doubtNotice(reader, host, knownHosts)}
    ${notice(
      standing === 'not-vouched' ? 'careful' : 'plain',
      html`<p>${t('host-does-not-speak')}</p>
        <p>${standingReason(visit, subjectOf(entry), names)}</p>
        ${isExpired && html`<p>${t('host-expired')}</p>`}
        <p>${richText(t('host-claim'), { join: claim })}</p>`,
    )}`
}

function saidAbout({ reader }: Visit, listing: Listing): Part[] {
  const { t } = reader.localizer
  const { services = [], contacts = [], defaultLanguage } = listing
  const context = { defaultLanguage, proven: new Set<string>(), isListing: true }
  return [
    { id: 'about', title: t('part-about'), body: aboutSection(reader, listing) },
    {
      id: 'services',
      title: t('part-services', { count: services.length }),
      body: services.length > 0 && servicesSection(reader, services, context),
    },
    { id: 'help', title: t('part-help'), body: helpSection(reader, listing) },
    { id: 'contacts', title: t('part-contacts'), body: contactsSection(reader, contacts) },
  ]
}
