import t from 'tap'

import { jsonLdProblem } from '../../src/federation/json-ld-rules.ts'
import type { JsonValue } from '../../src/record/canonical.ts'

const AS = 'https://www.w3.org/ns/activitystreams'
const BUNDLED = new Set([AS, 'https://w3id.org/security/v1'])

function judge(context: JsonValue, more: Record<string, JsonValue> = {}) {
  return jsonLdProblem({ '@context': context, type: 'Create', ...more }, BUNDLED)
}

t.test('takes the contexts that servers send', async (t) => {
  const terms = {
    ostatus: 'http://ostatus.org#',
    sensitive: 'as:sensitive',
    Hashtag: 'as:Hashtag',
    toot: 'http://joinmastodon.org/ns#',
    featured: { '@id': 'toot:featured', '@type': '@id' },
    focalPoint: { '@container': '@list', '@id': 'toot:focalPoint' },
    movedTo: { '@id': 'as:movedTo', '@type': '@id' },
    as: `${AS}#`,
    '@language': 'und',
  }
  t.equal(judge(AS), null)
  t.equal(judge([AS, 'https://w3id.org/security/v1', terms]), null)
  t.equal(jsonLdProblem({ type: 'Create', object: [{ '@context': AS }] }, BUNDLED), null)
})

t.test('finds contexts that would have to be fetched, at any depth', async (t) => {
  t.equal(judge('https://evil.test/context'), 'unknown_context')
  t.equal(judge([AS, 'https://evil.test/context']), 'unknown_context')
  t.equal(judge(AS, { object: [{ '@context': 'https://evil.test/c' }] }), 'unknown_context')
})

t.test('refuses inline contexts that do more than to name terms', async (t) => {
  for (const context of [
    { '@vocab': `${AS}#` },
    { '@base': 'https://victim.test/' },
    { '@import': 'https://evil.test/c' },
    { '@language': 1 },
    { x: { '@id': 'ex:x', '@context': {} } },
    { x: { '@reverse': 'as:actor' } },
    { x: { '@type': '@id' } },
    { x: null },
    [[AS]],
    1,
    null,
    Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`t${i}`, 'ex:t'])),
  ] as JsonValue[]) {
    t.equal(judge([AS, context]), 'inline_context', JSON.stringify(context).slice(0, 60))
  }
})

t.test('refuses other names for what authority hangs on', async (t) => {
  for (const terms of [
    { actor: 'ex:ignored' },
    { id: 'ex:ignored' },
    { other: 'as:actor' },
    { other: `${AS}#actor` },
    { other: { '@id': 'as:attributedTo' } },
    { other: 'sec:publicKey' },
    { other: '@id' },
    { other: '@graph' },
    { x: `${AS}#` },
    { x: 'https://www.w3.org/ns/' },
    { x: 'https:' },
    { as: 'https://evil.test/ns#' },
    { 'as:actor': 'ex:ignored' },
  ]) {
    t.equal(judge([AS, terms]), 'aliased_term', JSON.stringify(terms))
  }
  t.equal(judge(AS, { 'as:actor': 'https://victim.test/actor' }), 'aliased_term')
  t.equal(judge(AS, { object: { [`${AS}#actor`]: 'https://victim.test/actor' } }), 'aliased_term')
})

t.test('refuses the keywords that documents are restructured with', async (t) => {
  for (const keyword of ['@graph', '@included', '@reverse', '@nest', '@id', '@type', '@set']) {
    t.equal(judge(AS, { [keyword]: [] }), 'json_ld_keyword', keyword)
    t.equal(judge(AS, { object: [{ [keyword]: {} }] }), 'json_ld_keyword', keyword)
  }
})
