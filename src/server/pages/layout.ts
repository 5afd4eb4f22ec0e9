import type { LanguageTag } from '../../kernel/language-tag.ts'
import { attrs, type Hole, html, type SafeHtml, toText } from '../html.ts'
import { endonym } from '../language-names.ts'
import { linkTo, type Reader } from '../reader.ts'
import { address, name } from './components.ts'
import { richText } from './rich-text.ts'

/** The main pages, in the order of the navigation. */
const SECTIONS = {
  home: '/',
  directory: '/directory',
  charters: '/charters',
  communiques: '/communiques',
  alerts: '/alerts',
  join: '/join',
  verify: '/verify',
  about: '/about',
} as const

export type Section = keyof typeof SECTIONS

/** What differs from page to page. */
export interface Page {
  readonly title: string
  /** One or two sentences for search engines and link previews. */
  readonly description?: string
  readonly section?: Section
  readonly main: Hole
  /** False for pages that search engines should leave alone. */
  readonly indexed?: boolean
  /** More for the head, such as feeds of this page or structured data. */
  readonly head?: Hole
}

/** Who serves the pages. */
export interface Site {
  /** The collective whose node this is. */
  readonly name: string
  /** The onion address, if there is one: an origin without a trailing slash. */
  readonly onion: string | null
  /** Where the source of the running program is, as its license asks. */
  readonly source: string
}

/** What pages of one request share. */
export interface Frame {
  readonly reader: Reader
  readonly site: Site
  readonly languages: readonly LanguageTag[]
  readonly style: string
  readonly icon: string
  /** The active alerts of the view, if there are any. */
  readonly alerts: SafeHtml | null
}

const FEEDS = ['directory', 'communiques', 'alerts'] as const

/** The whole document of a page. */
export function renderPage(page: Page, frame: Frame): string {
  const { reader, site, alerts } = frame
  const { localizer } = reader
  const document = html`<html lang="${localizer.language}" dir="${localizer.direction}">
    ${head(page, frame)}
    <body>
      <a class="skip" href="#main">${localizer.t('skip-to-content')}</a>
      ${alerts}
      <header class="top">
        <div>${wordmark(reader, site)} ${languageSwitch(frame)}</div>
        ${navigation(page, reader)}
      </header>
      <main id="main">${page.main}</main>
      ${footer(frame)}
    </body>
  </html>`
  return `<!doctype html>\n${toText(document)}\n`
}

function head(page: Page, { reader, site, languages, style, icon }: Frame): SafeHtml {
  const { t } = reader.localizer
  return html`<head>
    <meta charset="utf-8" />
    <title>${t('page-title', { title: page.title, node: site.name })}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    ${page.description !== undefined && html`<meta name="description" content="${page.description}" />`}
    ${page.indexed === false && html`<meta name="robots" content="noindex" />`}
    <link rel="stylesheet" href="${style}" />
    <link rel="icon" type="image/svg+xml" href="${icon}" />
    ${page.indexed !== false && alternates(reader, languages)} ${feedLinks(reader)}
    <link
      rel="search"
      type="application/opensearchdescription+xml"
      href="${reader.prefix}/opensearch.xml"
      title="${site.name}"
    />
    ${page.head}
  </head>`
}

function alternates({ path, query }: Reader, languages: readonly LanguageTag[]): Hole {
  const links = languages.map(
    (tag) => html`<link rel="alternate" hreflang="${tag}" href="/${tag}${path}${query}" />`,
  )
  return html`${links}<link rel="alternate" hreflang="x-default" href="${path + query}" />`
}

function feedLinks({ prefix, localizer: { t } }: Reader): Hole {
  return FEEDS.map((feed) => {
    const title = t(`footer-feed-${feed}`)
    const values = { rel: 'alternate', type: 'application/atom+xml', title }
    return html`<link ${attrs({ ...values, href: `${prefix}/feeds/${feed}.atom` })} />`
  })
}

/** A token broken in two, whose halves fit: the mark of the program, and a link to the first page. */
function wordmark(reader: Reader, site: Site): SafeHtml {
  return html`<a class="wordmark" href="${linkTo(reader, '/')}">
    <svg viewBox="0 0 26 24" aria-hidden="true">
      <path class="half" d="M2 2h10l-2 5 3 4-3 5 2 6H2z" />
      <path d="M15 2h9v20h-9l-2-6 3-5-3-4z" />
    </svg>
    <span>${reader.localizer.t('site-name')}</span> <small>${name(site.name)}</small>
  </a>`
}

function navigation({ section: current }: Page, reader: Reader): SafeHtml {
  const { t } = reader.localizer
  const items = Object.entries(SECTIONS).map(([section, path]) => {
    const here = attrs({ 'aria-current': section === current ? 'page' : null })
    return html`<li><a href="${linkTo(reader, path)}" ${here}>${t(`nav-${section}`)}</a></li>`
  })
  return html`<nav aria-label="${t('main-navigation')}">
    <ul>
      ${items}
    </ul>
  </nav>`
}

/** Every language in its own words; one's own is named, but not linked. */
function languageSwitch({ reader, languages }: Frame): SafeHtml {
  const { localizer, path, query } = reader
  const items = languages.map((tag) => {
    const name = html`<bdi lang="${tag}">${endonym(tag)}</bdi>`
    if (tag === localizer.language) return html`<li aria-current="true">${name}</li>`
    return html`<li>
      <a href="/${tag}${path}${query}" hreflang="${tag}" rel="alternate">${name}</a>
    </li>`
  })
  return html`<nav class="languages" aria-label="${localizer.t('languages-label')}">
    <ul>
      ${items}
    </ul>
  </nav>`
}

function footer({ reader, site }: Frame): SafeHtml {
  const { t } = reader.localizer
  const feeds = FEEDS.map(
    (feed) =>
      html`<li><a href="${reader.prefix}/feeds/${feed}.atom">${t(`footer-feed-${feed}`)}</a></li>`,
  )
  const source = (text: string) => html`<a href="${site.source}" rel="noreferrer">${text}</a>`
  const onion = (text: string) =>
    html`<a href="${`${site.onion}${reader.path}`}">${address(text)}</a>`
  return html`<footer class="bottom">
    <p>${t('footer-served-by', { node: site.name })}</p>
    <p><strong>${t('footer-nothing-kept')}</strong></p>
    <p>${richText(t('footer-source'), { source })}</p>
    ${
      site.onion !== null &&
      html`<p>${richText(t('footer-onion', { address: site.onion }), { onion })}</p>`
    }
    <nav aria-label="${t('footer-feeds')}">
      <ul>
        ${feeds}
      </ul>
    </nav>
  </footer>`
}
