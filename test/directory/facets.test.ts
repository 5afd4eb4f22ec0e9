import * as fc from 'fast-check'
import t from 'tap'

import {
  createFacetIndex,
  FACETS,
  type Facet,
  type FacetSelection,
  type FacetValues,
} from '../../src/directory/facets.ts'

function valuesOf(values: Partial<Record<Facet, readonly string[]>>): FacetValues {
  const none = { service: [], language: [], place: [], audience: [] }
  return { ...none, registration: [], load: [], cost: [], tor: [], ...values }
}

function small() {
  const index = createFacetIndex()
  index.put('harbor', valuesOf({ service: ['email', 'pad'], language: ['en', 'fr'] }))
  index.put('nube', valuesOf({ service: ['email'], language: ['es'] }))
  index.put('rosa', valuesOf({ service: ['pad'], language: ['fr'] }))
  return index
}

t.test('a facet takes any of its values, several facets all of them', async (t) => {
  const index = small()
  const idsFor = (selection: FacetSelection): string[] => index.idsOf(index.matches(selection))
  t.strictSame(idsFor({}), ['harbor', 'nube', 'rosa'])
  t.strictSame(idsFor({ service: ['email'] }), ['harbor', 'nube'])
  t.strictSame(idsFor({ service: ['email', 'pad'] }), ['harbor', 'nube', 'rosa'])
  t.strictSame(idsFor({ service: ['email'], language: ['fr'] }), ['harbor'])
  t.strictSame(idsFor({ service: ['nothing'] }), [])
  t.strictSame(idsFor({ service: [] }), ['harbor', 'nube', 'rosa'])
})

t.test('counts each facet without its own filter, the most frequent value first', async (t) => {
  const counts = small().counts({ service: ['email'] })
  t.strictSame(
    [...counts.service],
    [
      ['email', 2],
      ['pad', 2],
    ],
  )
  t.strictSame(
    [...counts.language],
    [
      ['en', 1],
      ['es', 1],
      ['fr', 1],
    ],
  )
  t.strictSame([...counts.tor], [])
})

t.test('what is removed or replaced leaves nothing behind', async (t) => {
  const index = small()
  index.remove('harbor')
  index.remove('unknown')
  index.put('nube', valuesOf({ service: ['wiki'] }))
  t.strictSame(
    [...index.counts({}).service],
    [
      ['pad', 1],
      ['wiki', 1],
    ],
  )
  t.equal(index.size, 2)
  index.put('new', valuesOf({ language: ['eu'] }))
  t.strictSame(index.idsOf(index.matches({ language: ['en'] })), [])
  t.strictSame(index.idsOf(index.matches({ language: ['eu'] })), ['new'])
})

t.test('searches within a set', async (t) => {
  const index = createFacetIndex()
  index.put('harbor', valuesOf({ service: ['email', 'pad'] }))
  const nube = index.put('nube', valuesOf({ service: ['email'] }))
  const rosa = index.put('rosa', valuesOf({ service: ['pad'] }))
  const within = index.setOf([nube, rosa])
  t.strictSame(index.idsOf(index.matches({ service: ['email'] }, within)), ['nube'])
  t.strictSame(
    [...index.counts({}, within).service],
    [
      ['email', 1],
      ['pad', 1],
    ],
  )
  t.strictSame(index.idsOf(within), ['nube', 'rosa'])
})

const value = fc.constantFrom('a', 'b', 'c', 'd')
const chosen = fc.record({
  service: fc.uniqueArray(value),
  language: fc.uniqueArray(value),
  load: fc.uniqueArray(value),
})
const step = fc.record({ id: fc.nat(40), values: fc.option(chosen) })

t.test('gives what looking at every entry gives, after any changes', async () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), chosen, (steps, selection) => {
      const index = createFacetIndex()
      const entries = new Map<string, FacetValues>()
      for (const { id, values } of steps) {
        entries.delete(`${id}`)
        if (values === null) index.remove(`${id}`)
        else {
          entries.set(`${id}`, valuesOf(values))
          index.put(`${id}`, valuesOf(values))
        }
      }
      const fits = (entry: FacetValues, except?: Facet): boolean =>
        FACETS.every((facet) => {
          const wanted = facet === except ? [] : ((selection as FacetSelection)[facet] ?? [])
          return wanted.length === 0 || wanted.some((one) => entry[facet].includes(one))
        })
      const expected = [...entries].filter(([, entry]) => fits(entry)).map(([id]) => id)
      const counts = index.counts(selection)
      const found = index.idsOf(index.matches(selection))
      return (
        found.toSorted().join() === expected.toSorted().join() &&
        FACETS.every((facet) =>
          ['a', 'b', 'c', 'd'].every(
            (one) =>
              (counts[facet].get(one) ?? 0) ===
              [...entries.values()].filter((e) => fits(e, facet) && e[facet].includes(one)).length,
          ),
        )
      )
    }),
    { numRuns: 300 },
  )
})

t.test('grows beyond its first room', async (t) => {
  const index = createFacetIndex()
  for (let i = 0; i < 3000; i++)
    index.put(`c${i}`, valuesOf({ load: [i % 3 === 0 ? 'open' : 'full'] }))
  t.strictSame(
    [...index.counts({}).load],
    [
      ['full', 2000],
      ['open', 1000],
    ],
  )
  t.equal(index.idsOf(index.matches({ load: ['open'] })).length, 1000)
})
