import { createPublicKey, verify } from 'node:crypto'

import { resolveDIDFromLog } from 'didwebvh-ts'
import t from 'tap'

import { checkLog } from '../../src/identity/check-log.ts'
import { createNextEntry } from '../../src/identity/create-entry.ts'
import { versionIdAfter } from '../../src/identity/entry-rules.ts'
import type { LogEntry } from '../../src/identity/log-entry.ts'
import { createWitnessProof } from '../../src/identity/log-proof.ts'
import { writeWitnessFile } from '../../src/identity/log-text.ts'
import { addTime, HOUR } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import {
  createCollectiveLog,
  extendLog,
  LOG_NOW,
  newestOf,
  nodeKeyChoice,
  signed,
  textsOfEntries,
} from '../support/collective-log.ts'

/**
 * Logs that a resolver has to refuse: the scenarios of decentralized-identity/didwebvh-test-suite
 * (vectors/NEGATIVE_VECTORS.md), rebuilt in our profile, and what one library is known to let pass.
 */

const log = createCollectiveLog()
const last = newestOf(log)
const time = addTime(last.entry.versionTime, HOUR)
const honest = signed(
  log,
  createNextEntry(last, { time, lastGoodHead: null, nodeKeys: nodeKeyChoice() }),
)
const base = textsOfEntries(log.entries)

function codeOf(entry: object): string | undefined {
  const witness = writeWitnessFile(log.members.map((key) => createWitnessProof(honest, key)))
  const sources = [base, { log: canonicalize(entry), witness }]
  const check = checkLog({ scid: log.scid, sources, now: LOG_NOW })
  return check.entries.length === 1 ? check.refused[0]?.code : undefined
}

/** Members of the proof replaced after signing. */
function withProof(members: object): object {
  return { ...honest, proof: honest.proof.map((proof) => ({ ...proof, ...members })) }
}

/** Parameters replaced before hashing and signing. */
function withParameters(parameters: object): LogEntry {
  const entry = { ...honest, parameters: { ...honest.parameters, ...parameters } }
  const { proof: _, ...unsigned } = entry
  const versionId = versionIdAfter(unsigned, last.versionId, 2)
  return signed(log, { ...unsigned, versionId })
}

const [member] = log.members
const foreign = `did:key:${member?.multikey}#${log.controller.multikey}`

const SCENARIOS: readonly (readonly [string, object, string])[] = [
  ['negative-wrong-cryptosuite', withProof({ cryptosuite: 'eddsa-rdfc-2022' }), 'bad_entry'],
  [
    'negative-did-key-body-fragment-mismatch',
    withProof({ verificationMethod: foreign }),
    'not_by_controller',
  ],
  ['negative-unknown-method-version', withParameters({ method: 'did:webvh:9.9' }), 'bad_entry'],
  ['negative-portable', withParameters({ portable: true }), 'bad_entry'],
  ['negative-pre-rotation', withParameters({ nextKeyHashes: ['Qm'] }), 'bad_entry'],
  ['another proof type', withProof({ type: 'Ed25519Signature2020' }), 'bad_entry'],
  ['another purpose', withProof({ proofPurpose: 'authentication' }), 'bad_entry'],
  ['a proof made at another time', withProof({ created: last.entry.versionTime }), 'bad_time'],
  ['a proof with an id', withProof({ id: 'urn:x' }), 'bad_entry'],
  ['a proof that is no signature', withProof({ proofValue: 'z11111' }), 'not_by_controller'],
  ['a proof in another base', withProof({ proofValue: 'uAAAA' }), 'not_by_controller'],
]

t.test('the honest entry of these scenarios counts', async (t) =>
  t.equal(codeOf(honest), undefined),
)

for (const [title, entry, code] of SCENARIOS) {
  t.test(`refuses ${title}`, async (t) => t.equal(codeOf(entry), code))
}

t.test('refuses a genesis of another method, or that cannot move', async (t) => {
  for (const parameters of [
    { method: 'did:webvh:0.5' },
    { portable: false },
    { deactivated: true },
  ]) {
    const first = { ...last.entry, parameters: { ...last.entry.parameters, ...parameters } }
    const sources = [{ log: canonicalize(first), witness: base.witness }]
    const check = checkLog({ scid: log.scid, sources, now: LOG_NOW })
    t.match(check, { entries: [], refused: [{ code: 'bad_entry' }] })
  }
})

const verifier = {
  verify: async (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => {
    const x = Buffer.from(publicKey).toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, message, key, signature)
  },
}

/** Whether didwebvh-ts takes an entry with the approval of every member. */
async function isAcceptedByLibrary(entry: LogEntry): Promise<boolean> {
  const proofs = log.members.map((key) => createWitnessProof(entry, key))
  const witnessProofs = [...JSON.parse(base.witness), ...JSON.parse(writeWitnessFile(proofs))]
  const { meta } = await resolveDIDFromLog([last.entry, entry], { verifier, witnessProofs })
  return meta.versionId === entry.versionId
}

t.test('our check comes first because didwebvh-ts lets these pass', async (t) => {
  const unsigned = { ...honest, proof: [] }
  t.ok(await isAcceptedByLibrary(unsigned))
  t.equal(codeOf(unsigned), 'bad_entry')
  const unknown = withParameters({ evil: 1 })
  t.ok(await isAcceptedByLibrary(unknown))
  t.equal(codeOf(unknown), 'bad_entry')
})

t.test('logs of our builder resolve to the document we keep', async (t) => {
  const moved = extendLog(extendLog(log), { origins: ['https://new.example', 'http://x.onion'] })
  const { log: text, witness } = textsOfEntries(moved.entries)
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { did, doc } = await resolveDIDFromLog(entries, {
    verifier,
    witnessProofs: JSON.parse(witness),
  })
  const { state } = newestOf(moved).entry
  t.equal(did, state.id)
  t.match(doc, { ...state, service: state.service }, 'but for the services that the library adds')
})
