import type { Test } from 'tap'

import { TesseraError } from '../../src/kernel/errors.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { checkRecord, recordKinds, type RecordType } from '../../src/record/kinds.ts'
import { RECORD_CONTEXT } from '../../src/record/kinds/common.ts'
import { statementOf } from './records.ts'

/** The last letters of the members' keys, in order. */
const SIGNERS = 'ABCDEFGHJKLMNPQRSTU'
const PROOF_VALUE = `z${'2'.repeat(87)}`

/** Proofs in the right form that sign nothing: for tests of form only. */
export function withProofForm(statement: JsonObject, members = 2): JsonObject {
  const { type, updated, attributedTo } = statement as JsonObject & {
    readonly [K in 'type' | 'updated' | 'attributedTo']: string
  }
  const proof = (signer: number, proofPurpose: string) => ({
    '@context': RECORD_CONTEXT,
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created: updated,
    verificationMethod: `${attributedTo}#z6Mk${'a'.repeat(43)}${SIGNERS.charAt(signer)}`,
    proofPurpose,
    proofValue: PROOF_VALUE,
  })
  const byMembers = recordKinds[type as RecordType].signedBy === 'members'
  return {
    ...statement,
    proof: byMembers
      ? Array.from({ length: members }, (_, i) => proof(i, 'capabilityInvocation'))
      : proof(0, 'assertionMethod'),
  }
}

/** What checkRecord throws at a record; an empty object if nothing. */
export function refusalOf(record: JsonObject, size = 0): Partial<TesseraError> {
  try {
    checkRecord(record, size)
  } catch (error) {
    if (error instanceof TesseraError) return error
    throw error
  }
  return {}
}

/** What is thrown at the valid record of a type with changed members. */
export function refusal(
  type: RecordType,
  changes: Readonly<Record<string, unknown>>,
): Partial<TesseraError> {
  return refusalOf(withProofForm(statementOf(type, {}, changes)))
}

/** Changed members and the code of the refusal they meet; null if they pass. */
export type Case = readonly [
  what: string,
  changes: Readonly<Record<string, unknown>>,
  code: string | null,
]

/** Tests that each change of a valid record meets its refusal, or none. */
export function testCases(t: Test, type: RecordType, cases: readonly Case[]): void {
  for (const [what, changes, code] of cases) {
    const thrown = refusal(type, changes)
    t.equal(thrown.code ?? null, code, `${what}: ${thrown.message ?? 'passes'}`)
  }
}
