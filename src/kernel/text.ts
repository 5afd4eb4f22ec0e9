import { isLanguageTag, type LanguageTag } from './language-tag.ts'

/** A text in several languages, by language tag. */
export type LanguageMap = Readonly<Record<LanguageTag, string>>

/** Why a text for people is refused. */
export type TextProblem =
  | 'bidi_control'
  | 'unbalanced_isolate'
  | 'combining_marks'
  | 'bad_character'
  | 'not_nfc'

/** More marks on one letter are no script's spelling but a way to break a page (security-bar J08). */
const MAX_COMBINING_MARKS = 8

/** Most texts are free of all this; one pass finds out. */
const SUSPICIOUS = /[^\n\t\u0020-\u007e\u00a0-\u02ff]/
/** Embeddings and overrides: they let one text reorder its neighbors (security-bar J02). */
const BIDI_CONTROL = /[\u202a-\u202e]/
const COMBINING = new RegExp(`\\p{M}{${MAX_COMBINING_MARKS + 1},}`, 'u')
/** Controls, private use, tags, non-characters, lone surrogates, line and paragraph separators (J10). */
const BAD_CHARACTER =
  /[[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u{fff9}-\u{fffd}\u{e0000}-\u{e007f}]--[\n\t]]/v

/**
 * What is wrong with a text that people read, or null. Joiners (ZWJ, ZWNJ) are part of writing and
 * pass; isolates pass where they are balanced. SPEC: security-bar.md, group J.
 */
export function textProblem(text: string): TextProblem | null {
  if (!SUSPICIOUS.test(text)) return null
  if (BIDI_CONTROL.test(text)) return 'bidi_control'
  if (BAD_CHARACTER.test(text)) return 'bad_character'
  if (COMBINING.test(text)) return 'combining_marks'
  if (!hasBalancedIsolates(text)) return 'unbalanced_isolate'
  if (text.normalize('NFC') !== text) return 'not_nfc'
  return null
}

function hasBalancedIsolates(text: string): boolean {
  let open = 0
  for (const [mark] of text.matchAll(/[\u2066-\u2069]/g)) {
    open += mark === '\u2069' ? -1 : 1
    if (open < 0) return false
  }
  return open === 0
}

/** Whether every member of a language map is a canonical language tag. */
export function hasLanguageTags(map: LanguageMap): boolean {
  return Object.keys(map).every(isLanguageTag)
}

/**
 * The text of `map` for a reader: her languages in order, then the text's own default, then any.
 * Null if the map is empty. The language comes with it, since it is shown with its `lang`.
 */
export function pickLanguage(
  map: LanguageMap,
  preferred: readonly LanguageTag[],
  defaultLanguage?: LanguageTag,
): { readonly language: LanguageTag; readonly text: string } | null {
  const wanted = defaultLanguage === undefined ? preferred : [...preferred, defaultLanguage]
  for (const language of [...wanted, ...Object.keys(map)]) {
    const text = Object.hasOwn(map, language) ? map[language] : undefined
    if (text !== undefined) return { language, text }
  }
  return null
}
