import { invalid, type TesseraError } from '../../kernel/errors.ts'
import type { LanguageMap } from '../../kernel/text.ts'
import type { Digest } from '../digest.ts'

/** A refusal that names the member: `The member "<path>" <what>.` */
export function badMember(code: string, path: string, what: string): TesseraError {
  return invalid(code, `The member "${path}" ${what}.`)
}

/** Refuses a list in which two items have the same key: `duplicate_item`. */
export function checkUnique<T>(
  path: string,
  items: readonly T[],
  keyOf: (item: T) => string,
): void {
  const seen = new Set<string>()
  for (const [i, item] of items.entries()) {
    const key = keyOf(item)
    if (seen.has(key)) throw badMember('duplicate_item', `${path}/${i}`, 'stands twice in its list')
    seen.add(key)
  }
}

/** Recipients are named exactly where the scope says so: `missing_member`, `bad_member`. */
export function checkRecipients(record: {
  readonly scope?: string | undefined
  readonly recipients?: readonly string[] | undefined
}): void {
  if (record.scope === 'named' && record.recipients === undefined)
    throw badMember('missing_member', 'recipients', 'is missing: the scope is "named"')
  if (record.scope !== 'named' && record.recipients !== undefined)
    throw badMember('bad_member', 'recipients', 'belongs to the scope "named" only')
}

/**
 * Holds `digests` against the texts: a digest for each language of any of them, each text in each
 * language, and each digest right. Throws `missing_language`, `wrong_text_digest`.
 */
export function checkTextDigests(
  digests: LanguageMap,
  texts: readonly (LanguageMap | undefined)[],
  digestIn: (language: string) => Digest | null,
): void {
  for (const language of new Set(texts.flatMap((text) => Object.keys(text ?? {})))) {
    if (digests[language] === undefined)
      throw badMember('missing_language', 'digests', `has no digest of the text in ${language}`)
  }
  for (const [language, digest] of Object.entries(digests)) {
    const actual = digestIn(language)
    if (actual === null)
      throw badMember(
        'missing_language',
        `digests/${language}`,
        'is of a language without the whole text',
      )
    if (actual !== digest)
      throw badMember('wrong_text_digest', `digests/${language}`, 'is not the digest of the text')
  }
}
