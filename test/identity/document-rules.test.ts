import t from 'tap'

import { createNextEntry } from '../../src/identity/create-entry.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import type { VerificationMethod } from '../../src/identity/log-entry.ts'
import { addTime, DAY, HOUR } from '../../src/kernel/time.ts'
import {
  type Alter,
  alteredEntry,
  codeOfAltered,
  type LooseEntry,
  set,
} from '../support/altered-entry.ts'
import {
  createCollectiveLog,
  LOG_NOW,
  LOG_START,
  newestOf,
  offer,
  signed,
} from '../support/collective-log.ts'

const log = createCollectiveLog()
const last = newestOf(log)
const { did } = last
const time = addTime(LOG_START, HOUR)
const scids = [1, 2, 3, 4].map(() => createCollectiveLog().scid)
const other = createSigningKey().multikey

/** Every rule's negative: what is wrong, and the code of the rule. */
const CASES: readonly (readonly [string, string, Alter])[] = [
  ['an unknown member of the document', 'bad_entry', (e) => (e.state['authentication'] = [])],
  ['another context', 'bad_entry', (e) => (e.state['@context'] = ['https://www.w3.org/ns/did/v1'])],
  ['a path in the DID', 'bad_did', (e) => rename(e, `${did}:collective`)],
  ['an IPv4 address', 'bad_did', (e) => rename(e, `did:webvh:${log.scid}:127.0.0.1`)],
  ['an IPv4 address in hex', 'bad_did', (e) => rename(e, `did:webvh:${log.scid}:0x7f000001`)],
  ['an escaped IPv4 address', 'bad_did', (e) => rename(e, `did:webvh:${log.scid}:127%2E0%2E0%2E1`)],
  ['a lower-case escaped port', 'bad_did', (e) => rename(e, `${did}%3a8443`)],
  ['a climbing path', 'bad_did', (e) => rename(e, `${did}:..`)],
  ['an escaped climbing path', 'bad_did', (e) => rename(e, `${did}:%2e%2e`)],
  ['a fragment in the DID', 'bad_did', (e) => rename(e, `${did}#x`)],
  [
    'a key named otherwise',
    'bad_key',
    (e) => set(e.state.verificationMethod[0], { id: `${did}#m1` }),
  ],
  [
    'a key of another controller',
    'bad_key',
    (e) => set(e.state.verificationMethod[0], { controller: `${did}x` }),
  ],
  [
    'a key of small order',
    'bad_key',
    (e) => addMember(e, 'z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP'),
  ],
  [
    'a key twice',
    'duplicate_key',
    (e) => e.state.verificationMethod.push(...e.state.verificationMethod.slice(0, 1)),
  ],
  [
    'a role twice',
    'duplicate_key',
    (e) => e.state.capabilityInvocation.push(...e.state.capabilityInvocation.slice(0, 1)),
  ],
  [
    'the node key as member',
    'duplicate_key',
    (e) => e.state.capabilityInvocation.push(...e.state.assertionMethod),
  ],
  [
    'members out of order',
    'bad_role',
    (e) => e.state.capabilityInvocation.push(e.state.capabilityInvocation.shift() ?? ''),
  ],
  ['a role for an unlisted key', 'bad_role', (e) => e.state.verificationMethod.shift()],
  [
    'a role for a revoked key',
    'bad_role',
    (e) => set(e.state.verificationMethod[0], { revoked: time }),
  ],
  [
    'a member key that expires',
    'bad_role',
    (e) => set(e.state.verificationMethod[0], { expires: LOG_NOW }),
  ],
  ['a node key without end', 'bad_role', (e) => delete e.state.verificationMethod[3]?.expires],
  [
    'a node key for ever',
    'bad_role',
    (e) => set(e.state.verificationMethod[3], { expires: addTime(time, 401 * DAY) }),
  ],
  [
    'an end that is no time',
    'bad_time',
    (e) => set(e.state.verificationMethod[3], { expires: 'tomorrow' }),
  ],
  ['an X25519 node key', 'bad_role', (e) => swapRoles(e)],
  ['two node keys', 'bad_entry', (e) => e.state.assertionMethod.push(`${did}#${other}`)],
  ['a node without agreement key', 'bad_role', (e) => e.state.keyAgreement.pop()],
  ['a key without role or date', 'bad_role', (e) => e.state.verificationMethod.push(method(other))],
  [
    'a key revoked in the future',
    'bad_time',
    (e) => e.state.verificationMethod.push(method(other, { revoked: LOG_NOW })),
  ],
  [
    '65 keys (F18)',
    'bad_entry',
    (e) =>
      e.state.verificationMethod.push(
        ...Array.from({ length: 60 }, () => method(createSigningKey().multikey, { revoked: time })),
      ),
  ],
  ['an unnamed service', 'bad_address', (e) => set(e.state.service[0], { id: '#actor' })],
  [
    'a third service',
    'bad_entry',
    (e) =>
      e.state.service.push({ id: `${did}#x`, type: 'X', serviceEndpoint: 'https://x.example' }),
  ],
  [
    'a base URL with a path',
    'bad_address',
    (e) => set(e.state.service[1], { serviceEndpoint: ['https://harbor-commons.example/'] }),
  ],
  [
    'a base URL of another scheme',
    'bad_address',
    (e) =>
      set(e.state.service[1], {
        serviceEndpoint: ['https://harbor-commons.example', 'ftp://harbor-commons.example'],
      }),
  ],
  [
    'a base URL twice',
    'bad_address',
    (e) =>
      set(e.state.service[1], {
        serviceEndpoint: ['https://harbor-commons.example', 'https://harbor-commons.example'],
      }),
  ],
  [
    'another first base URL than the DID',
    'bad_address',
    (e) => set(e.state.service[1], { serviceEndpoint: ['https://other.example'] }),
  ],
  [
    'an actor elsewhere',
    'bad_address',
    (e) => set(e.state.service[0], { serviceEndpoint: 'https://other.example/actor' }),
  ],
  [
    'another alias than the actor',
    'bad_alias',
    (e) => (e.state.alsoKnownAs = ['https://other.example/actor']),
  ],
  [
    'a foreign DID as alias',
    'bad_alias',
    (e) => e.state.alsoKnownAs.push(`did:webvh:${scids[0]}:x.example`),
  ],
  ['half of the guardians', 'bad_guardians', (e) => guard(e, scids, 2)],
  ['more guardians needed than there are', 'bad_guardians', (e) => guard(e, scids, 5)],
  [
    'a guardian twice',
    'bad_guardians',
    (e) => guard(e, [...scids.slice(0, 2), ...scids.slice(0, 1)], 2),
  ],
  ['the collective as its own guardian', 'bad_guardians', (e) => guard(e, [log.scid], 1)],
]

