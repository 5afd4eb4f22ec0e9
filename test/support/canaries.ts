import type { CanaryHistory, CanaryStore, SignedCanary } from '../../src/alert/canary-store.ts'
import { type Did, scidOf } from '../../src/record/did.ts'
import type { LogBranch } from '../../src/record/log-facts.ts'
import { statementDigestOf } from '../../src/record/record.ts'
import { type StatementOptions, statementOf } from './records.ts'

/** A canary, unsigned: the rules here judge what is said, not the proofs. */
export function signedCanary(
  did: Did,
  changes: Readonly<Record<string, unknown>> = {},
  options: StatementOptions = {},
): SignedCanary {
  const statement = statementOf('Canary', { did, ...options }, changes)
  return {
    scid: scidOf(did),
    digest: statementDigestOf(statement),
    record: { ...statement, proof: [] },
  }
}

/** A store that holds these, and knows the logs of nobody but those named. */
export function canaryStore(
  histories: readonly CanaryHistory[],
  logs: Readonly<Record<string, readonly LogBranch[]>> = {},
): CanaryStore {
  return {
    listHistories: async (scid) => histories.filter(([newest]) => newest.scid === scid),
    branchesOf: async (scid) => logs[scid] ?? [],
  }
}
