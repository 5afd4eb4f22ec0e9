import * as fc from 'fast-check'
import t from 'tap'

import { canonicalize, parseCanonical } from '../../src/record/canonical.ts'
import { always } from '../support/always.ts'
import { refusedAs } from '../support/refusal.ts'
import rfc8785 from '../vectors/rfc8785.json' with { type: 'json' }

/** A canonicalizer written from RFC 8785 without any shortcut. */
function slowly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(slowly).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = value as Record<string, unknown>
  const names = Object.keys(members).toSorted((a, b) => (a < b ? -1 : 1))
  return `{${names.map((name) => `${JSON.stringify(name)}:${slowly(members[name])}`).join(',')}}`
}

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.nat({ max: 30 }).map(String),
  fc.constantFrom('', 'a', 'b', 'toString', 'constructor', 'ﬀ', '😂', 'דּ'),
)
const { object } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.maxSafeInteger().map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(
    name.filter((text) => text !== '__proto__'),
    tie('value'),
    { maxKeys: 6 },
  ),
}))

t.test('the examples of RFC 8785 that records may hold', async (t) => {
  for (const { name, input, output } of rfc8785.canonical) {
    t.equal(canonicalize(JSON.parse(input)), output, name)
    t.strictSame(parseCanonical(output), JSON.parse(input), name)
    t.equal(
      refusedAs(() => parseCanonical(input)),
      'not_canonical',
      name,
    )
  }
  const { input, output } = rfc8785.arrays
  t.equal(canonicalize(JSON.parse(input)), output, 'a list is written')
  t.equal(
    refusedAs(() => parseCanonical(output)),
    'bad_json',
    'but no object is one',
  )
})

t.test(
  'numbers of RFC 8785 that are no safe integers have no place in records (D11)',
  async (t) => {
    for (const number of rfc8785.refusedNumbers) {
      t.equal(
        refusedAs(() => parseCanonical(`{"n":${number}}`)),
        'bad_number',
        number,
      )
    }
    for (const { ieee754, inRecords } of rfc8785.numbers) {
      const n = Buffer.from(ieee754, 'hex').readDoubleBE()
      t.equal(
        refusedAs(() => canonicalize({ n })),
        inRecords ? null : 'bad_number',
        ieee754,
      )
    }
  },
)

t.test('numbers are whole, safe and written in one way (D11, E13)', async (t) => {
  const codes = Object.entries({
    '0': null,
    '-1': null,
    '9007199254740991': null,
    '-9007199254740991': null,
    '9007199254740992': 'bad_number',
    '9007199254740993': 'bad_number',
    '1e400': 'bad_number',
    '-0': 'bad_number',
    '1.5': 'bad_number',
    '1.0': 'not_canonical',
    '1e3': 'not_canonical',
    '5.0e-1': 'bad_number',
    NaN: 'bad_json',
    '01': 'bad_json',
    '+1': 'bad_json',
    '0x1': 'bad_json',
    Infinity: 'bad_json',
  })
  for (const [number, code] of codes) {
    t.equal(
      refusedAs(() => parseCanonical(`{"n":${number}}`)),
      code,
      number,
    )
  }
  for (const n of [NaN, Infinity, -Infinity, 0.1, 2 ** 53, -0]) {
    t.equal(
      refusedAs(() => canonicalize({ n })),
      'bad_number',
      String(n),
    )
    t.equal(
      refusedAs(() => canonicalize(n)),
      'bad_number',
      String(n),
    )
  }
})

t.test('a canonicalizer without shortcuts gives the same', async () => {
  always([object], (value) => canonicalize(value) === slowly(value))
})

t.test('what is written is read back, and written again the same', async (t) => {
  always([object], (value) => {
    const text = canonicalize(value)
    return canonicalize(parseCanonical(text)) === text
  })
  t.strictSame(parseCanonical('{"a":[{"b":null}]}'), { a: [{ b: null }] })
})

t.test('any other bytes that say the same are refused (E03)', async () => {
  const space = fc.constantFrom(' ', '\n', '\t', '\r')
  always([object, space, fc.nat()], (value, space, at) => {
    const text = canonicalize(value)
    const places = [...text.matchAll(/[{}[\],:]/g)].map(({ index }) => index + 1)
    const place = places[at % places.length] ?? 0
    const changed = `${text.slice(0, place)}${space}${text.slice(place)}`
    let same: unknown
    try {
      same = JSON.parse(changed)
    } catch {
      return true // it fell into a string
    }
    const isSame = slowly(same) === text
    return !isSame || refusedAs(() => parseCanonical(changed)) === 'not_canonical'
  })
})

