import type { CurrentRecord, ObjectReader } from '../exchange/object-store.ts'
import type { BranchesOf } from '../exchange/settle.ts'
import type { Timestamp } from '../kernel/time.ts'
import { parseHead } from '../record/head.ts'
import type { EntryFact, LogBranch } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'
import type { SignedRecord } from '../record/record.ts'
import type { CheckedObject, Step } from './verification.ts'
import { step } from './verification.ts'

export interface StandingDeps {
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
  readonly now: () => Timestamp
}

/** The checks that need the log and the records of the collective: whose keys, and does it count. */
export async function standingSteps(object: CheckedObject, deps: StandingDeps): Promise<Step[]> {
  const { scid } = object.value
  const collective = await deps.store.findCollective(scid)
  const branches = collective?.blocked === false ? await deps.branchesOf(deps.store, scid) : []
  if (collective === null || branches.length === 0)
    return [{ ...step('owner', 'unknown', 'no-log'), values: { scid } }]
  const entries = new Set(branches.flat().map(({ versionId }) => versionId)).size
  const owner: Step = {
    ...step('owner', 'holds', branches.length > 1 ? 'disputed' : 'known'),
    values: { scid, entries },
  }
  if (object.kind === 'manifest') return [owner, await manifestStep(object, deps)]
  const signed =
    object.kind === 'head'
      ? { signers: [object.value.signer], at: object.value.published, isByNode: true }
      : {
          signers: object.value.signers,
          at: object.value.updated,
          isByNode: object.value.signedBy === 'node',
        }
  const keys = [keysStep('when', branches, signed), keysStep('now', branches, signed)]
  const counts =
    object.kind === 'head'
      ? headStep(collective.head === object.value.digest, deps.now() > object.value.expires)
      : await recordStep(object.value, deps)
  return [owner, ...keys, counts]
}

interface Signed {
  readonly signers: readonly Multikey[]
  readonly at: Timestamp
  readonly isByNode: boolean
}

/** Whether the keys had their role when it was signed, or have it today; on every branch. */
function keysStep(id: 'when' | 'now', branches: readonly LogBranch[], signed: Signed): Step {
  const entries = branches.map((branch) =>
    id === 'now' ? branch.at(-1) : branch.findLast(({ time }) => time <= signed.at),
  )
  const [first] = entries
  const values = { number: first?.number ?? 0, count: signed.signers.length }
  if (first === undefined) return { ...step(id, 'fails', 'before-log'), values }
  if (signed.isByNode) {
    const has = entries.every((entry) => entry?.nodeKey === signed.signers[0])
    // A key that was replaced in good order still proves what it signed in its time.
    return { ...step(id, has ? 'holds' : notNow(id), has ? 'node-key' : 'not-node-key'), values }
  }
  const counted = Math.min(...entries.map((entry) => membersAmong(entry, signed.signers)))
  const enough = entries.every(
    (entry) => entry !== undefined && membersAmong(entry, signed.signers) >= entry.threshold,
  )
  return {
    ...step(id, enough ? 'holds' : notNow(id), enough ? 'members' : 'too-few-members'),
    values: { ...values, counted, threshold: first.threshold, members: first.members.length },
  }
}

function notNow(id: 'when' | 'now'): Step['status'] {
  return id === 'when' ? 'fails' : 'unknown'
}

function membersAmong(entry: EntryFact | undefined, signers: readonly Multikey[]): number {
  return signers.filter((key) => entry?.members.includes(key)).length
}

async function recordStep(record: SignedRecord, { store, now }: StandingDeps): Promise<Step> {
  const { scid, type, slug } = record
  const current = await store.listCurrent({ scid, types: [type], slug })
  const same = current.find(({ digest }) => digest === record.digest)
  if (same !== undefined) {
    const outcome = same.withdrawn ? 'withdrawal' : 'current'
    return { ...step('counts', 'holds', outcome), values: { since: same.since } }
  }
  if (current.some(({ statement }) => statement === record.statement))
    return step('counts', 'holds', 'same-statement')
  const newer = current.find(({ version }) => version > record.version)
  if (newer !== undefined) return supersededStep(newer)
  const outOfTime = timeStep(record, now())
  if (outOfTime !== null) return outOfTime
  const kept = await store.findObject(record.digest)
  if (kept === null) return step('counts', 'unknown', 'not-here')
  return step('counts', 'fails', record.signedBy === 'node' ? 'not-listed' : 'keys-no-longer')
}

function timeStep({ expires, updated }: SignedRecord, now: Timestamp): Step | null {
  if (expires !== null && expires <= now)
    return { ...step('counts', 'fails', 'expired'), values: { date: expires } }
  return updated > now ? step('counts', 'fails', 'ahead') : null
}

function supersededStep({ version, digest, withdrawn }: CurrentRecord): Step {
  const outcome = withdrawn ? 'withdrawn' : 'superseded'
  return { ...step('counts', 'fails', outcome), values: { version, digest } }
}

function headStep(isNewest: boolean, isExpired: boolean): Step {
  if (!isNewest) return step('counts', 'fails', 'not-newest')
  return step('counts', isExpired ? 'fails' : 'holds', isExpired ? 'head-expired' : 'newest')
}

async function manifestStep(
  { value }: Extract<CheckedObject, { kind: 'manifest' }>,
  { store }: StandingDeps,
): Promise<Step> {
  const collective = await store.findCollective(value.scid)
  const head = collective?.head ?? null
  const object = head === null ? null : await store.findObject(head)
  const isNamed = object !== null && parseHead(object.text).manifest === value.digest
  return step('counts', isNamed ? 'holds' : 'fails', isNamed ? 'named' : 'not-named')
}
