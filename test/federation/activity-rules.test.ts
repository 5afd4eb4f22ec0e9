import t from 'tap'

import {
  type Activity,
  MAX_RECIPIENTS,
  originOf,
  parseActivity,
} from '../../src/federation/activity-rules.ts'
import type { JsonObject, JsonValue } from '../../src/record/canonical.ts'

const VICTIM = 'https://victim.test/actor'
const KEY_ID = `${VICTIM}#main-key`
const NODE = 'https://node1.test'

function activity(changes: Record<string, JsonValue> = {}): JsonObject {
  return { id: 'https://victim.test/1', type: 'Create', actor: VICTIM, ...changes }
}

function judge(changes: Record<string, JsonValue>, keyId = KEY_ID) {
  const read = parseActivity(activity(changes), keyId)
  return typeof read === 'string' ? read : 'accepted'
}

function objectsOf(changes: Record<string, JsonValue>): Activity['objects'] | string {
  const read = parseActivity(activity(changes), KEY_ID)
  return typeof read === 'string' ? read : read.objects
}

function people(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `https://a.test/${i}`)
}

function noteBy(attributedTo: JsonValue): JsonObject {
  return { id: 'https://victim.test/n', attributedTo }
}

t.test('reads who does what', async (t) => {
  const value = activity({ object: { id: 'https://victim.test/n', attributedTo: VICTIM } })
  t.strictSame(parseActivity(value, KEY_ID), {
    id: 'https://victim.test/1',
    type: 'Create',
    actor: VICTIM,
    objects: [{ id: 'https://victim.test/n', value: value['object'] }],
    value,
  })
})

t.test('refuses what is no object', async (t) => {
  for (const value of [null, 'x', 1, [activity()]]) {
    t.equal(parseActivity(value, KEY_ID), 'not_an_activity')
  }
})

t.test('wants one id, one type and one actor', async (t) => {
  const { id: _, ...without } = activity()
  t.equal(parseActivity(without, KEY_ID), 'id_not_single')
  t.equal(judge({ id: null }), 'id_not_single')
  t.equal(judge({ id: ['https://victim.test/1'] }), 'id_not_single')
  t.equal(judge({ type: ['Create', 'Follow'] }), 'type_not_single')
  t.equal(judge({ actor: [VICTIM, 'https://evil.test/actor'] }), 'actor_not_single')
  t.equal(judge({ actor: { id: VICTIM } }), 'actor_not_single')
})

t.test('wants id, actor and key to have one origin', async (t) => {
  t.equal(judge({}, 'https://evil.test/key'), 'origin_mismatch')
  t.equal(judge({ actor: 'https://evil.test/actor' }), 'origin_mismatch')
  t.equal(judge({ id: 'https://other.test/1' }), 'origin_mismatch')
  t.equal(judge({ id: 'http://victim.test/1' }), 'origin_mismatch')
  t.equal(judge({ id: 'https://victim.test:8443/1' }), 'origin_mismatch')
  t.equal(judge({ id: 'https://sub.victim.test/1' }), 'origin_mismatch')
  t.equal(judge({ id: 'https://user@victim.test/1' }), 'origin_mismatch')
  for (const other of ['data:text/plain,x', 'urn:uuid:1', 'no id', '', 'did:key:z6Mk']) {
    t.equal(parseActivity(activity({ id: other, actor: other }), other), 'origin_mismatch', other)
  }
  t.equal(judge({ id: 'https://VICTIM.test:443/1' }), 'accepted', 'one origin, written otherwise')
})

t.test('refuses Linked Data signatures, and does not ask for proofs', async (t) => {
  t.equal(judge({ signature: { type: 'RsaSignature2017' } }), 'linked_data_signature')
  t.equal(judge({ signature: null }), 'linked_data_signature')
  t.equal(
    judge({ proof: { type: 'DataIntegrityProof', expires: '2020-01-01T00:00:00Z' } }),
    'accepted',
  )
  t.equal(judge({ proof: {} }, 'https://evil.test/key'), 'origin_mismatch')
})

