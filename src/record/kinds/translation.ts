import { type Digest, digestOfAll } from '../digest.ts'
import { nodeSigned } from './common.ts'
import { MAX_CLAUSES, MAX_TEXT } from './limits.ts'
import { audience, recordReference } from './references.ts'
import { badMember, checkRecipients, checkUnique } from './rules.ts'
import { closed, digest, language, list, oneOf, plainText, type Shape } from './shapes.ts'
import { TRANSLATION_STATES } from './vocabulary.ts'

const part = closed({
  /** Of the part that is translated: `sourceDigestOf`. */
  sourceDigest: digest,
  state: oneOf(TRANSLATION_STATES),
  content: plainText(MAX_TEXT),
})
export type TranslatedPart = Shape<typeof part>

/** Title, summary, call to action, and for a text that changed the versions of its paragraphs. */
const MAX_PARTS = 2 * MAX_CLAUSES

/**
 * What one collective translated of a text into one language, or read and approved of what others
 * did. Each part names the digest of the source it was made from: so it holds in every version in
 * which that stands, and is stale the moment it does not. SPEC: ADR 11.
 */
export const translationSchema = closed({
  ...nodeSigned('Translation'),
  /** The text: the collective that drafts it and the text's name. */
  of: recordReference,
  language,
  parts: list(part, MAX_PARTS),
  ...audience,
})
export type Translation = Shape<typeof translationSchema>

/** What a translation of one part (title, paragraph, ...) in the source language is made from. */
export function sourceDigestOf(sourceLanguage: string, text: string): Digest {
  return digestOfAll([sourceLanguage, text])
}

export function checkTranslation(translation: Translation): void {
  checkUnique('parts', translation.parts, ({ sourceDigest }) => sourceDigest)
  checkRecipients(translation)
  if (translation.defaultLanguage !== translation.language)
    throw badMember('bad_member', 'defaultLanguage', 'is not the language of the translation')
}
