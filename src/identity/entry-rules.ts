import { invalid, TesseraError } from '../kernel/errors.ts'
import { isTimestamp } from '../kernel/time.ts'
import { canonicalize } from '../record/canonical.ts'
import { decodeDid, type Did } from '../record/did.ts'
import { digestOf } from '../record/digest.ts'
import { decodeEd25519, type Multikey } from '../record/multikey.ts'
import { checkDocument, formerDidsOf, fragmentOf, rolesOf } from './document-rules.ts'
import { retiredAfter } from './key-history.ts'
import type {
  FirstParameters,
  LaterParameters,
  LogEntry,
  UnsignedEntry,
  VerifiedEntry,
  WitnessParameter,
} from './log-entry.ts'
import { isSignedBy } from './log-proof.ts'
import { isSampleKey } from './sample-keys.ts'

const SCID_PLACEHOLDER = '{SCID}'

/** Who may approve an entry and what holds once it is approved. */
export interface Judged {
  readonly approvers: readonly Multikey[]
  readonly approversNeeded: number
  readonly controller: Multikey
  readonly members: readonly Multikey[]
  readonly threshold: number
  readonly retired: readonly Multikey[]
}

/** The first entry's parameters, or null for a later entry. */
export function firstParameters({ parameters }: UnsignedEntry): FirstParameters | null {
  return 'scid' in parameters ? parameters : null
}

export function isDeactivated({ parameters }: UnsignedEntry): boolean {
  return 'deactivated' in parameters
}

/**
 * The version id that an entry has to have if it follows `previous` (the SCID for the first).
 * SPEC: https://identity.foundation/didwebvh/v1.0/, "Entry Hash Generation and Verification".
 */
export function versionIdAfter(entry: UnsignedEntry, previous: string, number: number): string {
  return `${number}-${digestOf(hashedText(entry, previous)).slice(1)}`
}

/**
 * The SCID that a first entry has to have: the hash of the entry with every SCID in it put back to
 * the placeholder. SPEC: https://identity.foundation/didwebvh/v1.0/, "SCID Generation".
 */
export function scidOfFirst(entry: UnsignedEntry, scid: string): string {
  const text = hashedText(entry, SCID_PLACEHOLDER).replaceAll(scid, SCID_PLACEHOLDER)
  return digestOf(text).slice(1)
}

function hashedText(entry: UnsignedEntry, versionId: string): string {
  const { parameters, state, versionTime } = entry
  return canonicalize({ parameters, state, versionId, versionTime })
}

/**
 * Judges an entry against the one before it (null for the first), all but its members' approvals:
 * who has to approve it is what comes out. Throws with the code of the rule it breaks; a sample key
 * is found last, so that examples in documents can be checked in all else.
 */
export function judgeEntry(entry: LogEntry, previous: VerifiedEntry | null): Judged {
  if (!isTimestamp(entry.versionTime) || entry.proof[0]?.created !== entry.versionTime) {
    throw invalid('bad_time', 'The proof of an entry is made at the time of the entry.')
  }
  checkDocument(entry.state, entry.versionTime)
  const judged = previous === null ? judgeFirst(entry) : judgeLater(entry, previous)
  if ([...rolesOf(entry.state).keys(), judged.controller].some(isSampleKey)) {
    throw new TesseraError('forbidden', 'sample_key', 'The entry names a published sample key.')
  }
  return judged
}

function judgeFirst(entry: LogEntry): Judged {
  const parameters = firstParameters(entry)
  if (parameters === null) throw invalid('bad_entry', 'The first entry has all parameters.')
  const { scid } = parameters
  if (decodeDid(entry.state.id)?.scid !== scid || scidOfFirst(entry, scid) !== scid) {
    throw invalid('wrong_scid', 'The SCID is not the hash of the first entry.')
  }
  if ((entry.state.tessera.lastGoodHead ?? null) !== null) {
    throw invalid('bad_entry', 'There is no head before the first entry.')
  }
  const controller = controllerOf(entry, null)
  const { members, threshold } = checkMembers(entry, parameters.witness)
  checkSigned(entry, controller)
  const retired = retiredAfter(entry, controller, null)
  return {
    approvers: members,
    approversNeeded: threshold,
    controller,
    members,
    threshold,
    retired,
  }
}

