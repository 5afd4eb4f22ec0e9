import { Type } from 'typebox'

import { nodeSigned } from './common.ts'
import { MAX_CLAUSES, MAX_LIST, MAX_NAME, MAX_SHORT_LIST, MAX_SUMMARY, MAX_TEXT } from './limits.ts'
import { credit, reference, versionReference } from './references.ts'
import { badMember, checkRecipients, checkUnique } from './rules.ts'
import {
  closed,
  language,
  lineMap,
  list,
  oneOf,
  optional,
  scid,
  type Shape,
  slug,
  textMap,
  time,
} from './shapes.ts'
import { AMENDMENT_OUTCOMES, CLAUSE_LEVELS, DRAFT_STAGES, SCOPES } from './vocabulary.ts'

const paragraph = closed({
  id: slug,
  /** Only in a charter: what the clause will be. */
  level: optional(oneOf(CLAUSE_LEVELS)),
  contentMap: textMap(MAX_TEXT),
})
export type DraftParagraph = Shape<typeof paragraph>

/** What became of an amendment, in the draft that answers it. */
const answer = closed({
  amendment: versionReference,
  outcome: oneOf(AMENDMENT_OUTCOMES),
  /** Why; always where it is declined. */
  reasonMap: optional(textMap(MAX_SUMMARY)),
})

/**
 * One version of a communiqué or charter in the making, in the language it is written in. Every
 * version is a record of its own, so that the whole history stands in the manifest and reaches who
 * comes late; translations are records of those who translate. SPEC: ADR 11.
 */
export const draftSchema = closed({
  ...nodeSigned('Draft'),
  draftOf: Type.Union([Type.Literal('communique'), Type.Literal('charter')]),
  /** The name of the text, the same for all its versions; the frozen text has it as its slug. */
  text: slug,
  stage: oneOf(DRAFT_STAGES),
  /** Why the text took this step: withdrawn, taken on without a blocker, ... */
  stageReasonMap: optional(textMap(MAX_SUMMARY)),
  sourceLanguage: language,
  nameMap: lineMap(MAX_NAME),
  summaryMap: optional(textMap(MAX_SUMMARY)),
  paragraphs: list(paragraph, MAX_CLAUSES),
  callToActionMap: optional(textMap(MAX_SUMMARY)),
  answers: optional(list(answer, MAX_LIST)),
  credits: optional(list(credit, MAX_LIST)),
  references: optional(list(reference, MAX_LIST)),
  /** The drafts (or the charter) that this one goes on from: several where it joins them. */
  goesOnFrom: optional(list(versionReference, MAX_SHORT_LIST)),
  /** Until when positions are asked for: a round. */
  positionsUntil: optional(time),
  scope: oneOf(SCOPES),
  /** Only with scope `named`: who gets it. */
  recipients: optional(list(scid, MAX_LIST)),
})
export type Draft = Shape<typeof draftSchema>

/** The ids of the parts of a text besides its paragraphs: amendments name them. */
export const PART_IDS = {
  title: 'title',
  summary: 'summary',
  callToAction: 'call-to-action',
} as const
const RESERVED_IDS: ReadonlySet<string> = new Set(Object.values(PART_IDS))

export function checkDraft(draft: Draft): void {
  const { paragraphs, answers = [], goesOnFrom = [] } = draft
  checkUnique('paragraphs', paragraphs, ({ id }) => id)
  checkUnique('answers', answers, ({ amendment }) => amendment.digest)
  checkUnique('goesOnFrom', goesOnFrom, ({ digest }) => digest)
  checkRecipients(draft)
  checkLanguage(draft)
  checkRound(draft)
  paragraphs.forEach(({ id, level }, i) => {
    if (RESERVED_IDS.has(id))
      throw badMember('bad_member', `paragraphs/${i}/id`, 'names a part that every text may have')
    if ((level !== undefined) !== (draft.draftOf === 'charter'))
      throw badMember('bad_member', `paragraphs/${i}/level`, 'belongs to each clause of a charter')
  })
  answers.forEach(({ outcome, reasonMap }, i) => {
    if (outcome === 'declined' && reasonMap === undefined)
      throw badMember('missing_member', `answers/${i}/reasonMap`, 'is missing: it was declined')
  })
}

/** The whole text is in its source language and in no other: translations are records of their own. */
function checkLanguage(draft: Draft): void {
  const { sourceLanguage, nameMap, summaryMap, callToActionMap, paragraphs } = draft
  const maps = { nameMap, summaryMap, callToActionMap }
  const texts = [
    ...Object.entries(maps),
    ...paragraphs.map(({ contentMap }, i) => [`paragraphs/${i}/contentMap`, contentMap] as const),
  ]
  for (const [path, map] of texts) {
    if (map === undefined) continue
    const languages = Object.keys(map)
    if (!languages.includes(sourceLanguage))
      throw badMember('missing_language', path, 'is not in the source language')
    if (languages.length > 1)
      throw badMember('bad_member', path, 'is in another language than the source language')
  }
}

/** A round has its window, and nothing else has one. */
function checkRound({ stage, positionsUntil, updated }: Draft): void {
  if ((stage === 'deciding') !== (positionsUntil !== undefined))
    throw badMember('bad_member', 'positionsUntil', 'belongs to the stage "deciding", and always')
  if (positionsUntil !== undefined && positionsUntil <= updated)
    throw badMember('bad_validity', 'positionsUntil', 'is not later than "updated"')
}
