import type { Compliance } from '../../../charter/change-clauses.ts'
import { charterName } from '../../../charter/charter-address.ts'
import { splitClause } from '../../../charter/charter.ts'
import { lapseDate } from '../../../charter/verify-commitment.ts'
import type { LanguageTag } from '../../../kernel/language-tag.ts'
import type { Scid } from '../../../record/did.ts'
import type { Charter } from '../../../record/kinds/charter.ts'
import type { Said, ShownCommitment } from '../../collective-model.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { KnownCollective, Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { KnownVouch } from '../../vouch-book.ts'
import { collectiveLink } from '../collective-link.ts'
import { address, definitions, name, time } from '../components.ts'
import { day, partialDay } from '../dates.ts'
import { label } from '../label.ts'
import { chooseText, languageBlock, languageLine } from '../language-text.ts'
import { outsideLink } from '../outside-link.ts'
import { richText } from '../rich-text.ts'
import { lines } from './about.ts'

/** The charters that a collective has signed, with what it does not take on. */
export function commitmentsSection(
  reader: Reader,
  commitments: readonly ShownCommitment[],
): SafeHtml {
  return html`${commitments.map((commitment) => commitmentCard(reader, commitment))}`
}

function commitmentCard(reader: Reader, { record, version, state, digest }: ShownCommitment) {
  const { localizer } = reader
  const { t } = localizer
  const tone = state === 'in-force' ? 'good' : state === 'suspended' ? 'careful' : 'plain'
  const { suspended, withdrawnReasonMap, defaultLanguage } = record
  return html`<article class="card">
    <header>
      <h3>${version === null ? address(record.charter.slug) : charterLink(reader, version)}</h3>
      <span class="marks">
        <span class="badge ${tone}">${t(`commitment-${state}`)}</span>
        ${version !== null && html`<small>${t('charter-version-date')} ${time(localizer, version.charter.published)}</small>`}
      </span>
    </header>
    ${version === null && html`<p>${t('commitment-text-missing')}</p>`}
    ${
      suspended !== undefined &&
      html`<p>${t('commitment-suspended-since')} ${day(localizer, suspended.since)}</p>
        ${languageBlock(reader, suspended.reasonMap, defaultLanguage)}`
    }
    ${withdrawnReasonMap !== undefined && languageBlock(reader, withdrawnReasonMap, defaultLanguage)}
    ${definitions([
      [t('commitment-decided'), decision(reader, record.decisionRecord)],
      [t('commitment-read'), record.languagesRead.map(localizer.languageName).join(', ')],
      [
        t('commitment-review'),
        html`${day(localizer, record.reviewDate)}. ${t('commitment-lapses')}
        ${day(localizer, lapseDate(record.reviewDate))}.`,
      ],
    ])}
    ${reservations(reader, { record, version })} ${compliance(reader, { record, version })}
    <p class="meta">${recordLink(reader, digest)}</p>
  </article>`
}

function charterLink(reader: Reader, version: NonNullable<ShownCommitment['version']>): SafeHtml {
  const { nameMap, defaultLanguage } = version.charter
  const href = linkTo(reader, `/charters/${charterName(version)}`)
  return html`<a href="${href}">${languageLine(reader, nameMap, defaultLanguage)}</a>`
}

/** How a collective came to a decision: numbers, never names. */
export function decision(
  { localizer }: Reader,
  {
    method,
    date,
    agree,
    reservations,
    standAside,
    block,
  }: ShownCommitment['record']['decisionRecord'],
): SafeHtml {
  const { t } = localizer
  const counts = t('decision-counts', { agree, reservations, standAside, block })
  return html`${t(`decision-${method}`)}, ${day(localizer, date)}. ${counts}`
}

type Under = Pick<ShownCommitment, 'record' | 'version'>

/** What a collective does not take on, clause by clause, in its own words. */
export function reservations(reader: Reader, { record, version }: Under): Hole {
  const { t } = reader.localizer
  const all = record.reservations ?? []
  if (all.length === 0) return html`<p>${t('reservations-none')}</p>`
  const items = all.map(
    ({ clause, contentMap }) =>
      html`<li>
        <strong>${clauseTitle(reader, version?.charter ?? null, clause)}</strong>
        ${languageBlock(reader, contentMap, record.defaultLanguage)}
      </li>`,
  )
  return html`<h4>${t('reservations-title', { count: all.length })}</h4>
    <ul class="reservations">
      ${items}
    </ul>`
}

/** How far a collective keeps each clause, by its own judgment. */
function compliance(reader: Reader, { record, version }: Under): Hole {
  const { localizer } = reader
  const { t } = localizer
  const all = record.compliance ?? []
  if (all.length === 0) return null
  const items = all.map(
    (one) =>
      html`<li>
        ${label(localizer, clauseTitle(reader, version?.charter ?? null, one.clause))}
        <strong>${t(`compliance-${one.state}`)}</strong> (${day(localizer, one.date)})
        ${evidence(reader, one, record.defaultLanguage)}
      </li>`,
  )
  return html`<details>
    <summary>${t('compliance-title')}</summary>
    <ul>
      ${items}
    </ul>
  </details>`
}

/** What shows how far a clause is kept: words, and where more can be read. */
export function evidence(
  reader: Reader,
  { evidenceMap, evidenceUrl }: Pick<Compliance, 'evidenceMap' | 'evidenceUrl'>,
  language: LanguageTag,
): Hole {
  return html`${evidenceMap !== undefined && languageBlock(reader, evidenceMap, language)}
  ${evidenceUrl !== undefined && outsideLink(evidenceUrl)}`
}

