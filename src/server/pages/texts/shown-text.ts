import type { Signed } from '../../../communique/communique-store.ts'
import type { DraftVersion } from '../../../communique/joint-texts.ts'
import { CALL_TO_ACTION, SUMMARY, type TextPart, TITLE } from '../../../communique/text-parts.ts'
import type { PartState, TextTranslation } from '../../../communique/translation-status.ts'
import { directionOf, type LanguageTag } from '../../../kernel/language-tag.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import { readableLanguages } from '../../language-negotiation.ts'
import type { Reader } from '../../reader.ts'

/** A stretch of a text with the language that it is in. */
export interface Piece {
  readonly language: LanguageTag
  readonly text: string
}

/** A paragraph or clause; the body of a frozen text is one piece without an id. */
export interface BodyPiece extends Piece {
  readonly id: string | null
  readonly level: TextPart['level']
}

/** A text as it is read in one language. What has no translation is there in the source language. */
export interface ShownText {
  readonly language: LanguageTag
  /** The source language first. */
  readonly languages: readonly LanguageTag[]
  /** What the reader wants to read it in, where that is not there; null where it is. */
  readonly missing: LanguageTag | null
  readonly title: Piece
  readonly summary: Piece | null
  readonly body: readonly BodyPiece[]
  readonly callToAction: Piece | null
  /** How many parts stand in each state; null for the source and for a frozen text. */
  readonly counts: Readonly<Record<PartState, number>> | null
}

/** The language asked for, else one that she reads, else the source; it never guesses. */
export function chooseLanguage(
  { wanted, localizer }: Reader,
  [source = '', ...others]: readonly LanguageTag[],
  asked: LanguageTag | undefined,
): Pick<ShownText, 'language' | 'languages' | 'missing'> {
  const languages = [source, ...others]
  const wishes = asked === undefined ? [...wanted, localizer.language] : [asked]
  const [language] = readableLanguages(wishes, languages)
  if (language !== undefined) return { language, languages, missing: null }
  return { language: source, languages, missing: asked ?? localizer.language }
}

/** A frozen communiqué. */
export function frozenText(
  reader: Reader,
  { record }: Signed<'Communique'>,
  asked?: LanguageTag,
): ShownText {
  const { nameMap, summaryMap, contentMap, callToActionMap, defaultLanguage, digests } = record
  const others = Object.keys(digests)
    .filter((tag) => tag !== defaultLanguage)
    .toSorted()
  const chosen = chooseLanguage(reader, [defaultLanguage, ...others], asked)
  const { language } = chosen
  const piece = (text: string | undefined) => (text === undefined ? null : { language, text })
  return {
    ...chosen,
    title: { language, text: nameMap[language] ?? record.slug },
    summary: piece(summaryMap?.[language]),
    body: [{ id: null, level: null, language, text: contentMap[language] ?? '' }],
    callToAction: piece(callToActionMap?.[language]),
    counts: null,
  }
}

/** A draft, in its source language or as far as it is translated. */
export function draftText(
  reader: Reader,
  { draft, translations }: DraftWithTranslations,
  asked?: LanguageTag,
): ShownText {
  const source = draft.record.sourceLanguage
  const tags = translations.map((translation) => translation.language)
  const chosen = chooseLanguage(reader, [source, ...tags], asked)
  const translation = translations.find(({ language }) => language === chosen.language)
  const pieces = draft.parts.map((part, i): BodyPiece => {
    const wording = translation?.parts[i]?.wording ?? null
    const { id, level } = part
    if (wording === null) return { id, level, language: source, text: part.text }
    return { id, level, language: chosen.language, text: wording.content }
  })
  const named = (id: string) => pieces.find((piece) => piece.id === id) ?? null
  return {
    ...chosen,
    title: named(TITLE) ?? { language: source, text: draft.record.text },
    summary: named(SUMMARY),
    body: pieces.filter(({ id }) => id !== TITLE && id !== SUMMARY && id !== CALL_TO_ACTION),
    callToAction: named(CALL_TO_ACTION),
    counts: translation?.counts ?? null,
  }
}

export interface DraftWithTranslations {
  readonly draft: DraftVersion
  readonly translations: readonly TextTranslation[]
}

/** The title of a text in a sentence, a list or a heading. */
export function titleOf({ title: { language, text } }: Pick<ShownText, 'title'>): SafeHtml {
  return html`<bdi lang="${language}" dir="${directionOf(language)}">${text}</bdi>`
}

/** Something in a language of a text, as a block of its own. */
export function languageBox(language: LanguageTag, body: Hole): SafeHtml {
  return html`<div class="text" lang="${language}" dir="${directionOf(language)}">${body}</div>`
}