function judgeLater(entry: LogEntry, previous: VerifiedEntry): Judged {
  if (firstParameters(entry) !== null) {
    throw invalid('bad_entry', 'Only the first entry has all parameters.')
  }
  checkContinues(entry, previous)
  const { members, threshold } = checkMembers(entry, witnessOf(entry, previous))
  const controller = controllerOf(entry, previous)
  checkSigned(entry, previous.controller)
  const retired = retiredAfter(entry, controller, previous)
  return {
    approvers: previous.members,
    approversNeeded: previous.threshold,
    controller,
    members,
    threshold,
    retired,
  }
}

function checkContinues(entry: LogEntry, previous: VerifiedEntry): void {
  if (isDeactivated(previous.entry)) {
    throw new TesseraError('gone', 'deactivated', 'Nothing follows a deactivation.')
  }
  if (entry.versionTime <= previous.entry.versionTime) {
    throw invalid('time_not_increasing', 'An entry is later than the one before it.')
  }
  if (decodeDid(entry.state.id)?.scid !== previous.scid) {
    throw invalid('wrong_scid', 'A collective keeps its SCID wherever it moves.')
  }
  if (entry.state.tessera.lastGoodHead === undefined) {
    throw invalid('no_last_good_head', 'Entries after the first name the last good head, or null.')
  }
  if (isDeactivated(entry) && entry.state.assertionMethod.length > 0) {
    throw invalid('bad_role', 'A collective that ends has no node key.')
  }
  if (formerDidsAfter(entry.state.id, previous).join() !== formerDidsOf(entry.state).join()) {
    throw invalid('bad_alias', '"alsoKnownAs" has to name every former DID.')
  }
}

/** The former DIDs that an entry with `did` has to name, ascending. */
export function formerDidsAfter(did: Did, previous: VerifiedEntry): readonly Did[] {
  const known = new Set([...formerDidsOf(previous.entry.state), previous.did])
  known.delete(did)
  return [...known].toSorted()
}

/** Members and witnesses are one and the same set, in one order, in every entry. */
function checkMembers(
  entry: LogEntry,
  witness: WitnessParameter,
): { members: readonly Multikey[]; threshold: number } {
  const members = entry.state.capabilityInvocation.map(fragmentOf)
  const witnesses = witness.witnesses.map(({ id }) => id.slice('did:key:'.length))
  if (members.join() !== witnesses.join()) {
    throw invalid('members_differ', 'Witnesses and members are not the same keys in one order.')
  }
  const { threshold } = witness
  if (threshold !== entry.state.tessera.memberThreshold) {
    throw invalid('bad_threshold', 'The thresholds of witnesses and members differ.')
  }
  return { members, threshold }
}

function witnessOf({ parameters }: LogEntry, previous: VerifiedEntry): WitnessParameter {
  return (
    parameters.witness ?? {
      threshold: previous.threshold,
      witnesses: previous.members.map((key) => ({ id: `did:key:${key}` })),
    }
  )
}

function controllerOf({ parameters }: LogEntry, previous: VerifiedEntry | null): Multikey {
  const [controller = previous?.controller] = (parameters as LaterParameters).updateKeys ?? []
  if (controller === undefined || decodeEd25519(controller) === null) {
    throw invalid('bad_key', 'The controller key is not a usable Ed25519 key.')
  }
  return controller
}

function checkSigned(entry: LogEntry, controller: Multikey): void {
  if (!isSignedBy(entry, controller)) {
    throw new TesseraError(
      'forbidden',
      'not_by_controller',
      'The entry is not signed by the controller key of the entry before it.',
    )
  }
}
