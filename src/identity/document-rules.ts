import { invalid } from '../kernel/errors.ts'
import { addTime, DAY, isTimestamp, type Timestamp } from '../kernel/time.ts'
import { decodeDid, type Did } from '../record/did.ts'
import { decodeEd25519, decodeX25519, type Multikey } from '../record/multikey.ts'
import type { DidDocument, Guardians, VerificationMethod } from './log-entry.ts'

/** What a key may do for a collective. One key has one role, for ever. */
export type KeyRole = 'controller' | 'member' | 'node' | 'agreement'

/** However it was chosen: a node key that nobody retires ends by itself within this time. */
export const MAX_NODE_KEY_VALIDITY = 400 * DAY

/** IPv4 in any spelling and IPv6 have no place in a DID: addresses of machines change hands. */
const IP_LIKE = /^(?:[0-9a-f]+|(?:.*\.)?(?:\d+|0x[0-9a-f]*))$/

/**
 * Judges the DID document of a log entry by itself: names, keys, roles, addresses, guardians.
 * Throws `bad_did`, `bad_key`, `duplicate_key`, `bad_role`, `bad_threshold`, `bad_address`,
 * `bad_alias`, `bad_guardians`, `bad_time`. SPEC: design.md, section 4, "Our profile".
 */
export function checkDocument(document: DidDocument, time: Timestamp): void {
  const parts = decodeDid(document.id)
  if (parts === null || IP_LIKE.test(hostnameOf(parts.host))) {
    throw invalid('bad_did', 'The DID has to be did:webvh:<scid>:<host>, the host a name.')
  }
  checkKeys(document, time)
  checkRoles(document, time)
  checkAddresses(document, parts.host)
  checkAliases(document, parts.scid)
  const { memberThreshold, guardians } = document.tessera
  if (memberThreshold > document.capabilityInvocation.length) {
    throw invalid('bad_threshold', 'The threshold is higher than the number of members.')
  }
  if (guardians !== undefined) checkGuardians(guardians, parts.scid)
}

/** Keys with a role in a DID document, by role; the controller key stands in the parameters. */
export function rolesOf(document: DidDocument): ReadonlyMap<Multikey, KeyRole> {
  const roles = new Map<Multikey, KeyRole>()
  for (const id of document.capabilityInvocation) roles.set(fragmentOf(id), 'member')
  for (const id of document.assertionMethod) roles.set(fragmentOf(id), 'node')
  for (const id of document.keyAgreement) roles.set(fragmentOf(id), 'agreement')
  return roles
}

/** The Multikey that names a verification method within its document. */
export function fragmentOf(id: string): Multikey {
  return id.slice(id.indexOf('#') + 1)
}

function checkKeys({ id, verificationMethod }: DidDocument, time: Timestamp): void {
  for (const method of verificationMethod) {
    if (method.id !== `${id}#${method.publicKeyMultibase}` || method.controller !== id) {
      throw invalid('bad_key', 'A key is named <did>#<multikey> and controlled by its own DID.')
    }
    if (
      decodeEd25519(fragmentOf(method.id)) === null &&
      decodeX25519(fragmentOf(method.id)) === null
    ) {
      throw invalid('bad_key', 'A key is not a usable Ed25519 or X25519 key.')
    }
    checkKeyTimes(method, time)
  }
  if (new Set(verificationMethod.map((method) => method.id)).size < verificationMethod.length) {
    throw invalid('duplicate_key', 'A key is listed twice.')
  }
}

function checkKeyTimes({ expires, revoked }: VerificationMethod, time: Timestamp): void {
  if (revoked !== undefined && (!isTimestamp(revoked) || revoked > time)) {
    throw invalid('bad_time', '"revoked" is a time that is not after the entry.')
  }
  if (expires !== undefined && !isTimestamp(expires)) {
    throw invalid('bad_time', '"expires" is a time.')
  }
}

