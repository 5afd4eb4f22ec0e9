import * as fc from 'fast-check'
import t from 'tap'

import { addTime, DAY } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import {
  assembleRecord,
  parseRecord,
  proveStatement,
  type SignedRecord,
  signRecord,
  statementDigestOf,
} from '../../src/record/record.ts'
import { always } from '../support/always.ts'
import { createTestKey, type TestKey } from '../support/keys.ts'
import { type LooseDocument, proofOf, sealed } from '../support/objects.ts'
import { harborDid, nubeDid, statementOf } from '../support/records.ts'
import { refusalFrom, refusedAs } from '../support/refusal.ts'

const node = createTestKey(harborDid)
const members = Array.from({ length: 3 }, () => createTestKey(harborDid)).toSorted((a, b) =>
  a.multikey < b.multikey ? -1 : 1,
)
const [first = node, second = node] = members
const profile = statementOf('Profile')
const vouch = statementOf('Vouch')

function signedBy(keys: readonly TestKey[], statement = vouch): SignedRecord {
  const proofs = keys.map((key) => proveStatement(statement, key, 'capabilityInvocation'))
  return assembleRecord(statement, proofs)
}

/** The bytes of a record with these proofs, in this order. */
function withProofs(statement: LooseDocument, proof: unknown): string {
  return canonicalize({ ...statement, proof })
}

t.test('a record signed by members has their keys in order', async (t) => {
  const record = signedBy([second, first])
  t.strictSame(parseRecord(record.text), record)
  t.equal(record.signedBy, 'members')
  t.strictSame(record.signers, [first.multikey, second.multikey])
})

t.test('the proofs of members may come in any order', async () => {
  const { text } = signedBy(members)
  always(
    [fc.shuffledSubarray(members, { minLength: 3 })],
    (keys) => signedBy(keys).text === text,
    20,
  )
})

t.test('an alert may be signed by either', async (t) => {
  const alert = statementOf('Alert')
  t.equal(signRecord(alert, node).signedBy, 'node')
  const proofs = [proveStatement(alert, first, 'capabilityInvocation')]
  t.equal(assembleRecord(alert, proofs).signedBy, 'members')
})

t.test('a statement has one digest, however it is signed', async (t) => {
  const [one, other] = [signedBy([first]), signedBy([second])]
  t.equal(one.statement, other.statement)
  t.equal(one.statement, statementDigestOf(vouch))
  t.not(one.digest, other.digest)
})

t.test('a record without an end never expires, a withdrawal says so', async (t) => {
  const endless = {
    ...vouch,
    expires: undefined,
    type: 'Zine',
    id: vouch.id.replace('Vouch', 'Zine'),
  }
  const record = parseRecord(sealed(endless, node))
  t.equal(record.expires, null)
  t.equal(signedBy([first], statementOf('Vouch', {}, { withdrawn: true })).withdrawn, true)
})

t.test('a record of a type that is not known is kept as it is (E20)', async (t) => {
  const zine = { ...profile, type: 'Zine', id: profile.id.replace('Profile', 'Zine'), pages: 12 }
  const record = parseRecord(sealed(zine, node))
  t.equal(record.type, 'Zine')
  t.equal(record.value['pages'], 12)
  t.equal(record.text, sealed(zine, node))
})

t.test('who has to sign depends on the type (E07b)', async (t) => {
  const byNode = refusalFrom(() => parseRecord(sealed(vouch, node)))
  t.match(byNode, { kind: 'forbidden', code: 'wrong_signer' })
  const byMembers = refusalFrom(() => signedBy([first, second], profile as never))
  t.match(byMembers, { kind: 'forbidden', code: 'wrong_signer' })
})

t.test('a key of another collective signs nothing (E06)', async (t) => {
  const stranger = createTestKey(nubeDid)
  t.match(
    refusalFrom(() => signRecord(profile, stranger)),
    {
      kind: 'forbidden',
      code: 'wrong_collective',
    },
  )
  t.equal(
    refusedAs(() => signedBy([first, stranger])),
    'wrong_collective',
  )
  const theirs = statementOf('Profile', { did: nubeDid })
  t.equal(
    refusedAs(() => signRecord(theirs, node)),
    'wrong_collective',
  )
})

t.test('a proof by another key than it names is refused (E06)', async (t) => {
  const verificationMethod = `${harborDid}#${first.multikey}`
  const text = sealed(profile, node, { verificationMethod })
  t.match(
    refusalFrom(() => parseRecord(text)),
    { kind: 'unauthenticated', code: 'bad_proof' },
  )
})

t.test('a proof of another record is refused (E06)', async (t) => {
  const proof = proofOf(statementOf('Profile', { version: 2 }), node)
  t.equal(
    refusedAs(() => parseRecord(withProofs(profile, proof))),
    'bad_proof',
  )
})

t.test('an unsigned record is refused (E06)', async (t) => {
  t.equal(
    refusedAs(() => parseRecord(canonicalize(profile))),
    'missing_member',
  )
  t.equal(
    refusedAs(() => parseRecord(withProofs(vouch, []))),
    'too_few',
  )
  for (const proof of [null, {}, 'x', 1, [[]]]) {
    t.not(
      refusedAs(() => parseRecord(withProofs(profile, proof))),
      null,
      JSON.stringify(proof),
    )
  }
})

t.test('a record is at most as large as its kind may be (E05)', async (t) => {
  const fits = { descriptionMap: { en: 'a'.repeat(2_000) } }
  t.equal(
    refusedAs(() => signRecord(statementOf('Alert', {}, fits), node)),
    null,
  )
  const map = Object.fromEntries(
    ['en', 'es', 'fr', 'de', 'it'].map((tag) => [tag, 'a'.repeat(2_000)]),
  )
  const large = statementOf('Alert', {}, { descriptionMap: map })
  t.match(
    refusalFrom(() => signRecord(large, node)),
    {
      kind: 'too-large',
      code: 'record_too_large',
    },
  )
})

t.test('a record is refused for what its kind refuses', async (t) => {
  const expires = addTime(profile.updated, 401 * DAY)
  t.equal(
    refusedAs(() => signRecord(statementOf('Profile', {}, { expires }), node)),
    'bad_validity',
  )
  t.equal(
    refusedAs(() => parseRecord('{"type":"Profile"}')),
    'missing_member',
  )
  t.equal(
    refusedAs(() => parseRecord('[]')),
    'bad_json',
  )
})
