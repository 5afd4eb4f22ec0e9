import t from 'tap'

import { addTime, DAY, SECOND } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { digestOf } from '../../src/record/digest.ts'
import {
  createHead,
  HEAD_RENEWAL,
  HEAD_VALIDITY,
  type HeadStatement,
  parseHead,
  stateDigestOf,
} from '../../src/record/head.ts'
import { RECORD_CONTEXT } from '../../src/record/kinds/common.ts'
import { createTestKey } from '../support/keys.ts'
import { type LooseDocument, proofOf, sealed, withByteChanged } from '../support/objects.ts'
import { harborDid, harborScid, nubeDid, someDigest } from '../support/records.ts'
import { refusalFrom, refusedAs } from '../support/refusal.ts'

const key = createTestKey(harborDid)
const published = '2026-11-22T09:00:00Z'
const versionId = `3-${someDigest.slice(1)}`
const statement: HeadStatement = {
  attributedTo: harborDid,
  version: 4,
  previous: digestOf('the head before'),
  manifest: someDigest,
  did: versionId,
  published,
  expires: addTime(published, HEAD_VALIDITY),
}
const document = { '@context': RECORD_CONTEXT, type: 'Head', ...statement }

/** The code for which a well signed head is refused that differs in some members. */
function refusalOf(members: LooseDocument, proof: LooseDocument = {}): string | null {
  return refusedAs(() => parseHead(sealed({ ...document, ...members }, key, proof)))
}

t.test('a head that is made is read back from its bytes', async (t) => {
  const head = createHead(statement, key)
  t.strictSame(parseHead(head.text), head)
  t.match(head, {
    digest: digestOf(head.text),
    scid: harborScid,
    version: 4,
    previous: statement.previous,
    manifest: someDigest,
    did: versionId,
    published,
    expires: statement.expires,
    signer: key.multikey,
    names: [harborDid],
  })
  t.equal(head.text, sealed(document, key))
})

t.test('the first head of all follows none', async (t) => {
  t.equal(createHead({ ...statement, version: 1, previous: null }, key).previous, null)
})

t.test('a renewal has the same state digest and another digest (rule 1)', async (t) => {
  const head = createHead(statement, key)
  const later = addTime(published, HEAD_RENEWAL)
  const renewal = createHead({ ...statement, published: later, expires: addTime(later, DAY) }, key)
  t.equal(renewal.stateDigest, head.stateDigest)
  t.not(renewal.digest, head.digest)
  const { published: _, expires: __, ...state } = document
  t.equal(head.stateDigest, digestOf(canonicalize(state)))
  t.equal(stateDigestOf(statement), head.stateDigest)
})

t.test('whatever else a head says makes another state', async (t) => {
  const changes = {
    attributedTo: nubeDid,
    version: 5,
    previous: null,
    manifest: digestOf('other'),
    did: `4-${someDigest.slice(1)}`,
  }
  const states = Object.entries(changes).map(([name, value]) =>
    stateDigestOf({ ...statement, [name]: value }),
  )
  t.equal(new Set([...states, stateDigestOf(statement)]).size, 6)
})

function until(milliseconds: number): string | null {
  return refusalOf({ expires: addTime(published, milliseconds) })
}

t.test('a head is valid for more than nothing and at most 8 days (E15)', async (t) => {
  t.equal(until(8 * DAY), null)
  t.equal(until(SECOND), null)
  t.equal(until(8 * DAY + SECOND), 'bad_validity')
  t.equal(until(0), 'bad_validity')
  t.equal(until(-DAY), 'bad_validity')
  t.equal(until(400 * DAY), 'bad_validity')
})

t.test('versions are whole numbers from 1 (E13)', async (t) => {
  t.equal(refusalOf({ version: 1 }), null)
  t.equal(refusalOf({ version: Number.MAX_SAFE_INTEGER }), null)
  for (const version of [-1, 0, '5', null, [1], true]) {
    t.equal(refusalOf({ version }), 'bad_head', JSON.stringify(version))
  }
  const text = createHead(statement, key).text
  for (const version of ['1.5', '9007199254740992', '1e400', '-0']) {
    const changed = text.replace('"version":4', `"version":${version}`)
    t.equal(
      refusedAs(() => parseHead(changed)),
      'bad_number',
      version,
    )
  }
})

t.test('times have exactly one form (E09)', async (t) => {
  for (const time of ['2026-02-30T00:00:00Z', '2026-11-22 09:00:00Z', '']) {
    t.equal(refusalOf({ expires: time }), 'bad_time', time)
  }
  for (const time of ['2026-11-22T09:00:00.0Z', '2026-11-22T09:00:00+00:00', 1]) {
    t.equal(refusalOf({ expires: time }), 'bad_head', String(time))
    t.equal(refusalOf({ published: time }), 'bad_head', String(time))
  }
})

