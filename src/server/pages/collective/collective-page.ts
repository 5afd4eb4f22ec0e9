import type { CanaryReport } from '../../../alert/canaries.ts'
import type { DirectoryEntry } from '../../../directory/entry.ts'
import type { Host } from '../../../directory/hosts.ts'
import { decodeDid, type Scid } from '../../../record/did.ts'
import type { OwnRecords, ShownCommitment } from '../../collective-model.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import { collectivePath, type KnownCollective } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { stateNotice, type ShownState, vouchNotice } from '../badges.ts'
import { address, notice } from '../components.ts'
import { label } from '../label.ts'
import { chooseText, languageLine } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { type Part, pageHeading, pageParts } from '../page-parts.ts'
import { standingReason } from '../standing-reason.ts'
import { aboutSection, freshness } from './about.ts'
import { canarySection } from './canary.ts'
import { contactsSection, keysSection } from './contacts.ts'
import { historySection } from './history.ts'
import { doubtNotice } from './host-doubt.ts'
import { helpSection, servicesSection } from './services.ts'
import { type CollectiveTexts, textsSection } from './texts.ts'
import {
  commitmentsSection,
  listingsGiven,
  publishedCharters,
  recordLink,
  type VouchesData,
  vouchesSection,
} from './ties.ts'
import { unconfirmedNotice } from './unconfirmed.ts'

/** More are one search of the directory away. */
const LISTINGS_SHOWN = 120

export interface CollectivePageData {
  readonly own: OwnRecords
  /** Its line in the directory; null if it published no profile. */
  readonly entry: DirectoryEntry | null
  readonly isShown: boolean
  readonly commitments: readonly ShownCommitment[]
  readonly canaries: readonly CanaryReport[]
  readonly vouches: VouchesData
  readonly texts: CollectiveTexts
  readonly names: ReadonlyMap<Scid, KnownCollective>
  /** The hosts of those whom the view shows, which this one must not be taken for. */
  readonly knownHosts: readonly Host[]
}

/** All that this node knows about a collective, and how it knows. */
export function collectivePage(visit: Visit, data: CollectivePageData): Page {
  const { own, isShown } = data
  const record = own.profile?.record ?? null
  const { scid } = own.collective
  return {
    ...headingOf(visit.reader, own),
    section: 'directory',
    indexed: isShown && record?.discoverable === true,
    head: html`<link
      rel="canonical"
      href="${collectivePath({ scid, slug: record?.slug ?? null })}"
    />`,
    main: html`${headingOf(visit.reader, own).main}
      <p class="meta">${address(own.collective.did)}</p>
      ${standing(visit, data)}
      ${pageParts(visit.reader, [...profileParts(visit, data), ...tieParts(visit, data)])}`,
  }
}

function headingOf(
  reader: Reader,
  { collective: { did }, profile }: OwnRecords,
): { readonly title: string; readonly main: SafeHtml } {
  const host = decodeDid(did)?.host ?? did
  if (profile === null) return { title: host, main: pageHeading(null, host) }
  const { nameMap, taglineMap = {}, defaultLanguage } = profile.record
  const chosen = chooseText(reader, nameMap, defaultLanguage)
  const tagline = languageLine(reader, taglineMap, defaultLanguage)
  return { title: chosen?.text ?? host, main: pageHeading(chosen, host, tagline) }
}

/** Who stands behind it, in what state it is, and how fresh that is. */
function standing(visit: Visit, data: CollectivePageData): Hole {
  const { reader, view } = visit
  const { t } = reader.localizer
  const { own, isShown, names } = data
  const { state, stateChanged, scid } = own.collective
  const reason = standingReason(visit, { scid, listedBy: [] }, names)
  const also = data.entry?.listedBy.length ?? 0
  return html`${vouchNotice(reader.localizer, isShown)}
    <p>${reason} ${t('view-of-this-node', { view: view.name })}</p>
    ${state !== 'UNKNOWN' && stateNotice(reader.localizer, state satisfies ShownState, stateChanged)}
    ${unconfirmedNotice(reader, own.unconfirmed)}
    ${hostNotices(reader, data)}
    ${
      own.profile === null
        ? notice('plain', html`<p>${t('collective-no-profile')}</p>`)
        : freshness(reader, own.profile.record)
    }
    ${also > 0 && html`<p class="meta">${t('also-listed', { count: also })}</p>`}`
}

