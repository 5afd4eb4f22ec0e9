import type { Compliance, Reservation } from '../../../charter/change-clauses.ts'
import type { CharterPage } from '../../../charter/charters.ts'
import {
  clauseStandings,
  type ClauseStanding,
  type SaidOfClause,
} from '../../../charter/clause-standings.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { KnownCollective, Names } from '../../known-collectives.ts'
import type { Reader } from '../../reader.ts'
import { collectiveLink } from '../collective-link.ts'
import { clauseTitle, evidence } from '../collective/ties.ts'
import { day } from '../dates.ts'
import { languageBlock } from '../language-text.ts'

/**
 * The signatures turned around: of each clause who has a reservation, in its own words, and how far
 * each keeps it. Null where nobody of the view has signed this version.
 */
export function clauseByClause(reader: Reader, page: CharterPage, names: Names): Hole {
  const { node, matrix } = page
  const { t } = reader.localizer
  if ((matrix.counts.get(node.statement)?.inForce ?? 0) === 0) return null
  const standings = clauseStandings(node, matrix.shown)
  return html`<p>${t('clauses-lead')}</p>
    ${standings.map((standing) => clauseEntry(reader, { standing, page, names }))}`
}

interface Entry {
  readonly standing: ClauseStanding
  readonly page: CharterPage
  readonly names: Names
}

function clauseEntry(reader: Reader, { standing, page, names }: Entry): SafeHtml {
  const { t } = reader.localizer
  const { clause, counts, reservations, compliance } = standing
  const { yes, partly, unsaid } = counts
  const said = t('clauses-counts', { yes, partly, notYet: counts['not-yet'], unsaid })
  const heading = html`<strong>${clauseTitle(reader, page.node.charter, clause.id)}</strong>
    <span class="soft">${t(`clause-${clause.level}`)}</span>`
  const summary = html`${heading} · ${t('clauses-reserving', { count: reservations.length })} ·
  ${said}`
  if (reservations.length + compliance.length === 0)
    return html`<p class="clause-standing" id="standing-${clause.id}">${summary}</p>`
  return html`<details class="clause-standing" id="standing-${clause.id}">
    <summary>${summary}</summary>
    <ul class="reservations">
      ${reservations.map((one) => reservationItem(reader, one, names))}
    </ul>
    <ul>
      ${compliance.map((one) => complianceItem(reader, one, names))}
    </ul>
  </details>`
}

function reservationItem(
  reader: Reader,
  { scid, commitment, said }: SaidOfClause<Reservation>,
  names: Names,
): SafeHtml {
  return html`<li>
    ${nameOf(reader, names.get(scid))} ${reader.localizer.t('clauses-reserves')}
    ${languageBlock(reader, said.contentMap, commitment.defaultLanguage)}
  </li>`
}

function complianceItem(
  reader: Reader,
  { scid, commitment, said }: SaidOfClause<Compliance>,
  names: Names,
): SafeHtml {
  const { localizer } = reader
  return html`<li>
    ${nameOf(reader, names.get(scid))} ${localizer.t(`compliance-${said.state}`)}
    (${day(localizer, said.date)}) ${evidence(reader, said, commitment.defaultLanguage)}
  </li>`
}

function nameOf(reader: Reader, known: KnownCollective | undefined): Hole {
  return known === undefined ? null : html`<strong>${collectiveLink(reader, known)}</strong>`
}
