import { FACETS, type Facet, type FacetSelection } from '../../directory/facets.ts'

/** What a reader asks of the directory. */
export interface DirectorySearch {
  readonly text: string
  readonly facets: FacetSelection
  readonly withNotVouched: boolean
  readonly page: number
}

/** The values of a facet that were chosen. */
export function chosenOf({ facets }: DirectorySearch, facet: Facet): readonly string[] {
  return facets[facet] ?? []
}

/** Whether any filter is set; the words do not count. */
export function isFiltered(search: DirectorySearch): boolean {
  return FACETS.some((facet) => chosenOf(search, facet).length > 0)
}

/** The address of a search. The same search always has the same address. */
export function searchPath(search: DirectorySearch): string {
  const parameters = new URLSearchParams()
  if (search.text !== '') parameters.set('q', search.text)
  for (const facet of FACETS)
    for (const value of chosenOf(search, facet)) parameters.append(facet, value)
  if (search.withNotVouched) parameters.set('unvouched', '1')
  if (search.page > 1) parameters.set('page', String(search.page))
  return parameters.size === 0 ? '/directory' : `/directory?${parameters}`
}

/** The search with a value chosen, or no longer chosen; from its first page. */
export function toggled(search: DirectorySearch, facet: Facet, value: string): DirectorySearch {
  const chosen = chosenOf(search, facet)
  const values = chosen.includes(value)
    ? chosen.filter((other) => other !== value)
    : [...chosen, value]
  return { ...search, facets: { ...search.facets, [facet]: values }, page: 1 }
}
