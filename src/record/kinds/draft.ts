import { Type } from 'typebox'

import { type Digest, digestOfAll } from '../digest.ts'
import { nodeSigned } from './common.ts'
import { MAX_CLAUSES, MAX_LANGUAGES, MAX_LIST, MAX_NAME, MAX_SUMMARY, MAX_TEXT } from './limits.ts'
import { credit, reference } from './references.ts'
import { badMember, checkRecipients, checkUnique } from './rules.ts'
import {
  closed,
  digest,
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
import { CLAUSE_LEVELS, DRAFT_STAGES, SCOPES, TRANSLATION_STATES } from './vocabulary.ts'

const paragraph = closed({
  id: slug,
  /** Only in a charter: what the clause will be. */
  level: optional(oneOf(CLAUSE_LEVELS)),
  contentMap: textMap(MAX_TEXT),
})

/** Where a translation stands. It is stale once `sourceDigest` is no longer that of the source. */
const translation = closed({
  language,
  state: oneOf(TRANSLATION_STATES),
  sourceDigest: digest,
  credits: optional(list(credit, MAX_LIST)),
})

/** A communiqué or charter in the making. */
export const draftSchema = closed({
  ...nodeSigned('Draft'),
  draftOf: Type.Union([Type.Literal('communique'), Type.Literal('charter')]),
  stage: oneOf(DRAFT_STAGES),
  sourceLanguage: language,
  nameMap: lineMap(MAX_NAME),
  summaryMap: optional(textMap(MAX_SUMMARY)),
  paragraphs: list(paragraph, MAX_CLAUSES),
  callToActionMap: optional(textMap(MAX_SUMMARY)),
  translations: optional(list(translation, MAX_LANGUAGES)),
  credits: optional(list(credit, MAX_LIST)),
  references: optional(list(reference, MAX_LIST)),
  /** The statement digest of the draft, or of the charter, that this one goes on from. */
  goesOnFrom: optional(digest),
  /** Until when positions are asked for. */
  positionsUntil: optional(time),
  scope: oneOf(SCOPES),
  /** Only with scope `named`: who gets it. */
  recipients: optional(list(scid, MAX_LIST)),
})
export type Draft = Shape<typeof draftSchema>

/**
 * The digest of a draft's text in its source language. A translation names the one it was made
 * from; any change of the source makes it stale. Null if a paragraph lacks the source language.
 */
export function draftSourceDigest(
  draft: Pick<
    Draft,
    'sourceLanguage' | 'nameMap' | 'summaryMap' | 'paragraphs' | 'callToActionMap'
  >,
): Digest | null {
  const source = draft.sourceLanguage
  const texts = [source]
  for (const map of [draft.nameMap, draft.summaryMap, draft.callToActionMap]) {
    const text = map === undefined ? '' : map[source]
    if (text === undefined) return null
    texts.push(text)
  }
  for (const { id, level, contentMap } of draft.paragraphs) {
    const text = contentMap[source]
    if (text === undefined) return null
    texts.push(id, level ?? '', text)
  }
  return digestOfAll(texts)
}

export function checkDraft(draft: Draft): void {
  checkUnique('paragraphs', draft.paragraphs, ({ id }) => id)
  checkUnique('translations', draft.translations ?? [], ({ language }) => language)
  checkRecipients(draft)
  draft.paragraphs.forEach(({ level }, i) => {
    if ((level !== undefined) !== (draft.draftOf === 'charter'))
      throw badMember('bad_member', `paragraphs/${i}/level`, 'belongs to each clause of a charter')
  })
  if (draftSourceDigest(draft) === null)
    throw badMember('missing_language', 'sourceLanguage', 'is not the language of the whole text')
}
