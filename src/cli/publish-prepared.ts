import { complete } from '../identity/ceremony.ts'
import { nodeKeysOf } from '../identity/create-entry.ts'
import { fragmentOf } from '../identity/document-rules.ts'
import type { Prepared, PreparedEntry, PreparedRecord, Quorum } from '../identity/prepared.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { SignedRecord } from '../record/record.ts'
import { adoptPrepared, publishFirst } from './adopt.ts'
import { handToPeers } from './carry.ts'
import { type Context, ownCollective } from './context.ts'
import { findNodeKey } from './node-key.ts'
import type { OpenedNode, OwnCollective } from './opened-node.ts'
import { unlock } from './passphrases.ts'

/**
 * Publishes prepared files that have all their proofs: DID entries first, since records are judged
 * by the newest one; then all records as one change of state, whose head follows the new entry.
 * Returns what was published, in plain words. Throws `proofs_missing` and its kin,
 * `entry_superseded`, `record_superseded`, `wrong_members`, `not_own_record`.
 */
export async function publishPrepared(
  context: Context,
  files: readonly Prepared[],
): Promise<readonly string[]> {
  const records: SignedRecord[] = []
  const entries: PreparedEntry[] = []
  for (const prepared of files) {
    const done = complete(prepared)
    if (done.kind === 'record') records.push(done.record)
    if (prepared.kind === 'entry') entries.push(prepared)
  }
  await checkRecords(await context.node(), records, entries)
  for (const entry of entries) await publishEntry(context, entry)
  await publishHead(context, { records, hasEntries: entries.length > 0 })
  await tellPeers(context, entries)
  return files.map(nameOf)
}

/**
 * The records of prepared files that would be published as they are, and nothing done about them.
 * Throws `entry_now` for a DID entry, and what publishPrepared throws.
 */
export async function completeRecords(
  context: Context,
  files: readonly Prepared[],
): Promise<readonly SignedRecord[]> {
  const records = files.map((prepared) => {
    const done = complete(prepared)
    if (done.kind === 'record') return done.record
    throw new TesseraError(
      'invalid',
      'entry_now',
      'A DID entry is published at once: what is signed meanwhile has to follow it.',
    )
  })
  await checkRecords(await context.node(), records, [])
  return records
}

function nameOf(prepared: Prepared): string {
  if (prepared.kind === 'entry') return `DID entry ${prepared.entry.versionId}`
  return recordName(prepared)
}

function recordName({ statement: { type, slug, version, withdrawn } }: PreparedRecord): string {
  const what = `${type} "${slug}", version ${version}`
  return withdrawn === true ? `${what} (withdrawn)` : what
}

async function publishEntry(context: Context, prepared: PreparedEntry): Promise<void> {
  const node = await context.node()
  const own = await node.own()
  if (own === null) return await adoptPrepared(context, prepared)
  checkFollows(prepared, own)
  const keys = nodeKeysOf(prepared.entry.state)
  const nodeKey = keys === null ? null : await findNodeKey(context, keys.node)
  const done = complete(prepared)
  if (done.kind !== 'entry') return
  const { versionId } = done.entry
  const receipt = await context.progress('Checking the identity', () =>
    node.exchange.receiveLog(own.scid, done.texts),
  )
  if (receipt.outcome === 'refused') {
    throw new TesseraError('forbidden', receipt.code, receipt.message)
  }
  const { entry } = await ownCollective(node)
  if (entry.versionId !== versionId) throw tooManyEntries()
  await nodeKey?.use()
  if (receipt.outcome !== 'unchanged') await node.acts.append('did_entry_published', { versionId })
}

/** Entries go to the peers at once: where the node has moved they could not find it otherwise. */
async function tellPeers(context: Context, entries: readonly PreparedEntry[]): Promise<void> {
  for (const prepared of entries) {
    const done = complete(prepared)
    if (done.kind !== 'entry' || prepared.follows === null) continue
    const { scid } = await ownCollective(await context.node())
    const { versionId } = done.entry
    await handToPeers(context, { scid, versionId, texts: done.texts })
  }
}

/** An entry beside a newer one would split the identity: it never leaves this machine. */
function checkFollows({ entry, follows }: PreparedEntry, own: OwnCollective): void {
  const newest = own.entry.versionId
  if (entry.versionId === newest || follows?.entry.versionId === newest) return
  throw new TesseraError(
    'conflict',
    'entry_superseded',
    'The identity has changed since this entry was prepared: publishing it would split it in two.',
  )
}

function tooManyEntries(): TesseraError {
  return new TesseraError(
    'too-many',
    'too_many_entries',
    'Only a few DID entries are taken in within an hour; this one has to wait.',
  )
}

interface HeadChange {
  readonly records: readonly SignedRecord[]
  readonly hasEntries: boolean
}

async function publishHead(context: Context, { records, hasEntries }: HeadChange): Promise<void> {
  const node = await context.node()
  const { entry } = await ownCollective(node)
  const isEnded = nodeKeysOf(entry.entry.state) === null
  if (isEnded || (records.length === 0 && !hasEntries)) return
  const unlocked = await unlock(context)
  if (entry.number === 1) await publishFirst(node, unlocked)
  if (records.length > 0) await unlocked.publisher.publishSigned(records)
  else if (entry.number > 1) await unlocked.publisher.publishContents([])
  for (const { type, slug, version, digest } of records) {
    await node.acts.append('record_published', { type, slug, version, digest })
  }
}

/**
 * What would have no effect is refused before anything is published: not signed by k of the members
 * that there are once the entries are published, or not the next version.
 */
async function checkRecords(
  node: OpenedNode,
  records: readonly SignedRecord[],
  entries: readonly PreparedEntry[],
): Promise<void> {
  if (records.length === 0) return
  const { scid, entry } = await ownCollective(node)
  const { state } = (entries.at(-1) ?? entry).entry
  const quorum = {
    members: state.capabilityInvocation.map(fragmentOf),
    threshold: state.tessera.memberThreshold,
  }
  for (const record of records) {
    if (record.scid !== scid) throw notOwnRecord()
    if (!isSignedBy(record, quorum)) throw wrongMembers(quorum)
    await checkIsNext(node, record)
  }
}

function isSignedBy({ signers }: SignedRecord, { members, threshold }: Quorum): boolean {
  return signers.length === threshold && signers.every((key) => members.includes(key))
}

async function checkIsNext({ store }: OpenedNode, record: SignedRecord): Promise<void> {
  const { scid, type, slug } = record
  const [current] = await store.listCurrent({ scid, types: [type], slug })
  if (current === undefined || current.version < record.version) return
  if (current.digest === record.digest) return
  throw new TesseraError(
    'conflict',
    'record_superseded',
    `Version ${current.version} of ${type} "${slug}" is published already; prepare it anew.`,
  )
}

function notOwnRecord(): TesseraError {
  return new TesseraError(
    'forbidden',
    'not_own_record',
    'This is the record of another collective.',
  )
}

function wrongMembers({ threshold }: Quorum): TesseraError {
  return new TesseraError(
    'conflict',
    'wrong_members',
    `${threshold} of today's members have to sign; the members changed since.`,
  )
}