function checkRoles(document: DidDocument, time: Timestamp): void {
  const { capabilityInvocation, assertionMethod, keyAgreement, verificationMethod } = document
  const named = [...capabilityInvocation, ...assertionMethod, ...keyAgreement]
  if (new Set(named).size < named.length) {
    throw invalid('duplicate_key', 'A key has one role, once.')
  }
  if (capabilityInvocation.toSorted().join() !== capabilityInvocation.join()) {
    throw invalid('bad_role', 'Members are listed in ascending order of their keys.')
  }
  if (assertionMethod.length !== keyAgreement.length) {
    throw invalid('bad_role', 'A node has both keys, assertionMethod and keyAgreement, or none.')
  }
  const methods = new Map(verificationMethod.map((method) => [method.id, method]))
  for (const id of capabilityInvocation) checkMember(methods.get(id))
  for (const id of assertionMethod) checkNodeKey(methods.get(id), time)
  for (const id of keyAgreement) {
    checkInUse(methods.get(id))
    if (decodeX25519(fragmentOf(id)) === null) throw invalid('bad_role', 'keyAgreement is X25519.')
  }
  if (verificationMethod.some(({ id, revoked }) => revoked === undefined && !named.includes(id))) {
    throw invalid('bad_role', 'A key without a role has to say since when it is revoked.')
  }
}

function checkMember(method: VerificationMethod | undefined): void {
  const member = checkInUse(method)
  if (member.expires !== undefined || decodeEd25519(member.publicKeyMultibase) === null) {
    throw invalid('bad_role', 'A member key is Ed25519 and has no end.')
  }
}

function checkNodeKey(method: VerificationMethod | undefined, time: Timestamp): void {
  const { expires, publicKeyMultibase } = checkInUse(method)
  if (decodeEd25519(publicKeyMultibase) === null) {
    throw invalid('bad_role', 'A node key is Ed25519.')
  }
  // One that has ended may stay: it signs nothing that counts, and the entry is about other things.
  if (expires === undefined || expires > addTime(time, MAX_NODE_KEY_VALIDITY)) {
    throw invalid('bad_role', 'A node key expires, at most 400 days after its entry.')
  }
}

function checkInUse(method: VerificationMethod | undefined): VerificationMethod {
  if (method === undefined || method.revoked !== undefined) {
    throw invalid('bad_role', 'A role names a key that is not listed or is revoked.')
  }
  return method
}

function checkAddresses({ id, service }: DidDocument, host: string): void {
  const [actor, node] = service
  const urls = node.serviceEndpoint
  if (actor.id !== `${id}#actor` || node.id !== `${id}#node`) {
    throw invalid('bad_address', 'The services are named <did>#actor and <did>#node.')
  }
  if (!urls.every(isOrigin) || new Set(urls).size < urls.length) {
    throw invalid('bad_address', 'Base URLs are distinct origins like https://a.example.')
  }
  const [main = ''] = urls
  if (new URL(main).host !== host) {
    throw invalid('bad_address', 'The first base URL is the one of the DID.')
  }
  if (!isUrlAt(actor.serviceEndpoint, main)) {
    throw invalid('bad_address', 'The actor is a URL at the first base URL.')
  }
}

/** `alsoKnownAs`: the actor, then the DIDs of the collective's former addresses, ascending. */
function checkAliases({ id, alsoKnownAs, service }: DidDocument, scid: string): void {
  const [actor, ...former] = alsoKnownAs
  if (actor !== service[0].serviceEndpoint) {
    throw invalid('bad_alias', '"alsoKnownAs" begins with the actor.')
  }
  for (const [i, did] of former.entries()) {
    if (decodeDid(did)?.scid !== scid || did === id || did <= (former[i - 1] ?? '')) {
      throw invalid('bad_alias', '"alsoKnownAs" goes on with own former DIDs, ascending.')
    }
  }
}

/** More than half, so that two groups of guardians cannot name two successors. */
function checkGuardians({ collectives, threshold }: Guardians, scid: string): void {
  if (new Set(collectives).size < collectives.length || collectives.includes(scid)) {
    throw invalid('bad_guardians', 'Guardians are distinct other collectives.')
  }
  if (threshold > collectives.length || threshold * 2 <= collectives.length) {
    throw invalid('bad_guardians', 'The guardians decide with more than half of them.')
  }
}

/** The former DIDs that a document names. */
export function formerDidsOf(document: DidDocument): readonly Did[] {
  return document.alsoKnownAs.slice(1)
}

function isOrigin(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === url
}

function isUrlAt(url: string, origin: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && parsed.origin === origin && parsed.href === url
}

function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '')
}
