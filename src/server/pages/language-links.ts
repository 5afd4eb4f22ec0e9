import { directionOf, type LanguageTag } from '../../kernel/language-tag.ts'
import { html, type SafeHtml } from '../html.ts'
import { endonym } from '../language-names.ts'
import type { Reader } from '../reader.ts'

/** The languages of a text, each in its own words, with the one that is shown marked. */
export function languageLinks(
  { localizer: { t } }: Reader,
  {
    language,
    languages,
  }: { readonly language: LanguageTag; readonly languages: readonly LanguageTag[] },
  hrefOf: (tag: LanguageTag) => string,
): SafeHtml {
  const items = languages.map((tag) => {
    const name = html`<bdi lang="${tag}" dir="${directionOf(tag)}">${endonym(tag)}</bdi>`
    if (tag === language) return html`<li aria-current="true">${name}</li>`
    return html`<li><a href="${hrefOf(tag)}">${name}</a></li>`
  })
  return html`<nav class="views" aria-label="${t('charter-languages')}">
    <span>${t('charter-languages')}</span>
    <ul class="tags">
      ${items}
    </ul>
  </nav>`
}
