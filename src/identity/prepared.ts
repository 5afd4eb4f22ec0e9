import { Type, type Static } from 'typebox'

import { invalid } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { canonicalize, type JsonObject, parseCanonical } from '../record/canonical.ts'
import { createCheck } from '../record/check.ts'
import type { Did } from '../record/did.ts'
import { checkRecord } from '../record/kinds.ts'
import { memberProofs, RECORD_CONTEXT } from '../record/kinds/common.ts'
import { MAX_MEMBER_PROOFS } from '../record/kinds/limits.ts'
import type { Multikey } from '../record/multikey.ts'
import type { DataIntegrityProof } from '../record/proof.ts'
import { fragmentOf } from './document-rules.ts'
import { firstParameters, scidOfFirst, versionIdAfter } from './entry-rules.ts'
import {
  LogEntrySchema,
  LogProofSchema,
  MAX_MEMBERS,
  MULTIKEY_PATTERN,
  numberOf,
  type UnsignedEntry,
  UnsignedEntrySchema,
} from './log-entry.ts'

/**
 * Prepared files: what waits for the proofs of members, as one canonical JSON text that travels by
 * file or QR code to machines without a network and back. Nothing in them is secret.
 */

/** The length of an Ed25519 proof, so that sizes are right. */
const PLACEHOLDER_PROOF_VALUE = `z${'1'.repeat(88)}`

const exactly = { additionalProperties: false } as const

const PreparedRecordSchema = Type.Object(
  {
    type: Type.Literal('Prepared'),
    kind: Type.Literal('record'),
    /** Who may sign, and how many of them. */
    members: Type.Array(Type.String({ pattern: `^${MULTIKEY_PATTERN}$` }), {
      minItems: 1,
      maxItems: MAX_MEMBERS,
    }),
    threshold: Type.Integer({ minimum: 1, maximum: MAX_MEMBER_PROOFS }),
    statement: Type.Object({}),
    proofs: Type.Array(memberProofs.items, { maxItems: MAX_MEMBER_PROOFS }),
  },
  exactly,
)

const PreparedEntrySchema = Type.Object(
  {
    type: Type.Literal('Prepared'),
    kind: Type.Literal('entry'),
    controller: Type.String({ pattern: `^${MULTIKEY_PATTERN}$` }),
    /** The entry that this one follows, and the version id before that; null for a new log. */
    follows: Type.Union([
      Type.Null(),
      Type.Object(
        { entry: LogEntrySchema, previous: Type.Union([Type.Null(), Type.String()]) },
        exactly,
      ),
    ]),
    entry: UnsignedEntrySchema,
    controllerProof: Type.Union([Type.Null(), LogProofSchema]),
    approvals: Type.Array(LogProofSchema, { maxItems: MAX_MEMBERS }),
  },
  exactly,
)

const PreparedSchema = Type.Union([PreparedRecordSchema, PreparedEntrySchema])

/** Who decides for a collective, and how many of them have to. */
export interface Quorum {
  readonly members: readonly Multikey[]
  readonly threshold: number
}

/** A statement that is to become a member-signed record. */
export type Statement = JsonObject & {
  readonly type: string
  readonly slug: string
  readonly version: number
  readonly attributedTo: Did
  readonly updated: Timestamp
}

/** A record that waits for k members. */
export interface PreparedRecord extends Quorum {
  readonly type: 'Prepared'
  readonly kind: 'record'
  readonly statement: Statement
  readonly proofs: readonly DataIntegrityProof[]
}

/** A DID log entry that waits for the controller key and k members. */
export type PreparedEntry = Static<typeof PreparedEntrySchema>

export type Prepared = PreparedRecord | PreparedEntry

const checkForm: (value: unknown) => asserts value is Static<typeof PreparedSchema> = createCheck(
  PreparedSchema,
  'bad_prepared_file',
)

export function writePrepared(prepared: Prepared): string {
  return canonicalize(prepared)
}

/**
 * The prepared file that a text is. A member signs nothing but the version id of an entry, so its
 * hashes are verified here: what the file shows is what the proof will mean. Throws
 * `bad_prepared_file`, `not_canonical`, and what checkRecord throws.
 */
export function parsePrepared(text: string): Prepared {
  const value: unknown = parseCanonical(text)
  checkForm(value)
  if (value.kind === 'record') {
    const prepared = value as unknown as PreparedRecord
    checkStatement(prepared.statement, prepared)
    return prepared
  }
  checkHashes(value)
  return value
}

/**
 * Checks the form of a statement as if k members had signed it: what is wrong with it has to be
 * known before they meet. Throws `bad_threshold`
 * and what checkRecord throws.
 */
export function checkStatement(statement: Statement, { members, threshold }: Quorum): void {
  if (threshold > new Set(members).size) {
    throw invalid('bad_threshold', 'The threshold is higher than the number of members.')
  }
  const proof = members
    .toSorted()
    .slice(0, threshold)
    .map((member) => ({
      '@context': [...RECORD_CONTEXT],
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: statement.updated,
      verificationMethod: `${statement.attributedTo}#${member}`,
      proofPurpose: 'capabilityInvocation',
      proofValue: PLACEHOLDER_PROOF_VALUE,
    }))
  const record: JsonObject = { ...statement, proof }
  checkRecord(record, Buffer.byteLength(canonicalize(record)))
}

/** Whose approval an entry needs: the members before it, or its own if it is the first. */
export function approversOf({ entry, follows }: Pick<PreparedEntry, 'entry' | 'follows'>): Quorum {
  const { capabilityInvocation, tessera } = (follows?.entry ?? entry).state
  return { members: capabilityInvocation.map(fragmentOf), threshold: tessera.memberThreshold }
}

function checkHashes({ entry, follows }: PreparedEntry): void {
  if (follows === null ? isFirst(entry) : isNext(entry, follows)) return
  throw invalid('bad_prepared_file', 'The entry does not have the hash of what the file shows.')
}

function isFirst(entry: UnsignedEntry): boolean {
  const scid = firstParameters(entry)?.scid
  return scid !== undefined && scidOfFirst(entry, scid) === scid && hasHash(entry, scid)
}

function isNext(entry: UnsignedEntry, { entry: before, previous }: Followed): boolean {
  const { proof: _, ...unsigned } = before
  return (
    numberOf(entry.versionId) === numberOf(before.versionId) + 1 &&
    hasHash(entry, before.versionId) &&
    (previous === null ? isFirst(unsigned) : hasHash(unsigned, previous))
  )
}

type Followed = NonNullable<PreparedEntry['follows']>

function hasHash(entry: UnsignedEntry, previous: string): boolean {
  return versionIdAfter(entry, previous, numberOf(entry.versionId)) === entry.versionId
}
