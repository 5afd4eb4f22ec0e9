import * as fc from 'fast-check'
import t from 'tap'

import { INBOX_LIMITS, parseStrictJson } from '../../src/federation/strict-json.ts'
import { TesseraError } from '../../src/kernel/errors.ts'

function refusal(bytes: Uint8Array | string, limits = INBOX_LIMITS): string {
  try {
    parseStrictJson(Buffer.from(bytes), limits)
    return 'accepted'
  } catch (error) {
    return error instanceof TesseraError ? error.code : String(error)
  }
}

function nested(depth: number): string {
  return '[{"a":'.repeat(depth / 2) + '0' + '}]'.repeat(depth / 2)
}

function longText(length: number): string {
  return `"${'a'.repeat(length - 2)}"`
}

t.test('gives the value that the bytes say', async (t) => {
  const value = { a: [1, -2.5, 1e3, true, null, '"\\:,{[', { 'b:{': {} }, []], é: 'ك\u{1f3db}' }
  t.strictSame(parseStrictJson(Buffer.from(JSON.stringify(value, null, 2))), value)
  t.equal(parseStrictJson(Buffer.from(' "a" ')), 'a')
})

t.test('agrees with JSON.parse on every value within the limits', async (t) => {
  const within = fc.jsonValue({ maxDepth: 6, depthSize: 'medium', stringUnit: 'grapheme' })
  const same = fc.property(within, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
    const text = JSON.stringify(value, null, space)
    if (/"(?:__proto__|constructor|prototype)"/.test(text)) return true
    return JSON.stringify(parseStrictJson(Buffer.from(text))) === JSON.stringify(JSON.parse(text))
  })
  t.equal(fc.check(same, { numRuns: 2000 }).counterexample, null)
})

t.test('refuses every byte string that JSON.parse refuses, with a code', async (t) => {
  const text = fc.json({ maxDepth: 3 }).map((json) => Buffer.from(json))
  const broken = fc.tuple(text, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
    bytes[at % bytes.length] = byte
    return bytes
  })
  const outcomes = fc.property(fc.oneof(broken, fc.uint8Array()), (bytes) => {
    const outcome = refusal(bytes)
    try {
      JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
      return /^[a-z_8]+$/.test(outcome)
    } catch {
      return outcome !== 'accepted' && /^[a-z_8]+$/.test(outcome)
    }
  })
  t.equal(fc.check(outcomes, { numRuns: 5000 }).counterexample, null)
})

t.test('refuses nesting beyond the limit, however deep', async (t) => {
  t.equal(refusal(nested(32)), 'accepted')
  t.equal(refusal(nested(34)), 'too_deep')
  t.equal(refusal('['.repeat(33)), 'too_deep')
  for (const depth of [66, 2000, 1_000_000]) {
    t.equal(refusal(nested(depth), { ...INBOX_LIMITS, maxBytes: 1e8 }), 'too_deep', `${depth}`)
  }
})

t.test('counts every value', async (t) => {
  const limits = { ...INBOX_LIMITS, maxNodes: 5 }
  for (const text of ['[1,2,3,4]', '{"a":[1,{"b":2}]}', '[[],[],[{}]]', '[ [ ] , { } , 1 , 2 ]']) {
    t.equal(refusal(text, limits), 'accepted', text)
  }
  for (const text of ['[1,2,3,4,5]', '{"a":[1,{"b":[2]}]}', '[[],[],[{}],1]', '[[[[[[]]]]]]']) {
    t.equal(refusal(text, limits), 'too_many_nodes', text)
  }
  t.equal(refusal(`[${'"a",'.repeat(3998)}"a"]`), 'accepted')
  t.equal(refusal(`[${'"a",'.repeat(3999)}"a"]`), 'too_many_nodes')
  t.equal(refusal(JSON.stringify({ tag: Array(20_000).fill('x') })), 'too_many_nodes')
})

t.test('refuses more bytes than the limit, and takes exactly as many', async (t) => {
  t.equal(refusal(longText(INBOX_LIMITS.maxBytes)), 'accepted')
  t.equal(refusal(longText(INBOX_LIMITS.maxBytes + 1)), 'too_large')
})

t.test('refuses one name twice in one object, however it is written', async (t) => {
  const twice = [
    '{"actor":"a","actor":"b"}',
    '{"actor":"a","\\u0061ctor":"a"}',
    '[{"a":{"b":1,"c":2,"b":1}}]',
    '{"é":1,"\\u00e9":2}',
    '{"":1,"":2}',
    '{"1":1,"1":1}',
  ]
  for (const text of twice) t.equal(refusal(text), 'duplicate_member', text)
  t.equal(refusal('{"a":{"a":1},"b":[{"a":1},{"a":1}],"A":1}'), 'accepted')
})

t.test('refuses names that JavaScript objects treat specially', async (t) => {
  for (const text of [
    '{"__proto__":{"a":1}}',
    '{"a":[{"__proto__":1}]}',
    '{"\\u005f_proto__":1}',
    '{"constructor":{"prototype":{"a":1}}}',
    '{"a":{"prototype":{}}}',
  ]) {
    t.equal(refusal(text), 'forbidden_member', text)
  }
  t.equal(refusal('{"a":"__proto__"}'), 'accepted')
  t.notOk('a' in Object.prototype)
})

t.test('refuses what is not UTF-8', async (t) => {
  t.equal(refusal(Buffer.from('\ufeff{}')), 'byte_order_mark')
  t.equal(refusal(Buffer.from('{"a":1}', 'utf16le')), 'bad_json')
  t.equal(refusal(Buffer.from('\ufeff{"a":1}', 'utf16le')), 'not_utf8')
  for (const [name, bytes] of Object.entries({
    'a continuation byte alone': [0x80],
    'an overlong slash': [0xc0, 0xaf],
    'an overlong quote': [0xe0, 0x80, 0xa2],
    'half of a surrogate pair': [0xed, 0xa0, 0x80],
    'beyond the last character': [0xf4, 0x90, 0x80, 0x80],
    'a sequence cut short': [0xe2, 0x82],
    Latin1: [0xe9],
  })) {
    t.equal(refusal(Buffer.from([0x22, ...bytes, 0x22])), 'not_utf8', name)
  }
})

t.test('refuses half of a surrogate pair in a text or a name', async (t) => {
  for (const text of ['"\\ud800"', '["a\\udc00"]', '{"\\ud800":1}', '"\\udc00\\ud800"']) {
    t.equal(refusal(text), 'bad_unicode', text)
  }
  t.equal(refusal('"\\ud83c\\udfdb"'), 'accepted')
})

t.test('refuses numbers without an end and what is no JSON', async (t) => {
  t.equal(refusal('[1e400]'), 'bad_number')
  t.equal(refusal('{"a":-1e999}'), 'bad_number')
  for (const text of [
    '',
    ' ',
    'NaN',
    '{a:1}',
    '[1,]',
    '{"a":1}}',
    '"a',
    "'a'",
    '[1] 2',
    '01',
    '{,}',
  ]) {
    t.equal(refusal(text), 'bad_json', text)
  }
})
