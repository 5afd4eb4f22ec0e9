import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { judge } from '../record/acceptance.ts'
import type { CollectiveFacts, HeadFact, RecordFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import type { EntryFact } from '../record/log-facts.ts'
import { createManifest, keyOf, type Manifest, type ManifestItem } from '../record/manifest.ts'
import type { SignedRecord } from '../record/record.ts'
import { isAlertAt, MAX_ALERTS } from '../record/tips.ts'
import { admit } from './admission.ts'

/** What changes in the collective's state. */
export interface OwnChange {
  /** Records of the own collective, signed: new ones and next versions. */
  readonly put: readonly SignedRecord[]
  /** Node-signed records that end. */
  readonly remove?: readonly { readonly type: string; readonly slug: string }[]
  /** Digests of own node-signed records whose bytes shall go everywhere. */
  readonly erase?: readonly Digest[]
}

/** What a change is made to; the facts know the new records already. */
export interface OwnSituation {
  readonly entry: EntryFact
  readonly base: HeadFact | null
  readonly facts: CollectiveFacts
  readonly now: Timestamp
}

/**
 * The next manifest: every member-signed record that counts, whoever brought it here, and the
 * node-signed items of the last one, without what is over, with the change made. Refuses a change that
 * other nodes would refuse or leave pending, since they could follow nothing after it. Throws
 * `not_erasable`, `not_current`, `records_missing`, `too_many_alerts`, and what admit throws.
 */
export function nextManifest(situation: OwnSituation, change: OwnChange): Manifest {
  const { entry, base, facts } = situation
  const { erase = [] } = change
  if (erase.some((digest) => facts.records.get(digest)?.signedBy === 'members')) {
    throw invalid('not_erasable', 'What members signed can be withdrawn, not erased.')
  }
  const items = nextItems(situation, change)
  checkPut(change.put, items, situation)
  checkRecords(items, situation)
  const erased = base === null ? [] : (facts.manifests.get(base.manifest)?.erased ?? [])
  return createManifest(entry.did, items, [...new Set([...erased, ...erase])])
}

function nextItems(situation: OwnSituation, change: OwnChange): ManifestItem[] {
  const { facts, now } = situation
  const members = judge(facts, now).current.filter(isByMembers).map(toItem)
  const spoken = new Map(members.map((item) => [keyOf(item), item.version]))
  const items = [
    ...members,
    // What members said later of an alert takes the place of what the node key said.
    ...nodeItems(situation, change).filter((item) => item.version > (spoken.get(keyOf(item)) ?? 0)),
    ...change.put.filter((record) => !isByMembers(record)).map(toItem),
  ]
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}

/** The node-signed items of the last manifest that stay. */
function nodeItems(
  { base, facts, now }: OwnSituation,
  { remove = [], erase = [] }: OwnChange,
): ManifestItem[] {
  const last = base === null ? [] : (facts.manifests.get(base.manifest)?.items ?? [])
  const removed = new Set(remove.map(keyOf))
  return last.filter((item) => {
    const record = facts.records.get(item.digest)
    const isOver = item.expires !== undefined && item.expires <= now
    const isGone = removed.has(keyOf(item)) || erase.includes(item.digest)
    return !isOver && !isGone && !(record !== undefined && isByMembers(record))
  })
}

function isByMembers({ signedBy }: RecordFact): boolean {
  return signedBy === 'members'
}

function toItem({ type, slug, version, digest, expires }: RecordFact): ManifestItem {
  return { type, slug, version, digest, ...(expires === null ? {} : { expires }) }
}

function checkPut(
  put: readonly SignedRecord[],
  items: readonly ManifestItem[],
  { facts, now }: OwnSituation,
): void {
  const listed = new Set(items.map((item) => item.digest))
  const expected = { branches: facts.branches, manifests: new Set<Digest>(), listed }
  for (const value of put) {
    admit({ kind: 'record', value }, expected, now)
    if (!listed.has(value.digest)) throw notCurrent(value)
  }
}

function checkRecords(items: readonly ManifestItem[], { base, facts, now }: OwnSituation): void {
  const records = items.flatMap((item) => facts.records.get(item.digest) ?? [])
  if (records.length < items.length) throw recordsMissing(items.length - records.length)
  const published = base !== null && base.published > now ? base.published : now
  if (records.filter((record) => isAlertAt(record, published)).length > MAX_ALERTS) {
    throw new TesseraError(
      'too-many',
      'too_many_alerts',
      `A collective has at most ${MAX_ALERTS} alerts by its node key at a time; let the members sign this one, or cancel another.`,
    )
  }
}

function notCurrent({ type, slug }: SignedRecord): TesseraError {
  return new TesseraError(
    'conflict',
    'not_current',
    `${type}/${slug} would not count: it is expired, a higher version is known, or it lacks the proofs of today's members.`,
  )
}

function recordsMissing(count: number): TesseraError {
  return new TesseraError(
    'unavailable',
    'records_missing',
    `${count} records of the last good state are not at hand: sync first, or remove them from the list.`,
  )
}
