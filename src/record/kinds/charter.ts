import { type Digest, digestOfAll } from '../digest.ts'
import { memberSigned } from './common.ts'
import {
  MAX_CLAUSES,
  MAX_LANGUAGES,
  MAX_LIST,
  MAX_LONG_TEXT,
  MAX_NAME,
  MAX_TEXT,
} from './limits.ts'
import { reference, versionReference } from './references.ts'
import { badMember, checkTextDigests, checkUnique } from './rules.ts'
import {
  closed,
  digest,
  digestMap,
  language,
  license,
  lineMap,
  list,
  oneOf,
  optional,
  type Shape,
  slug,
  textMap,
} from './shapes.ts'
import { CLAUSE_LEVELS } from './vocabulary.ts'

const clause = closed({
  id: slug,
  level: oneOf(CLAUSE_LEVELS),
  contentMap: textMap(MAX_LONG_TEXT),
})
export type Clause = Shape<typeof clause>

/** One version of a charter. Nobody owns a charter: its next version is any that amends it. */
export const charterSchema = closed({
  ...memberSigned('Charter'),
  nameMap: lineMap(MAX_NAME),
  /** The preamble. */
  summaryMap: optional(textMap(MAX_TEXT)),
  clauses: list(clause, MAX_CLAUSES),
  /** In order: the first decides where they differ. The other languages are translations. */
  authoritativeLanguages: list(language, MAX_LANGUAGES),
  /** The statement digest of the charter that this one amends. */
  amends: optional(digest),
  /** The draft that was frozen. */
  goesOnFrom: optional(versionReference),
  /** What changed, for those who signed the one before. */
  changesMap: optional(textMap(MAX_TEXT)),
  references: optional(list(reference, MAX_LIST)),
  license: optional(license),
  /** What a signatory who read a language has read. */
  digests: digestMap,
})
export type Charter = Shape<typeof charterSchema>

/**
 * The digest of a charter's text in one language: title, preamble, and of each clause id, level and
 * text, so that none of it can change under those who read it. Null if the charter has no such
 * language, or not all of it.
 */
export function charterTextDigest(
  charter: Pick<Charter, 'nameMap' | 'summaryMap' | 'clauses'>,
  language: string,
): Digest | null {
  const name = charter.nameMap[language]
  const preamble = charter.summaryMap === undefined ? '' : charter.summaryMap[language]
  if (name === undefined || preamble === undefined) return null
  const texts = [language, name, preamble]
  for (const { id, level, contentMap } of charter.clauses) {
    const text = contentMap[language]
    if (text === undefined) return null
    texts.push(id, level, text)
  }
  return digestOfAll(texts)
}

/** No text in a charter without its digest, and the other way round. */
export function checkCharter(charter: Charter): void {
  checkUnique('clauses', charter.clauses, ({ id }) => id)
  checkUnique('authoritativeLanguages', charter.authoritativeLanguages, (tag) => tag)
  checkTextDigests(
    charter.digests,
    [charter.nameMap, charter.summaryMap, ...charter.clauses.map((clause) => clause.contentMap)],
    (language) => charterTextDigest(charter, language),
  )
  charter.authoritativeLanguages.forEach((language, i) => {
    if (charter.digests[language] === undefined)
      throw badMember(
        'missing_language',
        `authoritativeLanguages/${i}`,
        'names a language without a text',
      )
  })
}
