import * as fc from 'fast-check'
import t from 'tap'

import { addTime, SECOND } from '../../src/kernel/time.ts'
import { toBase58 } from '../../src/record/base58.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { digestOf } from '../../src/record/digest.ts'
import {
  assembleRecord,
  parseRecord,
  proveStatement,
  type SignedRecord,
  signRecord,
} from '../../src/record/record.ts'
import { always } from '../support/always.ts'
import { createTestKey, type TestKey } from '../support/keys.ts'
import { type LooseDocument, proofOf, sealed, withByteChanged } from '../support/objects.ts'
import { harborDid, harborScid, statementOf } from '../support/records.ts'
import { refusalFrom, refusedAs } from '../support/refusal.ts'

const node = createTestKey(harborDid)
const members = Array.from({ length: 3 }, () => createTestKey(harborDid)).toSorted((a, b) =>
  a.multikey < b.multikey ? -1 : 1,
)
const [first = node, second = node] = members
const profile = statementOf('Profile')
const vouch = statementOf('Vouch')
const MEMBER = { proofPurpose: 'capabilityInvocation' } as const

function signedBy(keys: readonly TestKey[], statement = vouch): SignedRecord {
  const proofs = keys.map((key) => proveStatement(statement, key, 'capabilityInvocation'))
  return assembleRecord(statement, proofs)
}

/** The bytes of a record with these proofs, in this order. */
function withProofs(statement: LooseDocument, proof: unknown): string {
  return canonicalize({ ...statement, proof })
}

t.test('a record signed by the node key is read back from its bytes', async (t) => {
  const record = signRecord(profile, node)
  t.strictSame(parseRecord(record.text), record)
  t.match(record, {
    digest: digestOf(record.text),
    statement: digestOf(canonicalize(profile)),
    scid: harborScid,
    type: 'Profile',
    slug: 'main',
    version: 1,
    published: profile.published,
    updated: profile.updated,
    expires: profile.expires,
    withdrawn: false,
    signedBy: 'node',
    signers: [node.multikey],
    names: [harborDid],
  })
})

t.test('a record with any byte changed is refused, with a reason', async (t) => {
  const { text } = signRecord(statementOf('Position'), node)
  const size = Buffer.byteLength(text)
  for (let at = 0; at < size; at++) {
    for (const by of [1, 4, 32]) {
      const refusal = refusalFrom(() => parseRecord(withByteChanged(text, at, by)))
      if (refusal === null) t.fail(`byte ${at} changed by ${by}`)
      else if (!/^[a-z_]+$/.test(refusal.code) || refusal.message === '') t.fail(refusal.message)
    }
  }
  t.equal(
    refusedAs(() => parseRecord(text)),
    null,
  )
})

t.test('a member-signed record with any byte of its proofs changed is refused', async (t) => {
  const { text } = signedBy([first, second])
  const start = text.indexOf('"proof":')
  const end = text.indexOf('"published":')
  for (let at = start; at < end; at++) {
    const changed = withByteChanged(text, at)
    if (refusedAs(() => parseRecord(changed)) === null) t.fail(`byte ${at}`)
  }
})

t.test('a record that lost or gained a byte is refused', async (t) => {
  const { text } = signRecord(profile, node)
  always([fc.nat({ max: text.length - 1 })], (at) => {
    const lost = `${text.slice(0, at)}${text.slice(at + 1)}`
    const gained = `${text.slice(0, at)} ${text.slice(at)}`
    return [lost, gained].every((other) => refusedAs(() => parseRecord(other)) !== null)
  })
  t.equal(
    refusedAs(() => parseRecord(`${text}\n`)),
    'not_canonical',
  )
})

t.test('proofs stand in the order of their verification methods', async (t) => {
  const proofs = [second, first].map((key) => proofOf(vouch, key, MEMBER))
  t.equal(
    refusedAs(() => parseRecord(withProofs(vouch, proofs))),
    'bad_proof',
  )
  t.equal(
    refusedAs(() => parseRecord(withProofs(vouch, proofs.toReversed()))),
    null,
  )
})

