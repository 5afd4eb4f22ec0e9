import t from 'tap'

import { checkLog } from '../../src/identity/check-log.ts'
import { createNextEntry } from '../../src/identity/create-entry.ts'
import { versionIdAfter } from '../../src/identity/entry-rules.ts'
import { createAgreementKey, createSigningKey } from '../../src/identity/keys.ts'
import type { VerificationMethod } from '../../src/identity/log-entry.ts'
import { addTime, DAY, HOUR } from '../../src/kernel/time.ts'
import {
  type Alter,
  alteredEntry,
  codeOfAltered,
  type LooseEntry,
} from '../support/altered-entry.ts'
import {
  createCollectiveLog,
  extendLog,
  LOG_NOW,
  LOG_START,
  newestOf,
  nodeKeyChoice,
  offer,
  signed,
  textsOf,
  textsOfEntries,
} from '../support/collective-log.ts'

const log = createCollectiveLog()
const last = newestOf(log)
const { did } = last
const time = addTime(LOG_START, HOUR)
const elsewhere = createCollectiveLog().scid
const members = log.members.map(({ multikey }) => ({ id: `did:key:${multikey}` }))
const other = createSigningKey().multikey

/** Every rule's negative: what is wrong, and the code of the rule. */
const CASES: readonly (readonly [string, string, Alter])[] = [
  ['threshold 0 (F05)', 'bad_entry', (e) => witness(e, 0)],
  ['threshold -1 (F05)', 'bad_entry', (e) => witness(e, -1)],
  ['threshold "2" (F05)', 'bad_entry', (e) => witness(e, '2')],
  ['threshold 4 of 3 (F05)', 'bad_threshold', (e) => witness(e, 4)],
  [
    'another threshold than the witnesses',
    'bad_threshold',
    (e) => (e.state.tessera['memberThreshold'] = 1),
  ],
  [
    'a witness twice (F05)',
    'members_differ',
    (e) => witness(e, 2, [...members.slice(0, 2), ...members.slice(0, 1)]),
  ],
  ['witness {} (F05)', 'bad_entry', (e) => (e.parameters['witness'] = {})],
  [
    'witnesses that are not the members (F05)',
    'members_differ',
    (e) => witness(e, 2, [{ id: `did:key:${other}` }, ...members.slice(1)]),
  ],
  ['a member who is no witness', 'members_differ', (e) => addMember(e, other)],
  ['no lastGoodHead (F05)', 'no_last_good_head', (e) => delete e.state.tessera['lastGoodHead']],
  ['an unknown parameter (F05)', 'bad_entry', (e) => (e.parameters['ttl'] = 60)],
  ['pre-rotation', 'bad_entry', (e) => (e.parameters['nextKeyHashes'] = [])],
  ['the method again', 'bad_entry', (e) => (e.parameters['method'] = 'did:webvh:1.0')],
  ['deactivated: false', 'bad_entry', (e) => (e.parameters['deactivated'] = false)],
  [
    'two controller keys',
    'bad_entry',
    (e) => (e.parameters['updateKeys'] = [other, createSigningKey().multikey]),
  ],
  ['no controller key', 'bad_entry', (e) => (e.parameters['updateKeys'] = [])],
  [
    'an X25519 controller',
    'bad_key',
    (e) => (e.parameters['updateKeys'] = [createAgreementKey().multikey]),
  ],
  [
    'a member as controller',
    'key_in_two_roles',
    (e) => (e.parameters['updateKeys'] = [log.members[0]?.multikey]),
  ],
  [
    'another SCID',
    'wrong_scid',
    (e) => moveTo(e, `did:webvh:${elsewhere}:${last.did.split(':')[3]}`),
  ],
  [
    'a key revoked that never had a role',
    'retired_key',
    (e) => e.state.verificationMethod.push(method(other, { revoked: time })),
  ],
  [
    'a former DID that never was',
    'bad_alias',
    (e) => e.state.alsoKnownAs.push(`did:webvh:${log.scid}:x.example`),
  ],
  [
    'a move that forgets the old DID',
    'bad_alias',
    (e) => moveTo(e, `did:webvh:${log.scid}:new.example`),
  ],
  [
    'a published sample key (F19)',
    'sample_key',
    (e) => (e.parameters['updateKeys'] = ['z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw']),
  ],
]

for (const [title, code, alter] of CASES) {
  t.test(`refuses ${title}`, async (t) => t.equal(codeOfAltered(log, alter), code))
}

t.test('refuses threshold 1.9 (F05), for its number', async (t) => {
  const entry = alteredEntry(log, (e) => witness(e, 2))
  const texts = textsOf(entry, log.members)
  const line = texts.log.replace('"witness":{"threshold":2', '"witness":{"threshold":1.9')
  t.not(line, texts.log)
  const sources = [textsOfEntries(log.entries), { ...texts, log: line }]
  const check = checkLog({ scid: log.scid, sources, now: LOG_NOW })
  t.match(check, { entries: { length: 1 }, refused: [{ code: 'bad_number' }] })
})

t.test('what the cases alter is accepted unaltered', async (t) => {
  const check = offer(
    log,
    alteredEntry(log, () => undefined),
  )
  t.match(check, { entries: { length: 2 }, refused: [] })
})

t.test('a retired key stays listed and never comes back', async (t) => {
  const first = nodeKeyChoice()
  const started = createCollectiveLog({ options: { nodeKeys: first } })
  const rotated = extendLog(started, { nodeKeys: nodeKeyChoice() })
  const forgotten = structuredClone(newestOf(rotated).entry)
  forgotten.state.verificationMethod = forgotten.state.verificationMethod.slice(0, 5)
  forgotten.versionId = versionIdAfter(forgotten, newestOf(started).versionId, 2)
  const { proof: _, ...unsigned } = forgotten
  t.match(offer(started, signed(started, unsigned)).refused, [{ code: 'retired_key' }])

  const back = { time: addTime(time, DAY), lastGoodHead: null, nodeKeys: first }
  const returned = createNextEntry(newestOf(rotated), back)
  t.match(offer(rotated, signed(rotated, returned)).refused, [{ code: 'retired_key' }])
})

t.test('a key keeps its role from entry to entry', async (t) => {
  const [member] = log.members
  const keys = log.members.slice(1).map(({ multikey }) => multikey)
  const nodeKeys = { ...nodeKeyChoice(), node: member?.multikey ?? '' }
  const change = { time, lastGoodHead: null, members: { keys, threshold: 2 }, nodeKeys }
  const entry = signed(log, createNextEntry(last, change))
  t.match(offer(log, entry).refused, [{ code: 'key_in_two_roles' }])
})

function method(key: string, more: object = {}): VerificationMethod {
  return {
    id: `${did}#${key}`,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: key,
    ...more,
  }
}

function witness(e: LooseEntry, threshold: unknown, witnesses: unknown = members): void {
  e.parameters['witness'] = { threshold, witnesses }
  e.state.tessera['memberThreshold'] = threshold
}

function addMember(e: LooseEntry, key: string): void {
  e.state.verificationMethod.push(method(key))
  e.state.capabilityInvocation = [...e.state.capabilityInvocation, `${did}#${key}`].toSorted()
}

/** Another DID everywhere, as a builder that forgets the rest would write it. */
function moveTo(e: LooseEntry, to: string): void {
  const host = to.split(':')[3]
  const from = last.did.split(':')[3]
  const text = JSON.stringify(e.state).replaceAll(did, to).replaceAll(`//${from}`, `//${host}`)
  e.state = JSON.parse(text) as LooseEntry['state']
}
