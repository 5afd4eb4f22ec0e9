import type { Timestamp } from '../kernel/time.ts'
import { canonicalize } from '../record/canonical.ts'
import { type Did, didAt } from '../record/did.ts'
import { digestOf } from '../record/digest.ts'
import type { GoodHead } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'
import { fragmentOf, rolesOf } from './document-rules.ts'
import { formerDidsAfter, versionIdAfter } from './entry-rules.ts'
import {
  DID_CONTEXT,
  type DidDocument,
  type Guardians,
  type LaterParameters,
  MAX_KEYS,
  METHOD,
  type UnsignedEntry,
  type VerificationMethod,
  type VerifiedEntry,
  type WitnessParameter,
} from './log-entry.ts'

/** The keys of a node; `expires` ends the node key. */
export interface NodeKeyChoice {
  readonly node: Multikey
  readonly expires: Timestamp
  readonly agreement: Multikey
}

export interface MemberChoice {
  readonly keys: readonly Multikey[]
  readonly threshold: number
}

/** Where a collective is reached: `origins[0]` makes the DID, the others are onion and mirrors. */
export type Origins = readonly [string, ...string[]]

export interface FirstEntryOptions {
  readonly time: Timestamp
  readonly origins: Origins
  readonly controller: Multikey
  readonly members: MemberChoice
  readonly nodeKeys: NodeKeyChoice
  readonly guardians?: Guardians
}

/** What the next entry changes; what is not named stays as it is. */
export interface EntryChange {
  readonly time: Timestamp
  /** The state of the node-signed records that the members vouch for; what followed it is void. */
  readonly lastGoodHead: GoodHead | null
  /** New keys, the same keys with a later end, or null for none. */
  readonly nodeKeys?: NodeKeyChoice | null
  /** Since when replaced node keys are not to be trusted; the time of the entry by default. */
  readonly revokedSince?: Timestamp
  readonly members?: MemberChoice
  readonly controller?: Multikey
  /** A move, if `origins[0]` has another host. */
  readonly origins?: Origins
  readonly guardians?: Guardians | null
  /** Ends the collective: no node key, and nothing can follow. */
  readonly deactivate?: true
}

const SCID_PLACEHOLDER = '{SCID}'

/**
 * The first entry of a new log, unsigned; its SCID comes out of the hash of all it says.
 * SPEC: https://identity.foundation/didwebvh/v1.0/, "Create (Register)".
 */
export function createFirstEntry(options: FirstEntryOptions): UnsignedEntry {
  const { time, origins, controller, members, nodeKeys, guardians } = options
  const draft = {
    versionId: SCID_PLACEHOLDER,
    versionTime: time,
    parameters: {
      method: METHOD,
      scid: SCID_PLACEHOLDER,
      updateKeys: [controller],
      portable: true,
      witness: witnessParameter(members),
    },
    state: createDocument({
      did: didAt(SCID_PLACEHOLDER, origins[0]),
      origins,
      members,
      nodeKeys,
      former: [],
      retired: [],
      extension: { lastGoodHead: null, ...(guardians === undefined ? {} : { guardians }) },
    }),
  }
  const text = canonicalize(draft)
  const scid = digestOf(text).slice(1)
  const entry = JSON.parse(text.replaceAll(SCID_PLACEHOLDER, scid)) as UnsignedEntry
  return { ...entry, versionId: versionIdAfter(entry, scid, 1) }
}

/** The entry that follows `previous` and makes `change`, unsigned. */
export function createNextEntry(previous: VerifiedEntry, change: EntryChange): UnsignedEntry {
  const before = previous.entry.state
  const origins = change.origins ?? originsOf(before)
  const did = didAt(previous.scid, origins[0])
  const members = change.members ?? { keys: previous.members, threshold: previous.threshold }
  const nodeKeys = nodeKeysAfter(before, change)
  const guardians =
    (change.guardians === undefined ? before.tessera.guardians : change.guardians) ?? null
  const inUse = [...members.keys, ...(nodeKeys === null ? [] : [nodeKeys.node, nodeKeys.agreement])]
  const { lastGoodHead } = change
  const state = createDocument({
    did,
    origins,
    members,
    nodeKeys,
    former: formerDidsAfter(did, previous),
    retired: retiredMethods(before, inUse, change),
    extension: { lastGoodHead, ...(guardians === null ? {} : { guardians }) },
  })
  const entry: UnsignedEntry = {
    versionId: previous.versionId,
    versionTime: change.time,
    parameters: laterParameters(change),
    state,
  }
  const versionId = versionIdAfter(entry, previous.versionId, previous.number + 1)
  return { ...entry, versionId }
}