t.test('a member signs once (E07b)', async (t) => {
  const proof = proofOf(vouch, first, MEMBER)
  const twice = refusalFrom(() => parseRecord(withProofs(vouch, [proof, proof])))
  t.match(twice, { kind: 'forbidden', code: 'repeated_signer' })
  t.equal(
    refusedAs(() => signedBy([first, first])),
    'repeated_signer',
  )
})

t.test('a key under two addresses of its collective is one key (E07b)', async (t) => {
  const earlier = { ...first, did: `did:webvh:${harborScid}:earlier.example` }
  const keys = [first, earlier]
  t.match(
    refusalFrom(() => signedBy(keys)),
    { kind: 'invalid', code: 'bad_proof' },
  )
  t.strictSame(signedBy([earlier]).names, [harborDid, earlier.did], 'one of them is fine')
})

t.test('the purpose of a proof is that of the role (E08)', async (t) => {
  const asMember = sealed(profile, node, MEMBER)
  t.equal(
    refusedAs(() => parseRecord(asMember)),
    'bad_member',
  )
  const asNode = withProofs(vouch, [proofOf(vouch, first)])
  t.equal(
    refusedAs(() => parseRecord(asNode)),
    'bad_member',
  )
  const alert = statementOf('Alert')
  t.equal(
    refusedAs(() => parseRecord(sealed(alert, node, MEMBER))),
    'bad_member',
  )
  t.equal(
    refusedAs(() => parseRecord(withProofs(alert, [proofOf(alert, first)]))),
    'bad_member',
  )
})

t.test('a proof is of the time of the record (E09)', async (t) => {
  const created = addTime(profile.updated, SECOND)
  t.equal(
    refusedAs(() => parseRecord(sealed(profile, node, { created }))),
    'bad_proof',
  )
  const late = proofOf(vouch, second, { ...MEMBER, created })
  const proofs = [proofOf(vouch, first, MEMBER), late]
  t.equal(
    refusedAs(() => parseRecord(withProofs(vouch, proofs))),
    'bad_proof',
  )
})

t.test('a proof has exactly its members (E08)', async (t) => {
  t.equal(
    refusedAs(() => parseRecord(sealed(profile, node, { extra: 1 }))),
    'unknown_member',
  )
  const names = Object.keys(proofOf(profile, node)).filter((name) => name !== 'proofValue')
  for (const name of names) {
    const text = sealed(profile, node, { [name]: undefined })
    t.equal(
      refusedAs(() => parseRecord(text)),
      'missing_member',
      name,
    )
  }
  const suite = sealed(profile, node, { cryptosuite: 'eddsa-rdfc-2022' })
  t.equal(
    refusedAs(() => parseRecord(suite)),
    'bad_member',
  )
})

t.test('a key of small order signs nothing (E10)', async (t) => {
  // With the identity as key and as R, S = 0 satisfies the equation for every message.
  const identity = [1, ...new Uint8Array(31)]
  const multikey = `z${toBase58(Uint8Array.of(0xed, 0x01, ...identity))}`
  const proof = {
    ...proofOf(profile, node),
    verificationMethod: `${harborDid}#${multikey}`,
    proofValue: `z${toBase58(Uint8Array.of(...identity, ...new Uint8Array(32)))}`,
  }
  t.match(multikey, /^z6Mk/)
  t.match(
    refusalFrom(() => parseRecord(withProofs(profile, proof))),
    { kind: 'unauthenticated', code: 'bad_proof' },
  )
})

t.test('a copy of its proof inside a record is signed like the rest', async (t) => {
  const zine = { ...profile, type: 'Zine', id: profile.id.replace('Profile', 'Zine') }
  const proof = proofOf(zine, node)
  t.equal(
    refusedAs(() => parseRecord(withProofs(zine, proof))),
    null,
  )
  for (const about of [{ proof }, { proof, a: 1 }]) {
    const copied = withProofs({ ...zine, about }, proof)
    t.equal(
      refusedAs(() => parseRecord(copied)),
      'bad_proof',
    )
  }
})
