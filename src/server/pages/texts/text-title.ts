import type { TextPage } from '../../../communique/communiques.ts'
import { type SafeHtml } from '../../html.ts'
import type { Reader } from '../../reader.ts'
import { name } from '../components.ts'
import { chooseText } from '../language-text.ts'
import { titleOf } from './shown-text.ts'

/** What a text is called, for the title of a document and for its heading. */
export function textTitle(
  reader: Reader,
  { latest, text }: Pick<TextPage, 'latest' | 'text'>,
): { readonly plain: string; readonly shown: SafeHtml } {
  const { nameMap, defaultLanguage } = latest.record
  const chosen = chooseText(reader, nameMap, defaultLanguage)
  if (chosen === null) return { plain: text.slug, shown: name(text.slug) }
  return { plain: chosen.text, shown: titleOf({ title: chosen }) }
}
