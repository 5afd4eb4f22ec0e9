import type { DirectoryPage, ZeroResultHints } from '../../directory/directory.ts'
import { type Facet, FACETS } from '../../directory/facets.ts'
import type { Scid } from '../../record/did.ts'
import { attrs, type Hole, html, type SafeHtml } from '../html.ts'
import type { KnownCollective } from '../known-collectives.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { Visit } from '../visit.ts'
import { facetList, type FacetValue, notice, pagination } from './components.ts'
import {
  chosenOf,
  type DirectorySearch,
  isFiltered,
  searchPath,
  toggled,
} from './directory-search.ts'
import { entryCard } from './entry-card.ts'
import { facetLabel } from './facet-labels.ts'
import type { Page } from './layout.ts'
import { viewSwitch } from './view-switch.ts'

export interface DirectoryPageData {
  readonly search: DirectorySearch
  readonly found: DirectoryPage
  readonly names: ReadonlyMap<Scid, KnownCollective>
  /** All views of this node, for the switch between them. */
  readonly views: readonly string[]
}

/** The directory: a search, filters, and what was found. */
export function directoryPage(visit: Visit, data: DirectoryPageData): Page {
  const { reader } = visit
  const { t } = reader.localizer
  const { search, found } = data
  const isPlain = search.text === '' && !isFiltered(search) && search.page === 1
  return {
    title: t('directory-title'),
    description: t('directory-description'),
    section: 'directory',
    indexed: isPlain && !search.withNotVouched,
    main: html`<h1>${t('directory-title')}</h1>
      <p class="lead">${t('directory-lead')}</p>
      ${viewSwitch(visit, data.views)} ${searchForm(reader, search)}
      <div class="columns">
        <section aria-label="${t('directory-filters')}">
          <a class="skip" href="#results">${t('directory-to-results')}</a>
          <h2>${t('directory-filters')}</h2>
          ${chosenFilters(reader, search)} ${facets(reader, data)}
        </section>
        <section id="results" aria-label="${t('directory-results')}">
          <h2>${t('directory-found', { count: found.total })}</h2>
          ${found.hints !== null && zeroResults(reader, search, found.hints)}
          ${found.entries.map((entry) => entryCard(visit, entry, data.names))}
          ${pages(reader, data)}
        </section>
      </div>`,
  }
}

/** The form keeps the filters that are set: more words narrow what is there. */
function searchForm(reader: Reader, search: DirectorySearch): SafeHtml {
  const { t } = reader.localizer
  const hidden: Hole[] = FACETS.flatMap((facet) =>
    chosenOf(search, facet).map(
      (value) => html`<input ${attrs({ type: 'hidden', name: facet, value })} />`,
    ),
  )
  if (reader.view !== null)
    hidden.push(html`<input ${attrs({ type: 'hidden', name: 'view', value: reader.view })} />`)
  const checked = search.withNotVouched
  const box = attrs({ type: 'checkbox', name: 'unvouched', value: '1', checked })
  return html`<form
    class="search"
    role="search"
    method="get"
    action="${`${reader.prefix}/directory`}"
  >
    ${hidden}
    <p>
      <label for="q">${t('directory-search-label')}</label>
      <input
        ${attrs({ id: 'q', name: 'q', type: 'search', value: search.text, maxlength: 200 })}
        autocomplete="off"
        dir="auto"
      />
    </p>
    <p><button type="submit">${t('directory-search-button')}</button></p>
    <p class="wide">
      <label><input ${box} /> ${t('directory-with-not-vouched')}</label>
    </p>
  </form>`
}

/** What narrows the list, each with a way to take it back. */
function chosenFilters(reader: Reader, search: DirectorySearch): Hole {
  const { localizer } = reader
  const items = FACETS.flatMap((facet) =>
    chosenOf(search, facet).map((value) => {
      const label = facetLabel(localizer, facet, value)
      const href = linkTo(reader, searchPath(toggled(search, facet, value)))
      const title = localizer.t('filter-remove', { filter: label })
      const link = attrs({ href, rel: 'nofollow', 'aria-label': title })
      return html`<li>
        <a ${link}><bdi>${label}</bdi> <span aria-hidden="true">×</span></a>
      </li>`
    }),
  )
  if (items.length === 0) return null
  const all = linkTo(reader, searchPath({ ...search, facets: {}, page: 1 }))
  return html`<ul class="tags chosen">
      ${items}
    </ul>
    <p><a href="${all}" rel="nofollow">${localizer.t('directory-clear-filters')}</a></p>`
}

function facets(reader: Reader, { search, found }: DirectoryPageData): Hole {
  return FACETS.map((facet) => {
    const values = valuesOf(reader, { search, found, facet })
    return facetList(reader.localizer, reader.localizer.t(`facet-${facet}`), values)
  })
}

function valuesOf(
  reader: Reader,
  of: Pick<DirectoryPageData, 'search' | 'found'> & { readonly facet: Facet },
): FacetValue[] {
  const { search, found, facet } = of
  const chosen = chosenOf(search, facet)
  const counts = found.counts[facet]
  const values = [...chosen.filter((value) => !counts.has(value)), ...counts.keys()]
  return values.map((value) => ({
    label: facetLabel(reader.localizer, facet, value),
    count: counts.get(value) ?? 0,
    href: linkTo(reader, searchPath(toggled(search, facet, value))),
    chosen: chosen.includes(value),
  }))
}

/** What the reader could leave out, with what she would find then. */
function zeroResults(reader: Reader, search: DirectorySearch, hints: ZeroResultHints): SafeHtml {
  const { t } = reader.localizer
  const first = { ...search, page: 1 }
  const ways: { readonly text: string; readonly to: DirectorySearch }[] = []
  if (hints.withoutText > 0)
    ways.push({
      text: t('hint-without-text', { count: hints.withoutText }),
      to: { ...first, text: '' },
    })
  for (const facet of FACETS) {
    const count = hints.withoutFacet[facet] ?? 0
    const to = { ...first, facets: { ...search.facets, [facet]: [] } }
    if (count > 0)
      ways.push({ text: t('hint-without-facet', { count, facet: t(`facet-${facet}`) }), to })
  }
  if (hints.notVouched > 0 && !search.withNotVouched)
    ways.push({
      text: t('hint-not-vouched', { count: hints.notVouched }),
      to: { ...first, withNotVouched: true },
    })
  const items = ways.map(
    ({ text, to }) =>
      html`<li><a href="${linkTo(reader, searchPath(to))}" rel="nofollow">${text}</a></li>`,
  )
  return notice(
    'plain',
    html`<p>${t('directory-nothing')}</p>
      ${
        items.length > 0 &&
        html`<ul>
          ${items}
        </ul>`
      }
      <p>${t('directory-nothing-elsewhere')}</p>`,
  )
}

function pages(reader: Reader, { search, found }: DirectoryPageData): Hole {
  const { page, pages } = found
  const to = (number: number) => linkTo(reader, searchPath({ ...search, page: number }))
  return pagination(reader.localizer, {
    previous: page > 1 ? to(Math.min(page - 1, Math.max(pages, 1))) : null,
    next: page < pages ? to(page + 1) : null,
    page,
    pages: Math.max(pages, 1),
  })
}
