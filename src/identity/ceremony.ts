import { TesseraError } from '../kernel/errors.ts'
import { canonicalize } from '../record/canonical.ts'
import { sha256 } from '../record/digest.ts'
import { decodeEd25519, type Multikey } from '../record/multikey.ts'
import { type DataIntegrityProof, verifyProof } from '../record/proof.ts'
import { assembleRecord, proveStatement, type SignedRecord } from '../record/record.ts'
import { fragmentOf } from './document-rules.ts'
import type { LogEntry, UnsignedEntry, VerifiedEntry } from './log-entry.ts'
import {
  approvalsOf,
  createWitnessProof,
  isSignedBy,
  signEntry,
  type SigningKey,
} from './log-proof.ts'
import { type LogTexts, writeWitnessFile } from './log-text.ts'
import {
  approversOf,
  checkStatement,
  type Prepared,
  type PreparedEntry,
  type PreparedRecord,
  type Quorum,
  type Statement,
} from './prepared.ts'
import { isSampleKey } from './sample-keys.ts'

/** What a ceremony ends with: a record, or the two files of one log entry. */
export type Completed =
  | { readonly kind: 'record'; readonly record: SignedRecord }
  | { readonly kind: 'entry'; readonly entry: LogEntry; readonly texts: LogTexts }

/**
 * A record that waits for its members. Its form is checked now: what is wrong with it has to be
 * known before k people meet. Throws what checkRecord throws.
 */
export function prepareRecord(
  statement: Statement,
  { members, threshold }: Quorum,
): PreparedRecord {
  checkStatement(statement, { members, threshold })
  return {
    type: 'Prepared',
    kind: 'record',
    members: members.toSorted(),
    threshold,
    statement,
    proofs: [],
  }
}

/** A log entry that waits for the controller key and its members; `previous` is null for a first. */
export function prepareEntry(entry: UnsignedEntry, previous: VerifiedEntry | null): PreparedEntry {
  const [ownController = ''] = entry.parameters.updateKeys ?? []
  return {
    type: 'Prepared',
    kind: 'entry',
    controller: previous?.controller ?? ownController,
    follows: previous === null ? null : { entry: previous.entry, previous: previous.previous },
    entry,
    controllerProof: null,
    approvals: [],
  }
}

/** How far a ceremony is. */
export interface CeremonyState {
  /** Members whose proofs hold, ascending. */
  readonly signedBy: readonly Multikey[]
  readonly threshold: number
  /** Whether an entry still waits for the controller key; never for a record. */
  readonly needsController: boolean
  readonly isComplete: boolean
}

/** Who has signed so far: only proofs that hold are counted, whatever the file says. */
export function stateOf(prepared: Prepared): CeremonyState {
  const { threshold } = quorumOf(prepared)
  const signedBy = signersOf(prepared)
  const needsController = prepared.kind === 'entry' && signedEntry(prepared) === null
  const isComplete = signedBy.length === threshold && !needsController
  return { signedBy, threshold, needsController, isComplete }
}

/**
 * The prepared file with one more proof, by a member or by the controller key. Throws
 * `not_a_signer`, `already_signed`, `enough_proofs`, `sample_key`.
 */
export function addProof(prepared: Prepared, key: SigningKey): Prepared {
  if (isSampleKey(key.multikey)) throw refuse('sample_key', 'This key is a published sample key.')
  if (prepared.kind === 'entry' && key.multikey === prepared.controller) {
    return addControllerProof(prepared, key)
  }
  const { members, threshold } = quorumOf(prepared)
  const signedBy = signersOf(prepared)
  if (!members.includes(key.multikey)) {
    throw new TesseraError('forbidden', 'not_a_signer', 'This key has no say in this.')
  }
  if (signedBy.includes(key.multikey)) {
    throw refuse('already_signed', 'This key has signed already.')
  }
  if (signedBy.length >= threshold) throw refuse('enough_proofs', 'Enough members have signed.')
  return prepared.kind === 'record'
    ? { ...prepared, proofs: [...prepared.proofs, proveMember(prepared, key)] }
    : {
        ...prepared,
        approvals: [...prepared.approvals, createWitnessProof(prepared.entry, key).proof],
      }
}

