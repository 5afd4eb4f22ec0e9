/** A BCP 47 language tag in canonical case, private use included (`ku-Arab`, `qaa-x-dialect`). */
export type LanguageTag = string

/** RFC 5646, section 4.4.1 asks for at least 35 characters; no tag in use is longer. */
const MAX_LENGTH = 35

/** The canonical form of a tag (`iw` becomes `he`); null if it is not a well-formed tag. */
export function canonicalLanguageTag(tag: string): LanguageTag | null {
  if (tag.length > MAX_LENGTH) return null
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null
  }
}

/** Whether `tag` is a well-formed tag in its canonical form: the only form that records may hold. */
export function isLanguageTag(tag: string): boolean {
  return canonicalLanguageTag(tag) === tag
}

/** The direction in which a language is written. */
export function directionOf(tag: LanguageTag): 'ltr' | 'rtl' {
  const known = canonicalLanguageTag(tag)
  if (known === null) return 'ltr'
  const locale: Intl.Locale & { getTextInfo?: () => { direction?: string } } = new Intl.Locale(
    known,
  )
  return locale.getTextInfo?.().direction === 'rtl' ? 'rtl' : 'ltr'
}