/** The title of a clause in a language of the reader; its id where the text is not at hand. */
export function clauseTitle(reader: Reader, charter: Charter | null, id: string): Hole {
  const clause = charter?.clauses.find((one) => one.id === id)
  const chosen =
    clause === undefined ? null : chooseText(reader, clause.contentMap, charter?.defaultLanguage)
  const title = chosen === null ? null : splitClause(chosen.text).title
  if (chosen === null || title === null) return address(id)
  return html`<bdi lang="${chosen.language}" dir="${chosen.direction}">${title}</bdi>`
}

/** Charters that a collective has published; that makes it neither their owner nor a signatory. */
export function publishedCharters(reader: Reader, charters: readonly Said<Charter>[]): Hole {
  if (charters.length === 0) return null
  const items = charters.map(({ by: scid, record: charter, digest }) => {
    const link = charterLink(reader, { scid, charter, statement: digest })
    return html`<li>${link} (${time(reader.localizer, charter.published)})</li>`
  })
  return html`<h3>${reader.localizer.t('charters-published')}</h3>
    <ul>
      ${items}
    </ul>`
}

/** Who vouches for a collective, and for whom it vouches. */
export interface VouchesData {
  readonly received: readonly KnownVouch[]
  readonly given: readonly KnownVouch[]
  /** Whose vouches count in the view. */
  readonly counted: ReadonlySet<Scid>
  readonly names: Names
}

export function vouchesSection(reader: Reader, data: VouchesData): SafeHtml {
  const { t } = reader.localizer
  const { received, given, counted, names } = data
  const from = received.map((vouch) =>
    vouchItem(reader, vouch, {
      other: names.get(vouch.voucher),
      note: counted.has(vouch.voucher) ? null : t('vouch-not-counted'),
    }),
  )
  const to = given.map((vouch) =>
    vouchItem(reader, vouch, { other: names.get(vouch.whom), note: null }),
  )
  return html`<h3>${t('vouches-received')}</h3>
    ${vouchList(from, t('vouches-none-received'))}
    <h3>${t('vouches-given')}</h3>
    ${vouchList(to, t('vouches-none-given'))}`
}

function vouchList(items: readonly Hole[], none: string): SafeHtml {
  if (items.length === 0) return html`<p>${none}</p>`
  return html`<ul class="vouches">
    ${items}
  </ul>`
}

function vouchItem(
  reader: Reader,
  vouch: KnownVouch,
  { other, note }: { readonly other: KnownCollective | undefined; readonly note: string | null },
): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { reasonMap, howKnownMap, defaultLanguage } = vouch
  return html`<li>
    <strong>${other !== undefined && collectiveLink(reader, other)}</strong>
    ${note !== null && html`<span class="badge plain">${note}</span>`}
    ${languageBlock(reader, reasonMap, defaultLanguage)}
    <details>
      <summary>${t('vouch-how')}</summary>
      ${languageBlock(reader, howKnownMap, defaultLanguage)}
      ${definitions([
        [t('vouch-since'), partialDay(localizer, vouch.since)],
        [t('vouch-fingerprint'), t(`fingerprint-${vouch.fingerprintChecked}`)],
        [t('vouch-date'), time(localizer, vouch.updated)],
        [t('vouch-expires'), time(localizer, vouch.expires)],
      ])}
      <p class="meta">${recordLink(reader, vouch.digest)}</p>
    </details>
  </li>`
}

/** Where a reader can check a record for herself. */
export function recordLink(reader: Reader, digest: string): SafeHtml {
  const { t } = reader.localizer
  const check = linkTo(reader, `/verify?q=${digest}`)
  return html`<a href="/objects/${digest}">${t('record-bytes')}</a> ·
    <a href="${check}">${t('record-check')}</a>`
}

/** Who says what about a host without a node, and from where they know. */
export function listersSection(
  reader: Reader,
  listers: readonly {
    readonly by: KnownCollective
    readonly updated: string
    readonly expires: string
    readonly sources: readonly {
      readonly nameMap: Readonly<Record<string, string>>
      readonly url?: string | undefined
      readonly date: string
    }[]
    readonly digest: string | null
  }[],
): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const items = listers.map(({ by, updated, expires, sources, digest }) => {
    const from = sources.map(({ nameMap, url, date }) => {
      const label = languageLine(reader, nameMap)
      const link =
        url === undefined
          ? label
          : html`<a href="${url}" rel="nofollow noopener noreferrer ugc">${label}</a>`
      return html`${link} (${day(localizer, date)})`
    })
    return html`<li>
      ${richText(t('listed-by'), { name: () => collectiveLink(reader, by) })}
      ${t('listed-from')} ${lines(from)}
      <p class="meta">
        ${t('about-updated')} ${time(localizer, updated)} · ${t('about-expires')}
        ${time(localizer, expires)}${digest !== null && [' · ', recordLink(reader, digest)]}
      </p>
    </li>`
  })
  return html`<ul class="vouches">
    ${items}
  </ul>`
}

/** Hosts about which a collective tells. */
export function listingsGiven(
  reader: Reader,
  listings: readonly { readonly host: string; readonly names: Readonly<Record<string, string>> }[],
): SafeHtml {
  const items = listings.map(({ host, names }) => {
    const called = languageLine(reader, names) ?? name(host)
    return html`<li><a href="${linkTo(reader, `/collectives/host:${host}`)}">${called}</a></li>`
  })
  return html`<ul class="plain many">
    ${items}
  </ul>`
}
