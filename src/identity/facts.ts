import type { Timestamp } from '../kernel/time.ts'
import type { EntryFact, LogBranch } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'
import { branchesOf } from './check-log.ts'
import { nodeKeysOf, originsOf } from './create-entry.ts'
import { isDeactivated } from './entry-rules.ts'
import type { Guardians, VerifiedEntry } from './log-entry.ts'

/** What acceptance needs to know of an entry. */
export function toEntryFact(verified: VerifiedEntry): EntryFact {
  const { entry, versionId, number, previous, did, members, threshold } = verified
  const nodeKeys = nodeKeysOf(entry.state)
  return {
    versionId,
    number,
    previous,
    time: entry.versionTime,
    did,
    members,
    threshold,
    nodeKey: nodeKeys?.node ?? null,
    nodeKeyExpires: nodeKeys?.expires ?? null,
    lastGoodHead: entry.state.tessera.lastGoodHead ?? null,
    deactivated: isDeactivated(entry),
  }
}

/** The branches of a log as acceptance takes them: one if it is undisputed. */
export function toLogBranches(entries: readonly VerifiedEntry[]): readonly LogBranch[] {
  return branchesOf(entries).map((branch) => branch.map(toEntryFact))
}

/** A key that has lost its role, and since when it is not to be trusted. */
export interface RevokedKey {
  readonly multikey: Multikey
  readonly since: Timestamp
}

/** What an entry says beyond acceptance: how the collective is reached and who guards it. */
export interface EntryAddress {
  /** Where the node's actor is. */
  readonly actor: string
  /** Origins, the one of the DID first. */
  readonly baseUrls: readonly string[]
  /** X25519, for what is not public; null if there is no node. */
  readonly agreementKey: Multikey | null
  readonly revokedKeys: readonly RevokedKey[]
  readonly guardians: Guardians | null
}

/** How a collective is reached as of an entry. */
export function toEntryAddress({ entry }: VerifiedEntry): EntryAddress {
  const { state } = entry
  return {
    actor: state.service[0].serviceEndpoint,
    baseUrls: originsOf(state),
    agreementKey: nodeKeysOf(state)?.agreement ?? null,
    revokedKeys: state.verificationMethod.flatMap(({ publicKeyMultibase: multikey, revoked }) =>
      revoked === undefined ? [] : [{ multikey, since: revoked }],
    ),
    guardians: state.tessera.guardians ?? null,
  }
}

/**
 * The guardians of the last undisputed entry: the one before the branches part. Null if the log has
 * none or no entry. SPEC: design.md, section 4, "Recovery".
 */
export function guardiansOf(entries: readonly VerifiedEntry[]): Guardians | null {
  const [first, ...others] = branchesOf(entries)
  const shared = first?.findLast(({ versionId }) =>
    others.every((branch) => branch.some((entry) => entry.versionId === versionId)),
  )
  return shared?.entry.state.tessera.guardians ?? null
}
