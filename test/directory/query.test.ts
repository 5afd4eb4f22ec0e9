import * as fc from 'fast-check'
import t from 'tap'

import { parseQuery, typeToken } from '../../src/directory/query.ts'
import { tokenOf } from '../../src/directory/search-text.ts'
import { createSynonyms } from '../../src/directory/synonyms.ts'

const findSynonym = createSynonyms()
const none = createSynonyms([])
const terms = (text: string): string[] =>
  parseQuery(text, findSynonym).terms.map((term) => term.folded)

t.test('words become terms, three letters or more as prefixes', async (t) => {
  t.strictSame(parseQuery('Ríos de', none), {
    terms: [
      { folded: 'rios', anyOf: [[{ token: tokenOf('rios'), prefix: true }]] },
      { folded: 'de', anyOf: [[{ token: tokenOf('de'), prefix: false }]] },
    ],
  })
})

t.test('a word for a service also finds who offers it', async (t) => {
  const [term] = parseQuery('Courriel', findSynonym).terms
  t.strictSame(term?.anyOf, [
    [{ token: tokenOf('courriel'), prefix: true }],
    [{ token: typeToken('email'), prefix: false }],
  ])
})

t.test('a phrase is one term: all its words, or the service', async (t) => {
  const { terms } = parseQuery('listas de correo Madrid', findSynonym)
  t.strictSame(
    terms.map((term) => term.folded),
    ['listas de correo', 'madrid'],
  )
  t.equal(terms[0]?.anyOf[0]?.length, 3)
  t.strictSame(terms[0]?.anyOf[1], [{ token: typeToken('mailing-list'), prefix: false }])
})

t.test('no word has the token of a service type', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) =>
      parseQuery(`type ${text}`, none).terms.every(({ anyOf }) =>
        anyOf.flat().every(({ token }) => !token.includes(tokenOf(' '))),
      ),
    ),
  )
})

t.test('operators, quotes and columns of search languages are words or nothing', async (t) => {
  for (const text of ['"', ',', '*', '((((', ' - ', "';--", '%_', 'a:* | !'.slice(3)]) {
    t.strictSame(terms(text), [], text)
  }
  t.strictSame(terms('title:secret'), ['title', 'secret'])
  t.strictSame(terms('NEAR(-x a AND'), ['near', 'x', 'a', 'and'])
  t.strictSame(terms("'; DROP TABLE x --"), ['drop', 'table', 'x'])
})

t.test('whatever is typed, tokens hold nothing but letters', async () => {
  const hostile = fc.constantFrom(
    '"',
    "'",
    '*',
    '(',
    ')',
    ':',
    '&',
    '|',
    '!',
    '<->',
    '\\',
    '\0',
    ' ',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(hostile, fc.string({ maxLength: 6 })), { maxLength: 12 }),
      (parts) => {
        const text = parts.join('').slice(0, 60)
        let query
        try {
          query = parseQuery(text, findSynonym)
        } catch (error) {
          return (error as { code?: string }).code === 'query_too_long'
        }
        return query.terms.every(({ anyOf }) =>
          anyOf.every((way) => way.every(({ token }) => /^[a-p]+$/.test(token))),
        )
      },
    ),
    { numRuns: 1000 },
  )
})

t.test('refuses what no person types', async (t) => {
  t.throws(() => parseQuery('x'.repeat(201), none), { code: 'query_too_long', kind: 'invalid' })
  t.throws(() => parseQuery('a OR '.repeat(20_000), none), { code: 'query_too_long' })
  t.throws(() => parseQuery('a b c d e f g h i j k l m', none), { code: 'query_too_long' })
  t.equal(parseQuery('a b c d e f g h i j k l', none).terms.length, 12)
})
