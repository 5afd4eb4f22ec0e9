import { TesseraError } from '../kernel/errors.ts'
import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import type { CollectiveFacts, HeadFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import { mayComeEarly } from '../record/early-records.ts'
import type { Head } from '../record/head.ts'
import type { TesseraObject } from '../record/object.ts'
import { expectedBy, mayCount } from './admission.ts'

/** SPEC: design.md, section 6, "Kept": what one collective may take on every node. */
export const MAX_BYTES = 20 * 1024 * 1024
/** Under one DID entry. */
export const MAX_HEADS = 2_000
/** By when they were published: a newcomer takes in at once what happened before. */
export const MAX_CHANGES_A_DAY = 50
/**
 * Bytes with all that is void. What a thief of the node key made before the members acted must not
 * keep out what is signed after that; and a bad quorum of members must not fill the disk.
 */
export const MAX_BYTES_KEPT = 5 * MAX_BYTES
/** Collectives that nobody here vouches for: enough to meet strangers, too few to drown in them. */
export const MAX_STRANGERS = 100

/** Bytes that a collective takes here. */
export interface BytesTaken {
  readonly kept: number
  /** Of what members signed: apart from the rest, since no thief of the node key can fill it. */
  readonly members: number
  /** Of what else may count. */
  readonly node: number
}

/** Refuses what would go over a collective's quota, and counts what does not. */
export interface Quota {
  /** Throws `quota_bytes`, `quota_heads`, `quota_changes`; then nothing is counted. */
  take(object: TesseraObject): void
}

export function createQuota(facts: CollectiveFacts, bytes: BytesTaken, now: Timestamp): Quota {
  const taken = { ...bytes }
  const heads = new Map(facts.heads.map((head): [Digest, HeadFact] => [head.digest, head]))
  return {
    take(object) {
      if (object.kind === 'head') {
        checkHeads(object.value, [...heads.values()], now)
        heads.set(object.value.digest, object.value)
      }
      const size = Buffer.byteLength(object.value.text)
      const share = isByMembers(object) ? 'members' : 'node'
      if (taken[share] + size > MAX_BYTES || taken.kept + size > MAX_BYTES_KEPT) {
        throw new TesseraError(
          'full',
          'quota_bytes',
          'This collective takes more than its 20 MiB here.',
        )
      }
      taken[share] += size
      taken.kept += size
    },
  }
}

function isByMembers({ kind, value }: TesseraObject): boolean {
  return kind === 'record' && value.signedBy === 'members'
}

function checkHeads(head: Head, heads: readonly HeadFact[], now: Timestamp): void {
  const under = heads.filter(({ did }) => did === head.did)
  if (under.length >= MAX_HEADS) {
    throw new TesseraError(
      'too-many',
      'quota_heads',
      'This collective has more than 2,000 heads under one DID entry here.',
    )
  }
  const states = Map.groupBy(under, ({ stateDigest }) => stateDigest)
  const today = addTime(now, -DAY)
  const changes = [...states.values()].filter((all) => all.every((one) => one.published > today))
  const isChange = head.published > today && !states.has(head.stateDigest)
  if (isChange && changes.length >= MAX_CHANGES_A_DAY) {
    throw new TesseraError(
      'too-many',
      'quota_changes',
      'This collective changed 50 times in a day; the rest waits.',
    )
  }
}

/** What of a collective's objects is counted against which share; what is in neither is void. */
export function sharesOf(facts: CollectiveFacts): {
  readonly node: readonly Digest[]
  readonly members: readonly Digest[]
} {
  const { branches, heads, records } = facts
  const { manifests, listed } = expectedBy(facts)
  const { node = [], members = [] } = Object.groupBy(records.values(), (one) => one.signedBy)
  const counting = [
    ...heads.filter((head) => mayCount(head, branches)),
    ...node.filter((record) => listed.has(record.digest) || mayComeEarly(record, branches)),
  ]
  return {
    node: [...manifests, ...counting.map(({ digest }) => digest)],
    members: members.map(({ digest }) => digest),
  }
}
