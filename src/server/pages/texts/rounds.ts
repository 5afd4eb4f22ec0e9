import type { Signed } from '../../../communique/communique-store.ts'
import type { Round, RoundOutcome } from '../../../communique/rounds.ts'
import type { Position } from '../../../record/kinds/position.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { collectiveLink, collectiveLinks } from '../collective-link.ts'
import { decision } from '../collective/ties.ts'
import { definitions, name, notice, time } from '../components.ts'
import { languageBlock } from '../language-text.ts'
import { richText } from '../rich-text.ts'
import { textVersionPath } from './text-path.ts'

/** Every round of decision on a text, the newest first: who stands where, and what came of it. */
export function roundsSection(reader: Reader, rounds: readonly Round[], names: Names): Hole {
  return rounds.toReversed().map((round) => roundArticle(reader, round, names))
}

function roundArticle(reader: Reader, round: Round, names: Names): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { draft, until, open, positions, counts, late, others, outcomes } = round
  const text = { scid: draft.scid, slug: draft.record.text, draftOf: draft.record.draftOf }
  const items = (some: readonly Signed<'Position'>[]) => positionItems(reader, some, names)
  return html`<article class="card">
    <header>
      <h3>${t(open ? 'round-open-until' : 'round-closed')} ${time(localizer, until, 'minute')}</h3>
    </header>
    <p class="meta">
      <a href="${linkTo(reader, textVersionPath(text, draft.statement))}"
        >${t('round-on')} ${time(localizer, draft.record.updated, 'minute')}</a
      >
    </p>
    <p>${countSentence(reader, counts)}</p>
    ${counts.block > 0 && notice('careful', html`<p>${t('round-block')}</p>`)}
    ${positions.length === 0 ? html`<p>${t('round-no-position')}</p>` : items(positions)}
    ${outcomeList(reader, outcomes, names)}
    ${
      late.length > 0 &&
      html`<details>
        <summary>${t('round-late', { count: late.length })}</summary>
        ${items(late)}
      </details>`
    }
    ${
      others.length > 0 &&
      html`<details>
        <summary>${t('round-others', { count: others.length })}</summary>
        <p>${t('not-vouched-sentence')}</p>
        ${items(others)}
      </details>`
    }
  </article>`
}

/** How many stand where. There is no total: positions are not added up. */
function countSentence({ localizer }: Reader, counts: Round['counts']): string {
  const said = Object.entries(counts).filter(([, count]) => count > 0)
  const each = said.map(
    ([position, count]) => `${localizer.t(`position-${position}`)}: ${localizer.number(count)}`,
  )
  return each.join(' · ')
}

const TONES: Readonly<Record<Position['position'], string>> = {
  agree: 'good',
  'agree-with-reservations': 'careful',
  'stand-aside': 'careful',
  block: 'grave',
  observer: 'plain',
}

function positionItems(
  reader: Reader,
  positions: readonly Signed<'Position'>[],
  names: Names,
): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const items = positions.map(({ scid, statement, record }) => {
    const { position, reasonMap, decisionRecord, defaultLanguage, updated } = record
    const known = names.get(scid)
    return html`<li>
      <strong>${known === undefined ? name(scid) : collectiveLink(reader, known)}</strong>
      <span class="badge ${TONES[position]}">${t(`position-${position}`)}</span>
      <small>${time(localizer, updated)}</small>
      ${reasonMap !== undefined && languageBlock(reader, reasonMap, defaultLanguage)}
      ${
        decisionRecord !== undefined &&
        definitions([
          [t('commitment-decided'), decision(reader, decisionRecord)],
          [t('endorsement-quorum'), localizer.number(decisionRecord.quorum)],
        ])
      }
      <p class="meta">
        <a href="${linkTo(reader, `/verify?q=${statement}`)}">${t('record-check')}</a>
      </p>
    </li>`
  })
  return html`<ul class="vouches">
    ${items}
  </ul>`
}

/** What followed, and whom it went on without. */
function outcomeList(reader: Reader, outcomes: readonly RoundOutcome[], names: Names): Hole {
  const { localizer } = reader
  const { t } = localizer
  if (outcomes.length === 0) return null
  const items = outcomes.map(({ kind, by, at, without }) => {
    const known = names.get(by)
    const blockers = without.flatMap((scid) => names.get(scid) ?? [])
    const who = {
      collective: () => (known === undefined ? name(by) : collectiveLink(reader, known)),
    }
    return html`<li>
      ${time(localizer, at)}: ${richText(t(`outcome-${kind}`), who)}
      ${
        blockers.length > 0 &&
        richText(t('outcome-without'), { blockers: () => collectiveLinks(reader, blockers) })
      }
    </li>`
  })
  return html`<h4>${t('round-outcomes')}</h4>
    <ul>
      ${items}
    </ul>`
}