t.test('bounds the recipients of all kinds together', async (t) => {
  const [to, cc] = [people(MAX_RECIPIENTS - 4), people(1)]
  const all = { to, cc, bto: VICTIM, bcc: people(1), audience: people(1) }
  t.equal(judge(all), 'accepted')
  t.equal(judge({ ...all, audience: people(2) }), 'too_many_recipients')
  t.equal(judge({ to: people(50_000) }), 'too_many_recipients')
})

t.test('believes the words of an object only from its own origin', async (t) => {
  const theirs = { id: 'https://other.test/n', attributedTo: 'https://other.test/actor' }
  t.strictSame(objectsOf({ type: 'Announce', object: theirs }), [{ id: theirs.id, value: null }])
  t.strictSame(objectsOf({ type: 'Announce', object: theirs.id }), [{ id: theirs.id, value: null }])
  const ours = { id: `${NODE}/follows/1`, type: 'Follow' }
  t.strictSame(objectsOf({ type: 'Accept', object: ours }), [{ id: ours.id, value: null }])
  const anonymous = { type: 'Follow', actor: VICTIM, object: `${NODE}/actor` }
  t.strictSame(objectsOf({ type: 'Undo', object: anonymous }), [{ id: null, value: anonymous }])
  t.strictSame(objectsOf({ type: 'Arrive' }), [])
})

t.test('lets nobody create, change or take back what another owns', async (t) => {
  for (const type of ['Create', 'Update', 'Delete', 'Undo', 'Move']) {
    t.equal(judge({ type, object: 'https://other.test/n' }), 'object_origin', type)
    t.equal(judge({ type, object: { id: 'https://other.test/n' } }), 'object_origin', type)
    t.equal(judge({ type, object: `${NODE}/actor` }), 'object_origin', type)
    t.equal(judge({ type, object: VICTIM }), 'accepted', type)
  }
  for (const type of ['Add', 'Remove']) {
    t.equal(judge({ type, object: VICTIM, target: `${NODE}/members` }), 'target_origin', type)
    t.equal(
      judge({ type, object: VICTIM, target: { id: 'https://other.test/c' } }),
      'target_origin',
    )
    t.equal(judge({ type, object: VICTIM }), 'target_origin', 'a target has to be there')
    t.equal(judge({ type, object: VICTIM, target: 'https://victim.test/c' }), 'accepted', type)
  }
})

t.test('refuses an object that says it is by somebody else', async (t) => {
  t.equal(judge({ object: noteBy('https://other.test/actor') }), 'object_origin')
  t.equal(judge({ object: noteBy([VICTIM, 'https://other.test/actor']) }), 'object_origin')
  t.equal(judge({ object: noteBy({ id: 'https://other.test/actor' }) }), 'object_origin')
  t.equal(judge({ object: noteBy('not an id') }), 'object_origin')
  t.equal(judge({ object: noteBy([VICTIM, { id: VICTIM }]) }), 'accepted')
  t.equal(judge({ object: { attributedTo: 'https://other.test/actor' } }), 'object_origin')
})

t.test('wants one object, except in a report', async (t) => {
  t.equal(judge({ object: [VICTIM] }), 'object_malformed')
  t.equal(judge({ object: 1 }), 'object_malformed')
  t.equal(judge({ object: { id: 1 } }), 'object_malformed')
  t.equal(judge({ object: { id: ['https://victim.test/n'] } }), 'object_malformed')
  const reported = [`${NODE}/actor`, `${NODE}/articles/1`]
  const ids = reported.map((id) => ({ id, value: null }))
  t.strictSame(objectsOf({ type: 'Flag', object: reported }), ids)
})

t.test('compares ids by origin alone', async (t) => {
  t.equal(originOf('https://victim.test/actor?x=1#y'), 'https://victim.test')
  t.equal(originOf('http://a.test:8080/'), 'http://a.test:8080')
  for (const id of [
    null,
    '',
    'acct:a@b.test',
    'ftp://a.test/',
    '//a.test/',
    'https://a:b@c.test',
  ]) {
    t.equal(originOf(id), null, String(id))
  }
})
