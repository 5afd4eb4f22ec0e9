import type { Timestamp } from '../../kernel/time.ts'
import { attrs, type Hole, html, type SafeHtml } from '../html.ts'
import type { Localizer } from '../i18n.ts'

/** A name that somebody chose: isolated, so that its direction does not disturb the text around. */
export function name(text: string): SafeHtml {
  return html`<bdi>${text}</bdi>`
}

/** A host, an address or a DID: read from left to right in every language. */
export function address(text: string): SafeHtml {
  return html`<bdi dir="ltr" class="address">${text}</bdi>`
}

/** A time in UTC, to the day or to the minute. */
export function time(
  localizer: Localizer,
  at: Timestamp,
  precision: 'day' | 'minute' = 'day',
): SafeHtml {
  const text = precision === 'day' ? localizer.date(at) : localizer.dateTime(at)
  return html`<time datetime="${at}">${text}</time>`
}

/** Terms with what is said about each; terms about which nothing is said are left out. */
export function definitions(
  entries: readonly (readonly [term: string, value: Hole])[],
): SafeHtml | null {
  const known = entries.filter(([, value]) => !isNothing(value))
  if (known.length === 0) return null
  const rows = known.map(
    ([term, value]) =>
      html`<div>
        <dt>${term}</dt>
        <dd>${value}</dd>
      </div>`,
  )
  return html`<dl>${rows}</dl>`
}

function isNothing(value: Hole): boolean {
  return (
    value === null || value === undefined || value === false || value === '' || isEmptyList(value)
  )
}

function isEmptyList(value: Hole): boolean {
  return Array.isArray(value) && value.every(isNothing)
}

export interface Card {
  readonly title: Hole
  readonly href: string
  /** What stands beside the title, such as badges. */
  readonly marks?: Hole
  readonly body?: Hole
  /** The level of the title in the page; 2 by default. */
  readonly level?: 2 | 3
}

/** One thing among others, with a link to its own page. */
export function card({ title, href, marks, body, level = 2 }: Card): SafeHtml {
  const link = html`<a href="${href}">${title}</a>`
  const heading = level === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`
  return html`<article class="card">
    <header>${heading} ${marks}</header>
    ${body}
  </article>`
}

export interface Pagination {
  readonly previous: string | null
  readonly next: string | null
  /** Where the number of pages is known. */
  readonly page?: number
  readonly pages?: number
}

/** Links to the pages before and after; null where there is only one page. */
export function pagination(
  localizer: Localizer,
  { previous, next, page, pages }: Pagination,
): SafeHtml | null {
  if (previous === null && next === null) return null
  const place =
    page === undefined || pages === undefined
      ? null
      : html`<span>${localizer.t('page-of', { page, pages })}</span>`
  return html`<nav class="pages" aria-label="${localizer.t('pages')}">
    ${previous !== null && html`<a rel="prev" href="${previous}">${localizer.t('page-previous')}</a>`}
    ${place} ${next !== null && html`<a rel="next" href="${next}">${localizer.t('page-next')}</a>`}
  </nav>`
}

export interface FacetValue {
  readonly label: string
  readonly count: number
  /** Where choosing this value leads; for a chosen one, where taking it back leads. */
  readonly href: string
  readonly chosen: boolean
}

/** One way to filter a list: its values with how many entries each leaves. */
export function facetList(
  localizer: Localizer,
  title: string,
  values: readonly FacetValue[],
): SafeHtml | null {
  if (values.length === 0) return null
  const open = values.some(({ chosen }) => chosen)
  const items = values.map((value) => html`<li>${facetLink(localizer, value)}</li>`)
  return html`<details class="facet" ${attrs({ open })}>
    <summary>${title}</summary>
    <ul>
      ${items}
    </ul>
  </details>`
}

function facetLink(localizer: Localizer, { label, count, href, chosen }: FacetValue): SafeHtml {
  const number = html`<span class="count">${localizer.number(count)}</span>`
  if (!chosen) return html`<a href="${href}" rel="nofollow">${label}</a> ${number}`
  const remove = localizer.t('filter-remove', { filter: label })
  return html`<strong>${label}</strong> ${number}
    <a href="${href}" rel="nofollow" aria-label="${remove}" title="${remove}">×</a>
    <span class="hidden">${localizer.t('filter-active')}</span>`
}

/** Something the reader should know before she reads on. */
export function notice(tone: 'plain' | 'careful' | 'grave', body: Hole): SafeHtml {
  return html`<div class="notice ${tone}">${body}</div>`
}

export interface Table {
  readonly caption: string
  readonly columns: readonly string[]
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Hole[])[]
}

/** A table that scrolls sideways by itself on narrow screens, and can be reached by keyboard. */
export function table({ caption, columns, rows }: Table): SafeHtml {
  const body = rows.map(([first, ...cells]) => {
    const rest = cells.map((cell) => html`<td>${cell}</td>`)
    return html`<tr>
      <th scope="row">${first}</th>
      ${rest}
    </tr>`
  })
  const head = columns.map((column) => html`<th scope="col">${column}</th>`)
  return html`<section class="scroll" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </section>`
}
