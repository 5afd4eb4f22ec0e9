import type { AmendmentState } from '../communique/amendments.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import type { Round, RoundOutcome } from '../communique/rounds.ts'
import type { PartState, TextTranslation } from '../communique/translation-status.ts'
import { slugName } from '../record/slug-name.ts'
import { decisionLine } from './decision-line.ts'
import { changeLines, type NameOf, type ShownPage, wordsOf } from './text-lines.ts'

/** How a text came to be: every draft with what it changed and what it said to amendments. */
export function historyLines({ page, nameOf }: ShownPage): string[] {
  const { text, drafts, amendments } = page
  return [
    'History',
    ...text.drafts.flatMap((draft) => [
      `  ${draft.record.slug}, ${draft.record.stage}, ${draft.record.updated} (${draft.statement})`,
      ...reasonLines(draft),
      ...originLines(draft, nameOf),
      ...draft.parents.flatMap((digest) => {
        const parent = drafts.get(digest)
        return parent === undefined ? [] : changeLines(parent, draft).map((line) => `    ${line}`)
      }),
      ...amendmentLines(draft, amendments, nameOf),
    ]),
    ...text.frozen.toReversed().map(({ statement, record }) => {
      const what = record.withdrawn === true ? 'taken back' : 'frozen'
      return `  ${what}, version ${record.version}, ${record.updated} (${statement})`
    }),
  ]
}

function reasonLines({ record: { stageReasonMap } }: DraftVersion): string[] {
  return stageReasonMap === undefined ? [] : [`    because: ${wordsOf(stageReasonMap)}`]
}

function originLines({ record: { goesOnFrom = [] } }: DraftVersion, nameOf: NameOf): string[] {
  if (goesOnFrom.length === 0) return []
  const origins = goesOnFrom.map(({ collective, slug }) => `${slug} of ${nameOf(collective)}`)
  return [`    goes on from ${origins.join(', ')}`]
}

function amendmentLines(
  { statement }: DraftVersion,
  amendments: readonly AmendmentState[],
  nameOf: NameOf,
): string[] {
  return amendments
    .filter(({ target }) => target.statement === statement)
    .map(({ amendment: { scid, record }, outcome, answer }) => {
      const why = answer?.reasonMap == null ? '' : `: ${wordsOf(answer.reasonMap)}`
      const name = slugName({ scid, slug: record.slug })
      return `    amendment ${name} of ${nameOf(scid)}, ${outcome}${why}`
    })
}

const STATES: readonly PartState[] = ['approved', 'needs-review', 'draft', 'stale', 'untranslated']

export function translationLines({ page, nameOf, language }: ShownPage): string[] {
  const { translations, translationsNotShown, draft } = page
  const wanted = translations.filter((one) => language === null || one.language === language)
  const outside = translationsNotShown.length
  return [
    `Translations${draft === null ? '' : ` of ${draft.record.slug}, written in ${draft.record.sourceLanguage}`}`,
    ...(wanted.length === 0 ? ['  none'] : []),
    ...wanted.flatMap((one) => [
      `  ${one.language}: ${STATES.filter((state) => one.counts[state] > 0)
        .map((state) => `${one.counts[state]} ${state}`)
        .join(', ')}`,
      ...creditLines(one, nameOf),
      ...openParts(one),
    ]),
    ...(outside === 0 ? [] : [`  and ${outside} by collectives outside of the view`]),
  ]
}

function creditLines({ translators, reviewers }: TextTranslation, nameOf: NameOf): string[] {
  return [
    ...(translators.length === 0
      ? []
      : [`    translated by ${translators.map(nameOf).join(', ')}`]),
    ...(reviewers.length === 0 ? [] : [`    approved by ${reviewers.map(nameOf).join(', ')}`]),
  ]
}

function openParts({ parts, approved }: TextTranslation): string[] {
  if (approved) return []
  const open = parts.filter(({ state }) => state !== 'approved')
  return [`    ${open.map(({ part, state }) => `${part.id} ${state}`).join(', ')}`]
}

export function roundLines({ page: { rounds }, nameOf }: ShownPage): string[] {
  return [
    'Rounds',
    ...(rounds.length === 0 ? ['  none'] : []),
    ...rounds.flatMap((round) => [
      `  on ${round.draft.record.slug} (${round.draft.statement})`,
      `    until ${round.until}: ${round.open ? 'open' : 'over'}`,
      ...round.positions.flatMap((position) => positionLines(position, nameOf)),
      ...told(round.late, 'late, not counted', nameOf),
      ...told(round.others, 'outside of the view', nameOf),
      ...round.outcomes.map((outcome) => `    ${outcomeLine(outcome, nameOf)}`),
    ]),
  ]
}

function positionLines({ scid, record }: Round['positions'][number], nameOf: NameOf): string[] {
  const { position, reasonMap, decisionRecord } = record
  const reason = reasonMap === undefined ? '' : `: ${wordsOf(reasonMap)}`
  return [
    `    ${position}, ${nameOf(scid)}${reason}`,
    ...(decisionRecord === undefined ? [] : [`      ${decisionLine(decisionRecord)}`]),
  ]
}

function told(positions: Round['positions'], why: string, nameOf: NameOf): string[] {
  return positions.map(({ scid, record }) => `    ${record.position}, ${nameOf(scid)} (${why})`)
}

function outcomeLine({ kind, by, at, without }: RoundOutcome, nameOf: NameOf): string {
  const blockers = without.length === 0 ? '' : `, without ${without.map(nameOf).join(', ')}`
  return `${kind} by ${nameOf(by)} on ${at}${blockers}`
}
