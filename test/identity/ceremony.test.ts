import t from 'tap'

import {
  addProof,
  addProofs,
  complete,
  prepareEntry,
  prepareRecord,
  stateOf,
} from '../../src/identity/ceremony.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { createFirstEntry, createNextEntry } from '../../src/identity/create-entry.ts'
import { firstParameters } from '../../src/identity/entry-rules.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import type { SigningKey } from '../../src/identity/log-proof.ts'
import { parsePrepared, type Prepared, writePrepared } from '../../src/identity/prepared.ts'
import { addTime, HOUR } from '../../src/kernel/time.ts'
import {
  createCollectiveLog,
  LOG_NOW,
  LOG_START,
  newestOf,
  nodeKeyChoice,
  textsOfEntries,
} from '../support/collective-log.ts'
import { statementOf } from '../support/records.ts'

const log = createCollectiveLog()
const last = newestOf(log)
const [one, two, three] = log.members as [SigningKey, SigningKey, SigningKey]
const quorum = { members: [three, one, two].map(({ multikey }) => multikey), threshold: 2 }
const time = addTime(LOG_START, HOUR)

function canary(): Prepared {
  return prepareRecord(statementOf('Canary', { now: time, did: last.did }), quorum)
}

function rotation(): Prepared {
  const change = { time, lastGoodHead: null, nodeKeys: nodeKeyChoice() }
  return prepareEntry(createNextEntry(last, change), last)
}

/** What travels from machine to machine is the text. */
function carried(prepared: Prepared): Prepared {
  return parsePrepared(writePrepared(prepared))
}

t.test('k members make a record, whoever signs first', async (t) => {
  for (const [a, b] of [
    [one, two],
    [two, one],
    [three, one],
  ] as const) {
    const signed = carried(addProof(carried(addProof(carried(canary()), a)), b))
    t.match(stateOf(signed), { isComplete: true, needsController: false, threshold: 2 })
    const done = complete(signed)
    if (done.kind !== 'record') return t.fail()
    t.equal(done.record.signedBy, 'members')
    t.strictSame(done.record.signers, [a.multikey, b.multikey].toSorted())
  }
})

t.test('k members and the controller make an entry that the log accepts', async (t) => {
  const half = carried(addProof(carried(rotation()), log.controller))
  t.match(stateOf(half), { signedBy: [], needsController: false, isComplete: false })
  const done = complete(carried(addProof(carried(addProof(half, three)), one)))
  if (done.kind !== 'entry') return t.fail()
  const sources = [textsOfEntries(log.entries), done.texts]
  const check = checkLog({ scid: log.scid, sources, now: LOG_NOW })
  t.match(check, { refused: [], entries: { length: 2 } })
})

t.test('a new collective signs its first entry itself', async (t) => {
  const keys = [createSigningKey(), createSigningKey()]
  const controller = createSigningKey()
  const entry = createFirstEntry({
    time: LOG_START,
    origins: ['https://atelier-rosa.example'],
    controller: controller.multikey,
    members: { keys: keys.map(({ multikey }) => multikey), threshold: 2 },
    nodeKeys: nodeKeyChoice(),
  })
  let prepared: Prepared = carried(prepareEntry(entry, null))
  for (const key of [...keys, controller]) prepared = carried(addProof(prepared, key))
  const done = complete(prepared)
  if (done.kind !== 'entry') return t.fail()
  const scid = firstParameters(entry)?.scid ?? ''
  const check = checkLog({ scid, sources: [done.texts], now: LOG_NOW })
  t.match(check, { refused: [], entries: { length: 1 } })
})

t.test('foreign keys, signing twice and more than k are refused', async (t) => {
  for (const prepared of [canary(), rotation()]) {
    t.throws(() => addProof(prepared, createSigningKey()), { code: 'not_a_signer' })
    const once = addProof(prepared, one)
    t.throws(() => addProof(once, one), { code: 'already_signed' })
    t.throws(() => complete(once), { code: 'proofs_missing' })
    t.throws(() => addProof(addProof(once, two), three), { code: 'enough_proofs' })
  }
  t.throws(() => addProof(canary(), log.controller), { code: 'not_a_signer' })
  const controlled = addProof(rotation(), log.controller)
  t.throws(() => addProof(controlled, log.controller), { code: 'already_signed' })
  const uncontrolled = addProof(addProof(rotation(), one), two)
  t.throws(() => complete(uncontrolled), { code: 'controller_missing' })
  const sample = { ...one, multikey: 'z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw' }
  t.throws(() => addProof(canary(), sample), { code: 'sample_key' })
})

t.test('only proofs that hold are counted, and there are exactly k', async (t) => {
  const [a, b] = [addProof(canary(), one), addProof(canary(), two)]
  if (a.kind !== 'record' || b.kind !== 'record') return t.fail()
  const forged = a.proofs.map((proof) => ({
    ...proof,
    verificationMethod: `${last.did}#${three.multikey}`,
  }))
  const stuffed = { ...a, proofs: [...a.proofs, ...forged] }
  t.strictSame(stateOf(stuffed).signedBy, [one.multikey])
  t.throws(() => complete(stuffed), { code: 'proofs_missing' })
  const surplus = { ...a, proofs: [...a.proofs, ...b.proofs, ...forged] }
  t.throws(() => complete(surplus), { code: 'too_many_proofs' })
})

t.test('one meeting signs all that waits, and leaves what is not its own', async (t) => {
  const other = createCollectiveLog()
  const foreign = prepareEntry(
    createNextEntry(newestOf(other), { time, lastGoodHead: null }),
    newestOf(other),
  )
  const files = [canary(), rotation(), foreign]
  const signed = addProofs(files, one)
  t.match(signed, [{ refused: null }, { refused: null }, { refused: { code: 'not_a_signer' } }])
  t.equal(signed[2]?.prepared, foreign)
})

t.test('what is wrong with a statement is known before anybody signs', async (t) => {
  const prepared = canary()
  if (prepared.kind !== 'record') return t.fail()
  const { statement } = prepared
  t.throws(() => prepareRecord({ ...statement, slug: 'No Slug' }, quorum), { code: 'bad_member' })
  t.throws(() => prepareRecord(statement, { ...quorum, threshold: 4 }), { code: 'bad_threshold' })
  const profile = statementOf('Profile', { now: time, did: last.did })
  t.throws(() => prepareRecord(profile, quorum), { code: 'wrong_signer' })
})

t.test('a prepared entry shows what its hash says, or is refused', async (t) => {
  const prepared = rotation()
  if (prepared.kind !== 'entry' || prepared.follows === null) return t.fail()
  const { entry, follows } = prepared
  const state = { ...entry.state, alsoKnownAs: ['https://elsewhere.example/actor'] }
  const before = { ...follows.entry, versionTime: LOG_NOW }
  const touched = [
    { ...prepared, entry: { ...entry, state } },
    { ...prepared, follows: { ...follows, entry: before } },
    { ...prepared, follows: { ...follows, previous: entry.versionId } },
    { ...prepared, follows: null },
    { ...prepared, kind: 'other' },
    { ...prepared, more: 1 },
  ]
  for (const file of touched) {
    t.throws(() => carried(file as Prepared), { code: 'bad_prepared_file' })
  }
  t.throws(() => parsePrepared(JSON.stringify(prepared, null, 1)), { code: 'not_canonical' })
  const record = canary()
  if (record.kind !== 'record') return t.fail()
  const renamed = { ...record, statement: { ...record.statement, slug: 'No Slug' } }
  t.throws(() => carried(renamed), { code: 'bad_member' })
})
