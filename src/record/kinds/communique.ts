import { type Digest, digestOfAll } from '../digest.ts'
import { memberSigned } from './common.ts'
import { MAX_LIST, MAX_LONG_TEXT, MAX_NAME, MAX_SUMMARY } from './limits.ts'
import { credit, reference, versionReference } from './references.ts'
import { checkTextDigests } from './rules.ts'
import {
  closed,
  digestMap,
  language,
  license,
  line,
  lineMap,
  list,
  optional,
  type Shape,
  textMap,
  time,
} from './shapes.ts'

/** A frozen joint text. A language added later is a new version; what was endorsed stays so. */
export const communiqueSchema = closed({
  ...memberSigned('Communique'),
  expires: time,
  nameMap: lineMap(MAX_NAME),
  summaryMap: optional(textMap(MAX_SUMMARY)),
  contentMap: textMap(MAX_LONG_TEXT),
  callToActionMap: optional(textMap(MAX_SUMMARY)),
  /** The language it was written in. */
  sourceLanguage: optional(language),
  credits: optional(list(credit, MAX_LIST)),
  references: optional(list(reference, MAX_LIST)),
  /** What it is about, for feeds: without `#`. */
  tags: optional(list(line(50), MAX_LIST)),
  license: optional(license),
  /** The draft that was frozen. */
  goesOnFrom: optional(versionReference),
  /** What an endorsement of a language stands under. */
  digests: digestMap,
})
export type Communique = Shape<typeof communiqueSchema>

/**
 * The digest of a communiqué's text in one language: title, summary, body and call to action. Null
 * if the communiqué has no such language, or not all of it.
 */
export function communiqueTextDigest(
  communique: Pick<Communique, 'nameMap' | 'summaryMap' | 'contentMap' | 'callToActionMap'>,
  language: string,
): Digest | null {
  const { nameMap, summaryMap, contentMap, callToActionMap } = communique
  const texts = [language]
  for (const map of [nameMap, summaryMap, contentMap, callToActionMap]) {
    const text = map === undefined ? '' : map[language]
    if (text === undefined) return null
    texts.push(text)
  }
  return digestOfAll(texts)
}

export function checkCommunique(communique: Communique): void {
  const { nameMap, summaryMap, contentMap, callToActionMap, digests } = communique
  checkTextDigests(digests, [nameMap, summaryMap, contentMap, callToActionMap], (language) =>
    communiqueTextDigest(communique, language),
  )
}