/** The base URLs that a document names, the one of its DID first. */
export function originsOf({ service }: DidDocument): Origins {
  const [main = '', ...others] = service[1].serviceEndpoint
  return [main, ...others]
}

/** The node's keys as of a document; null if it has none. */
export function nodeKeysOf(document: DidDocument): NodeKeyChoice | null {
  const [node] = document.assertionMethod
  const [agreement] = document.keyAgreement
  const method = document.verificationMethod.find(({ id }) => id === node)
  if (method?.expires === undefined || agreement === undefined) return null
  const { publicKeyMultibase, expires } = method
  return { node: publicKeyMultibase, expires, agreement: fragmentOf(agreement) }
}

function nodeKeysAfter(before: DidDocument, change: EntryChange): NodeKeyChoice | null {
  if (change.deactivate === true) return null
  return change.nodeKeys === undefined ? nodeKeysOf(before) : change.nodeKeys
}

function laterParameters({ controller, members, deactivate }: EntryChange): LaterParameters {
  return {
    ...(controller === undefined ? {} : { updateKeys: [controller] }),
    ...(members === undefined ? {} : { witness: witnessParameter(members) }),
    ...(deactivate === undefined ? {} : { deactivated: true }),
  }
}

function witnessParameter({ keys, threshold }: MemberChoice): WitnessParameter {
  return { threshold, witnesses: keys.toSorted().map((key) => ({ id: `did:key:${key}` })) }
}

/** Keys of `before` without a role now, just retired ones first, as many as there is room for. */
function retiredMethods(
  before: DidDocument,
  inUse: readonly Multikey[],
  { time, revokedSince = time }: EntryChange,
): readonly Pick<VerificationMethod, 'publicKeyMultibase' | 'revoked'>[] {
  const roles = rolesOf(before)
  const gone = before.verificationMethod
    .filter(({ publicKeyMultibase }) => !inUse.includes(publicKeyMultibase))
    .map(({ publicKeyMultibase, revoked }) => {
      const since = roles.get(publicKeyMultibase) === 'member' ? time : revokedSince
      return { publicKeyMultibase, revoked: revoked ?? since }
    })
  const isNew = (key: Multikey): boolean => roles.has(key)
  const newestFirst = gone.toSorted(
    (a, b) => Number(isNew(b.publicKeyMultibase)) - Number(isNew(a.publicKeyMultibase)),
  )
  return newestFirst.slice(0, Math.max(0, MAX_KEYS - inUse.length))
}

interface DocumentParts {
  readonly did: Did
  readonly origins: Origins
  readonly members: MemberChoice
  readonly nodeKeys: NodeKeyChoice | null
  readonly former: readonly Did[]
  readonly retired: readonly Pick<VerificationMethod, 'publicKeyMultibase' | 'revoked'>[]
  readonly extension: Omit<DidDocument['tessera'], 'memberThreshold'>
}

function createDocument(parts: DocumentParts): DidDocument {
  const { did, origins, members, nodeKeys, former, retired, extension } = parts
  const id = (key: Multikey): string => `${did}#${key}`
  const method = (key: Multikey, more: object = {}): VerificationMethod => ({
    id: id(key),
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: key,
    ...more,
  })
  const keys = members.keys.toSorted()
  const actor = `${origins[0]}/actor`
  return {
    '@context': [...DID_CONTEXT],
    id: did,
    alsoKnownAs: [actor, ...former],
    verificationMethod: [
      ...keys.map((key) => method(key)),
      ...(nodeKeys === null
        ? []
        : [method(nodeKeys.node, { expires: nodeKeys.expires }), method(nodeKeys.agreement)]),
      ...retired.map(({ publicKeyMultibase, revoked }) => method(publicKeyMultibase, { revoked })),
    ],
    capabilityInvocation: keys.map(id),
    assertionMethod: nodeKeys === null ? [] : [id(nodeKeys.node)],
    keyAgreement: nodeKeys === null ? [] : [id(nodeKeys.agreement)],
    service: [
      { id: `${did}#actor`, type: 'ActivityPubActor', serviceEndpoint: actor },
      { id: `${did}#node`, type: 'TesseraNode', serviceEndpoint: [...origins] },
    ],
    tessera: { memberThreshold: members.threshold, ...extension },
  }
}