t.test('order, spaces, escapes, repetition and trailing data are refused (E03)', async (t) => {
  const others = [
    '{"b":1,"a":2}',
    '{ "a":1}',
    '{"a":1} ',
    '{"a":1}\n',
    '{"a":1,"a":1}',
    '{"a":2,"a":1}',
    '{"\\u0061":1}',
    '{"a":"\\u0062"}',
    '{"a":"\\/"}',
    '{"a":"\\u000A"}',
    '{"a":"\\u000f","b":"\\u000F"}',
    '{"2":0,"10":0}',
    '{"a":{"c":1,"b":1}}',
    '{"a":[{"c":1,"b":1}]}',
  ]
  for (const text of others)
    t.equal(
      refusedAs(() => parseCanonical(text)),
      'not_canonical',
      text,
    )
  t.equal(
    refusedAs(() => parseCanonical('{"10":0,"2":0}')),
    null,
    'names are sorted as texts',
  )
})

t.test('what is not a JSON object is refused', async (t) => {
  for (const text of [
    '',
    'null',
    '1',
    '"a"',
    '[]',
    '{',
    '{}{}',
    "{'a':1}",
    '{"a":1,}',
    '\ufeff{}',
  ]) {
    t.equal(
      refusedAs(() => parseCanonical(text)),
      'bad_json',
      JSON.stringify(text),
    )
  }
})

function lists(depth: number): string {
  return `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
}

function objects(depth: number): string {
  return `${'{"a":'.repeat(depth)}{}${'}'.repeat(depth)}`
}

t.test('objects and lists nest at most 16 deep (D05)', async (t) => {
  for (const nested of [lists, objects]) {
    t.equal(
      refusedAs(() => parseCanonical(nested(16))),
      null,
    )
    for (const depth of [17, 2_000]) {
      t.equal(
        refusedAs(() => parseCanonical(nested(depth))),
        'too_deep',
      )
    }
  }
  // What needs sorting is written by another path: it has the same limit.
  const unsorted = JSON.parse(`{"b":1,"a":${lists(17)}}`) as object
  t.equal(
    refusedAs(() => canonicalize(unsorted)),
    'too_deep',
  )
})

t.test('a million levels are refused, not a crash (D05)', async (t) => {
  const refusal = refusedAs(() => parseCanonical(lists(1_000_000)))
  t.match(refusal, /^(too_deep|bad_json)$/)
})

t.test('__proto__ is refused, other odd names are names (D07)', async (t) => {
  t.equal(
    refusedAs(() => parseCanonical('{"__proto__":{"a":1}}')),
    'bad_member',
  )
  t.equal(
    refusedAs(() => parseCanonical('{"a":[{"__proto__":null}]}')),
    'bad_member',
  )
  const text = '{"constructor":{"prototype":1},"hasOwnProperty":2,"toString":3}'
  t.equal(canonicalize(parseCanonical(text)), text)
  t.equal(Object.getPrototypeOf({}), Object.prototype)
})

t.test('half of a surrogate pair is refused, however it is written (D10)', async (t) => {
  const halves = ['{"a":"\ud83d"}', '{"a":"\\ud83d"}', '{"a":"\\udc00x"}', '{"a":["\\ud83d"]}']
  for (const text of halves) {
    t.equal(
      refusedAs(() => parseCanonical(text)),
      'bad_unicode',
      JSON.stringify(text),
    )
  }
  t.equal(
    refusedAs(() => parseCanonical('{"\\ud83d":1}')),
    'bad_unicode',
    'in a name',
  )
  t.equal(
    refusedAs(() => parseCanonical('{"a":"😀"}')),
    null,
  )
})

t.test('members that are undefined are left out, values that are not JSON refused', async (t) => {
  t.equal(canonicalize({ b: undefined, a: 1 }), '{"a":1}')
  t.equal(canonicalize({ a: 1, b: undefined }), '{"a":1}')
  t.equal(canonicalize({ b: { d: 1, c: undefined }, a: 1 }), '{"a":1,"b":{"d":1}}')
  t.equal(
    refusedAs(() => canonicalize(undefined)),
    'not_json',
  )
  t.equal(
    refusedAs(() => canonicalize({ b: 1, a: () => 1 })),
    'not_json',
  )
})