for (const [title, code, alter] of CASES) {
  t.test(`refuses ${title}`, async (t) => t.equal(codeOfAltered(log, alter), code))
}

t.test('accepts guardians by more than half, an ended node key, a node without keys', async (t) => {
  const ended = alteredEntry(log, (e) => set(e.state.verificationMethod[3], { expires: LOG_START }))
  t.strictSame(offer(log, ended).refused, [])
  t.strictSame(
    offer(
      log,
      alteredEntry(log, (e) => guard(e, scids, 3)),
    ).refused,
    [],
  )
  const silent = createNextEntry(last, { time, lastGoodHead: null, nodeKeys: null })
  t.strictSame(offer(log, signed(log, silent)).refused, [])
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

function guard(e: LooseEntry, collectives: readonly string[], threshold: number): void {
  e.state.tessera['guardians'] = { collectives, threshold }
}

function addMember(e: LooseEntry, key: string): void {
  e.state.verificationMethod.push(method(key))
  e.state.capabilityInvocation = [...e.state.capabilityInvocation, `${did}#${key}`].toSorted()
}

/** Another `id` alone: the keys still belong to the old one. */
function rename(e: LooseEntry, to: string): void {
  e.state.id = to
}

function swapRoles(e: LooseEntry): void {
  const { assertionMethod, keyAgreement } = e.state
  e.state.assertionMethod = keyAgreement
  e.state.keyAgreement = assertionMethod
}