/** What is to be known of its hosts before anyone relies on them. */
function hostNotices(reader: Reader, { own, entry, knownHosts }: CollectivePageData): Hole {
  const host = decodeDid(own.collective.did)?.host ?? ''
  const disputed = (entry?.hosts ?? [])
    .filter(({ conflicting }) => conflicting.length > 0)
    .map((one) => [' ', address(one.host)])
  const sentence = reader.localizer.t('hosts-conflicting')
  return [
    doubtNotice(reader, host, knownHosts),
    disputed.length > 0 && notice('grave', html`<p>${sentence}${disputed}</p>`),
  ]
}

/** What it says about itself. */
function profileParts({ reader }: Visit, { own, entry }: CollectivePageData): Part[] {
  const { t } = reader.localizer
  const { profile, keys, collective } = own
  if (profile === null) return []
  const { record } = profile
  const proven = new Set<Host>(
    (entry?.hosts ?? []).filter(({ isProven }) => isProven).map(({ host }) => host),
  )
  const context = { defaultLanguage: record.defaultLanguage, proven, isListing: false }
  const services = record.services ?? []
  const path = collectivePath({ scid: collective.scid, slug: record.slug })
  return [
    { id: 'about', title: t('part-about'), body: aboutSection(reader, record) },
    {
      id: 'services',
      title: t('part-services', { count: services.length }),
      body: services.length > 0 && servicesSection(reader, services, context),
    },
    { id: 'help', title: t('part-help'), body: helpSection(reader, record) },
    {
      id: 'contacts',
      title: t('part-contacts'),
      body: contactsSection(reader, record.contacts ?? []),
    },
    {
      id: 'contact-keys',
      title: t('part-contact-keys'),
      body: keys.length > 0 && keysSection(reader, path, keys),
    },
  ]
}

/** What ties it to others, and what its keys went through. */
function tieParts({ reader }: Visit, data: CollectivePageData): Part[] {
  const { t } = reader.localizer
  const { own, commitments, canaries, vouches } = data
  const { listings, charters } = own
  const signed = commitments.length > 0 && commitmentsSection(reader, commitments)
  return [
    {
      id: 'charters',
      title: t('part-charters'),
      body: [
        signed || html`<p>${t('charters-none-signed')}</p>`,
        publishedCharters(reader, charters),
      ],
    },
    {
      id: 'communiques',
      title: t('collective-texts'),
      body: textsSection(reader, data.texts),
    },
    {
      id: 'canary',
      title: t('part-canary'),
      body: canarySection(reader, canaries, {
        path: collectivePath({ scid: own.collective.scid, slug: own.profile?.record.slug ?? null }),
        names: data.names,
      }),
    },
    { id: 'vouches', title: t('part-vouches'), body: vouchesSection(reader, vouches) },
    {
      id: 'listings',
      title: t('part-listings', { count: listings.length }),
      body:
        listings.length > 0 &&
        html`<p>${t('listings-lead')}</p>
        ${listingsGiven(
          reader,
          listings
            .slice(0, LISTINGS_SHOWN)
            .map(({ record: { host, nameMap } }) => ({ host, names: nameMap })),
        )}`,
    },
    { id: 'keys', title: t('part-history'), body: historySection(reader, own) },
    { id: 'records', title: t('part-records'), body: recordsSection(reader, own) },
  ]
}

/** Everything on the page can be fetched and checked by anyone; here is where. */
function recordsSection(reader: Reader, { collective, profile }: OwnRecords): SafeHtml {
  const { t } = reader.localizer
  const { scid, head } = collective
  return html`<p>${t('records-lead')}</p>
    <ul>
      <li><a href="/did/${scid}/did.jsonl">${t('records-log')}</a></li>
      <li><a href="/did/${scid}/did-witness.json">${t('records-witness')}</a></li>
      ${head !== null && html`<li>${label(reader.localizer, t('records-head'))} ${recordLink(reader, head)}</li>`}
      ${
        profile !== null &&
        html`<li>${label(reader.localizer, t('records-profile'))} ${recordLink(reader, profile.digest)}</li>`
      }
    </ul>
    <p><a href="${linkTo(reader, '/api')}">${t('records-api')}</a></p>`
}