t.test('digests and version ids have their form', async (t) => {
  for (const digest of ['', someDigest.slice(1), `${someDigest}1`, 'zQm', 1]) {
    t.equal(refusalOf({ previous: digest }), 'bad_head')
    t.equal(refusalOf({ manifest: digest }), 'bad_head')
  }
  t.equal(refusalOf({ manifest: null }), 'bad_head', 'there is always a manifest')
  const hash = someDigest.slice(1)
  for (const did of [
    `0-${hash}`,
    `1000-${hash}`,
    `01-${hash}`,
    `3-${hash}1`,
    `3-${someDigest}`,
    hash,
  ]) {
    t.equal(refusalOf({ did }), 'bad_head', did)
  }
})

t.test('a member more or less is refused, in the head and in its proof (E02, E08)', async (t) => {
  t.equal(refusalOf({ extra: 1 }), 'bad_head')
  t.equal(refusalOf({}, { extra: 1 }), 'bad_head')
  for (const name of Object.keys(document)) {
    t.match(refusalOf({ [name]: undefined }), /^bad_/, name)
  }
  for (const name of Object.keys(proofOf(document, key))) {
    if (name === 'proofValue') continue
    t.equal(refusalOf({}, { [name]: undefined }), 'bad_head', name)
  }
  t.equal(
    refusedAs(() => parseHead(canonicalize(document))),
    'bad_head',
    'unsigned',
  )
  const proofs = [proofOf(document, key)]
  t.equal(
    refusedAs(() => parseHead(canonicalize({ ...document, proof: proofs }))),
    'bad_head',
  )
})

t.test('context, type and suite are what they are (E08)', async (t) => {
  t.equal(refusalOf({ '@context': RECORD_CONTEXT.toReversed() }), 'bad_head')
  t.equal(refusalOf({ '@context': [...RECORD_CONTEXT, 'https://evil.example/'] }), 'bad_head')
  t.equal(refusalOf({ type: 'Note' }), 'bad_head')
  t.equal(refusalOf({}, { cryptosuite: 'eddsa-rdfc-2022' }), 'bad_head')
  t.equal(refusalOf({}, { type: 'Ed25519Signature2020' }), 'bad_head')
  t.equal(refusalOf({}, { proofPurpose: 'capabilityInvocation' }), 'bad_head', 'a member’s role')
})

t.test('the proof is of the time of the head (E09)', async (t) => {
  t.equal(refusalOf({}, { created: addTime(published, SECOND) }), 'bad_proof')
})

t.test('only a key of the same collective signs (E06)', async (t) => {
  const theirs = createTestKey(nubeDid)
  t.equal(
    refusedAs(() => parseHead(sealed(document, theirs))),
    'wrong_collective',
  )
  t.equal(refusalOf({ attributedTo: nubeDid }), 'wrong_collective')
  t.equal(refusalOf({ attributedTo: 'did:web:harbor.example' }), 'bad_did')
})

t.test('a proof under the name of another key is refused', async (t) => {
  const other = createTestKey(harborDid)
  const refusal = refusalFrom(() =>
    parseHead(sealed(document, key, { verificationMethod: `${harborDid}#${other.multikey}` })),
  )
  t.match(refusal, { kind: 'unauthenticated', code: 'bad_proof' })
})

t.test('a head names the earlier address of a collective that moved', async (t) => {
  const moved = `did:webvh:${harborScid}:new.example`
  const head = createHead({ ...statement, attributedTo: moved }, key)
  t.strictSame(head.names, [moved])
  const text = sealed({ ...document, attributedTo: moved }, key)
  t.strictSame(parseHead(text).names, [moved, harborDid])
})

t.test('a head with any byte changed is refused', async (t) => {
  const { text } = createHead(statement, key)
  for (let at = 0; at < text.length; at++) {
    for (const by of [1, 32]) {
      if (refusedAs(() => parseHead(withByteChanged(text, at, by))) === null) t.fail(`byte ${at}`)
    }
  }
  t.equal(
    refusedAs(() => parseHead(text)),
    null,
  )
})

t.test('other bytes of the same head are refused (E03)', async (t) => {
  const { text } = createHead(statement, key)
  for (const other of [
    `${text}\n`,
    ` ${text}`,
    JSON.stringify(document),
    text.replace('{', '{ '),
  ]) {
    t.match(
      refusedAs(() => parseHead(other)),
      /^(not_canonical|bad_head)$/,
    )
  }
})
