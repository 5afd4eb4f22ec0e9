import { splitClause } from '../../../charter/charter.ts'
import { directionOf, type LanguageTag } from '../../../kernel/language-tag.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import { markdown } from '../../markdown.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { languageLinks } from '../language-links.ts'
import { type BodyPiece, languageBox, type Piece, type ShownText } from './shown-text.ts'

/** The text in one of its languages, with the others one link away. */
export function textBody(
  reader: Reader,
  shown: ShownText,
  languageHref: (tag: LanguageTag) => string,
): SafeHtml {
  return html`${shown.languages.length > 1 && languageLinks(reader, shown, languageHref)} ${languageNotes(reader, shown)}
  ${bareText(reader, shown)}`
}

/** The text alone. What is in another language than the rest says so to machines and to readers. */
export function bareText(reader: Reader, shown: ShownText): SafeHtml {
  const { language, summary, body, callToAction } = shown
  return html`<div class="charter" lang="${language}" dir="${directionOf(language)}">
    ${summary !== null && html`<div class="lead">${pieceOf(language, summary)}</div>`}
    ${body.map((piece, at) => bodyPiece(reader, shown, { piece, at }))}
    ${
      callToAction !== null &&
      html`<section class="call" aria-label="${reader.localizer.t('text-call-to-action')}">
        ${pieceOf(language, callToAction)}
      </section>`
    }
  </div>`
}

function pieceOf(around: LanguageTag, { language, text }: Piece): SafeHtml {
  return language === around ? markdown(text) : languageBox(language, markdown(text))
}

function bodyPiece(
  { localizer }: Reader,
  { language }: ShownText,
  { piece, at }: { readonly piece: BodyPiece; readonly at: number },
): SafeHtml {
  const { id, level, text } = piece
  if (id === null) return markdown(text)
  if (level === null) return html`<div id="part-${id}">${pieceOf(language, piece)}</div>`
  const clause = splitClause(text)
  const said = html`<span class="soft" lang="${localizer.language}" dir="${localizer.direction}"
    >${localizer.t(`clause-${level}`)} · <code>${id}</code></span
  >`
  return html`<section class="clause" id="part-${id}">
    <h3 lang="${piece.language}" dir="${directionOf(piece.language)}">${at + 1}. ${clause.title ?? id}</h3>
    <p class="meta">${said}</p>
    ${pieceOf(language, { ...piece, text: clause.text })}
  </section>`
}

/** A missing language is said to be missing; nothing is ever translated by machine. */
function languageNotes(
  { localizer }: Reader,
  { language, languages, missing, counts }: ShownText,
): Hole {
  const { t, languageName } = localizer
  if (missing !== null) {
    const values = { wanted: languageName(missing), language: languageName(language) }
    return html`<p class="other-language">${t('text-in-other-language', values)}</p>`
  }
  if (counts === null) return null
  const untranslated = counts.untranslated + counts.stale
  const [source = ''] = languages
  const unread = counts.draft + counts['needs-review']
  return html`<p class="other-language">
    ${t('text-translation-unread', { count: unread })}
    ${
      untranslated > 0 &&
      t('text-translation-missing', { count: untranslated, language: languageName(source) })
    }
  </p>`
}

/** The address of the same page with the text in another language. */
export function languageHref(reader: Reader, path: string): (tag: LanguageTag) => string {
  return (tag) => linkTo(reader, `${path}${path.includes('?') ? '&' : '?'}language=${tag}#text`)
}
