import { type Hole, html, type SafeHtml } from '../html.ts'
import type { Reader } from '../reader.ts'
import { address } from './components.ts'
import type { ChosenText } from './language-text.ts'

/** A part of a long page, with a heading of its own. */
export interface Part {
  readonly id: string
  readonly title: string
  readonly body: Hole
}

/** The parts in which there is something, with links to them first: long pages need that. */
export function pageParts({ localizer: { t } }: Reader, all: readonly Part[]): SafeHtml {
  const parts = all.filter(({ body }) => !isEmpty(body))
  const items = parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)
  return html`<nav class="contents" aria-label="${t('contents')}">
      <ul class="tags">
        ${items}
      </ul>
    </nav>
    ${parts.map(partSection)}`
}

function partSection({ id, title, body }: Part): SafeHtml {
  return html`<section id="${id}">
    <h2>${title}</h2>
    ${body}
  </section>`
}

function isEmpty(body: Hole): boolean {
  return body === null || body === false || (Array.isArray(body) && body.every(isEmpty))
}

/** The heading of a page about what has a name in some languages, else an address. */
export function pageHeading(
  chosen: ChosenText | null,
  fallback: string,
  tagline: Hole = null,
): SafeHtml {
  return html`<h1>${chosen === null ? address(fallback) : namedIn(chosen)}</h1>
    ${tagline !== null && html`<p class="lead">${tagline}</p>`}`
}

function namedIn({ language, direction, text }: ChosenText): SafeHtml {
  return html`<bdi lang="${language}" dir="${direction}">${text}</bdi>`
}