/** One file of a meeting at which all that waits is signed. */
export type Signed =
  | { readonly prepared: Prepared; readonly refused: null }
  | { readonly prepared: Prepared; readonly refused: TesseraError }

/** Signs many prepared files with one key; a file that refuses it stays as it is. */
export function addProofs(files: readonly Prepared[], key: SigningKey): readonly Signed[] {
  return files.map((prepared) => {
    try {
      return { prepared: addProof(prepared, key), refused: null }
    } catch (error) {
      if (!(error instanceof TesseraError)) throw error
      return { prepared, refused: error }
    }
  })
}

/**
 * The record or entry of a file that exactly k members have signed. Throws `proofs_missing`,
 * `too_many_proofs`, `controller_missing`, and what parseRecord throws. Whether the keys are those
 * of the newest entry is judged where it is taken in, like everything from outside.
 */
export function complete(prepared: Prepared): Completed {
  const { signedBy, threshold } = stateOf(prepared)
  const count = prepared.kind === 'record' ? prepared.proofs.length : prepared.approvals.length
  if (signedBy.length < threshold) {
    throw refuse('proofs_missing', `${threshold} members have to sign; ${signedBy.length} did.`)
  }
  if (count > threshold) {
    throw refuse('too_many_proofs', `Exactly ${threshold} proofs are expected here.`)
  }
  if (prepared.kind === 'record') {
    return { kind: 'record', record: assembleRecord(prepared.statement, prepared.proofs) }
  }
  const entry = signedEntry(prepared)
  if (entry === null) throw refuse('controller_missing', 'The controller key has to sign too.')
  const { versionId } = entry
  const approvals = prepared.approvals.map((proof) => ({ versionId, proof }))
  const texts = { log: `${canonicalize(entry)}\n`, witness: writeWitnessFile(approvals) }
  return { kind: 'entry', entry, texts }
}

function quorumOf(prepared: Prepared): Quorum {
  return prepared.kind === 'record' ? prepared : approversOf(prepared)
}

function signersOf(prepared: Prepared): readonly Multikey[] {
  const { members } = quorumOf(prepared)
  if (prepared.kind === 'entry') {
    const { versionId } = prepared.entry
    const proofs = prepared.approvals.map((proof) => ({ versionId, proof }))
    return members.filter((member) => approvalsOf(versionId, proofs, [member]).length > 0)
  }
  const statementHash = sha256(canonicalize(prepared.statement))
  return members.filter((member) =>
    prepared.proofs.some((proof) => isMemberProof(proof, member, statementHash)),
  )
}

function isMemberProof(proof: DataIntegrityProof, member: Multikey, hash: Uint8Array): boolean {
  const key = decodeEd25519(member)
  return (
    key !== null &&
    fragmentOf(proof.verificationMethod) === member &&
    verifyProof(hash, { ...proof }, key)
  )
}

function proveMember({ statement }: PreparedRecord, key: SigningKey): DataIntegrityProof {
  return proveStatement(statement, { ...key, did: statement.attributedTo }, 'capabilityInvocation')
}

function addControllerProof(prepared: PreparedEntry, key: SigningKey): PreparedEntry {
  if (signedEntry(prepared) !== null) {
    throw refuse('already_signed', 'The controller key has signed already.')
  }
  const [controllerProof = null] = signEntry(prepared.entry, key).proof
  return { ...prepared, controllerProof }
}

/** The entry with its controller's proof; null while it has none that holds. */
function signedEntry({ entry, controllerProof, controller }: PreparedEntry): LogEntry | null {
  if (controllerProof === null) return null
  const signed = { ...entry, proof: [controllerProof] }
  return isSignedBy(signed, controller) ? signed : null
}

function refuse(code: string, message: string): TesseraError {
  return new TesseraError('conflict', code, message)
}
