import { directionOf, type LanguageTag } from '../../kernel/language-tag.ts'
import { type LanguageMap, pickLanguage } from '../../kernel/text.ts'
import { type Hole, html, type SafeHtml } from '../html.ts'
import { readableLanguages } from '../language-negotiation.ts'
import { createLruCache } from '../lru-cache.ts'
import { markdown } from '../markdown.ts'
import type { Reader } from '../reader.ts'

/** A text chosen from several languages, and whether the reader asked for that language. */
export interface ChosenText {
  readonly language: LanguageTag
  readonly direction: 'ltr' | 'rtl'
  readonly text: string
  readonly asked: boolean
}

/** Asked for every text of a page, of the same few languages. */
const directions = createLruCache<'ltr' | 'rtl'>(1000)

/**
 * The text of `map` that suits the reader: a language she reads, else the text's own default, else
 * any; null if there is none. Nothing is ever translated by machine.
 */
export function chooseText(
  reader: Reader,
  map: LanguageMap,
  defaultLanguage?: LanguageTag,
): ChosenText | null {
  const wanted = [...reader.wanted, reader.localizer.language]
  const readable = readableLanguages(wanted, Object.keys(map))
  const picked = pickLanguage(map, readable, defaultLanguage)
  if (picked === null) return null
  const { language, text } = picked
  const direction = directions.get(language, () => directionOf(language))
  return { language, direction, text, asked: readable.includes(language) }
}

/** A short text, such as a name, within a sentence or a heading. */
export function languageLine(
  reader: Reader,
  map: LanguageMap,
  defaultLanguage?: LanguageTag,
): SafeHtml | null {
  const chosen = chooseText(reader, map, defaultLanguage)
  if (chosen === null) return null
  const { language, direction, text } = chosen
  return html`<bdi lang="${language}" dir="${direction}">${text}</bdi>`
}

/** A text in Markdown, with a notice if it is shown in a language the reader did not ask for. */
export function languageBlock(
  reader: Reader,
  map: LanguageMap,
  defaultLanguage?: LanguageTag,
): SafeHtml | null {
  const chosen = chooseText(reader, map, defaultLanguage)
  if (chosen === null) return null
  const { language, direction, text, asked } = chosen
  const body = markdown(text)
  return html`${asked ? null : otherLanguage(reader, language)}
    <div class="text" lang="${language}" dir="${direction}">${body}</div>`
}

function otherLanguage({ localizer }: Reader, language: LanguageTag): Hole {
  const values = {
    wanted: localizer.languageName(localizer.language),
    language: localizer.languageName(language),
  }
  return html`<p class="other-language">${localizer.t('text-in-other-language', values)}</p>`
}
