import type { CharterNode } from '../../../charter/charter-tree.ts'
import type { CharterPage } from '../../../charter/charters.ts'
import type { MatrixCell, MatrixRow } from '../../../charter/matrix.ts'
import { lapseDate } from '../../../charter/verify-commitment.ts'
import { type Scid, shortScid } from '../../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { KnownCollective, Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { stateBadge } from '../badges.ts'
import { collectiveLink } from '../collective-link.ts'
import { decision, reservations } from '../collective/ties.ts'
import { definitions, table, time } from '../components.ts'
import { day } from '../dates.ts'
import { languageBlock } from '../language-text.ts'
import { versionPath } from './version-path.ts'

/** Who signed which version of a charter; reservations are named and told in full below. */
export function signatories(reader: Reader, page: CharterPage, names: Names): SafeHtml {
  const { t } = reader.localizer
  const { shown, others } = page.matrix
  return html`${
    shown.length === 0
      ? html`<p>${t('matrix-nobody')}</p>`
      : matrixTable(reader, { page, rows: shown, names, caption: t('matrix-caption') })
  }
  ${reservationList(reader, { page, rows: shown, names })}
  ${
    others.length > 0 &&
    html`<details>
      <summary>${t('matrix-others', { count: others.length })}</summary>
      ${matrixTable(reader, { page, rows: others, names, caption: t('matrix-others-caption') })}
      ${reservationList(reader, { page, rows: others, names })}
    </details>`
  }`
}

interface Rows {
  readonly page: CharterPage
  readonly rows: readonly MatrixRow[]
  readonly names: Names
}

function matrixTable(
  reader: Reader,
  { page, rows, names, caption }: Rows & { readonly caption: string },
): SafeHtml {
  const { t } = reader.localizer
  const versions = page.tree.filter(({ statement }) =>
    rows.some(({ cells }) => cells.has(statement)),
  )
  return table({
    caption,
    columns: [t('matrix-collective'), ...versions.map((node) => versionLabel(reader, node, page))],
    rows: rows.map(({ scid, cells }) => [
      rowName(reader, names.get(scid)),
      ...versions.map(({ statement }) => cellText(reader, scid, cells.get(statement))),
    ]),
  })
}

function rowName(reader: Reader, known: KnownCollective | undefined): Hole {
  if (known === undefined) return null
  const { state } = known
  const badge =
    state !== null && state !== 'OK' && state !== 'UNKNOWN' && stateBadge(reader.localizer, state)
  return html`${collectiveLink(reader, known)} ${badge}`
}

/** A version by its date; the one on the page says so. */
function versionLabel({ localizer }: Reader, node: CharterNode, page: CharterPage): string {
  const { t, date } = localizer
  const when = date(node.charter.published)
  return node.statement === page.node.statement ? t('matrix-this', { date: when }) : when
}

function cellText(reader: Reader, scid: Scid, cell: MatrixCell | undefined): Hole {
  const { localizer } = reader
  const { t } = localizer
  if (cell === undefined) return html`<span class="soft">${t('matrix-not-signed')}</span>`
  const { state, commitment } = cell
  const count = commitment.reservations?.length ?? 0
  const tone = state === 'in-force' ? 'good' : state === 'suspended' ? 'careful' : 'plain'
  const reserved =
    count > 0 &&
    html`<br /><a href="#reservations-${shortScid(scid)}-${commitment.slug}"
        >${t('reservations-title', { count })}</a
      >`
  return html`<span class="badge ${tone}">${t(`commitment-${state}`)}</span>
    <br />${time(localizer, commitment.updated)} ${reserved}`
}

/** Every signature with how it was decided, and every reservation in full. */
function reservationList(reader: Reader, { page, rows, names }: Rows): Hole {
  const { t } = reader.localizer
  const items = rows.flatMap(({ scid, cells }) =>
    page.tree.flatMap((node) => {
      const cell = cells.get(node.statement)
      return cell === undefined ? [] : [signature(reader, { scid, node, cell, names })]
    }),
  )
  return (
    items.length > 0 &&
    html`<details>
      <summary>${t('matrix-details')}</summary>
      ${items}
    </details>`
  )
}

interface Signature {
  readonly scid: Scid
  readonly node: CharterNode
  readonly cell: MatrixCell
  readonly names: Names
}

function signature(reader: Reader, { scid, node, cell, names }: Signature): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { commitment, state } = cell
  const known = names.get(scid)
  const { suspended, withdrawnReasonMap, defaultLanguage } = commitment
  return html`<article class="card" id="reservations-${shortScid(scid)}-${commitment.slug}">
    <header>
      <h3>${known !== undefined && collectiveLink(reader, known)}</h3>
      <span class="marks">
        <span class="badge plain">${t(`commitment-${state}`)}</span>
        <a href="${linkTo(reader, versionPath(node))}">${t('charter-version-date')} ${time(localizer, node.charter.published)}</a>
      </span>
    </header>
    ${
      suspended !== undefined &&
      html`<p>${t('commitment-suspended-since')} ${day(localizer, suspended.since)}</p>
        ${languageBlock(reader, suspended.reasonMap, defaultLanguage)}`
    }
    ${withdrawnReasonMap !== undefined && languageBlock(reader, withdrawnReasonMap, defaultLanguage)}
    ${definitions([
      [t('commitment-decided'), decision(reader, commitment.decisionRecord)],
      [t('commitment-read'), commitment.languagesRead.map(localizer.languageName).join(', ')],
      [
        t('commitment-review'),
        html`${day(localizer, commitment.reviewDate)}. ${t('commitment-lapses')}
        ${day(localizer, lapseDate(commitment.reviewDate))}.`,
      ],
    ])}
    ${reservations(reader, { record: commitment, version: node })}
    <p class="meta">${recordLinkOf(reader, cell)}</p>
  </article>`
}

/** A commitment is found by its statement digest too. */
function recordLinkOf(reader: Reader, { statement }: MatrixCell): Hole {
  const check = linkTo(reader, `/verify?q=${statement}`)
  return html`<a href="${check}">${reader.localizer.t('record-check')}</a>`
}
