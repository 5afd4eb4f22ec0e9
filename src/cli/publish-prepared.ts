import { complete } from '../identity/ceremony.ts'
import { nodeKeysOf } from '../identity/create-entry.ts'
import type { Prepared, PreparedEntry, PreparedRecord } from '../identity/prepared.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { SignedRecord } from '../record/record.ts'
import { adoptPrepared, firstContents } from './adopt.ts'
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
  const completed = files.map((prepared) => ({ prepared, done: complete(prepared) }))
  const entries = files.filter((prepared) => prepared.kind === 'entry')
  const records = completed.flatMap(({ done }) => (done.kind === 'record' ? [done.record] : []))
  for (const entry of entries) await publishEntry(context, entry)
  await publishHead(context, { records, hasEntries: entries.length > 0 })
  return files.map(nameOf)
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
  const own = await ownCollective(node)
  for (const record of records) await checkCounts(node, own, record)
  const isEnded = nodeKeysOf(own.entry.entry.state) === null
  if (isEnded || (records.length === 0 && !hasEntries)) return
  const { publisher } = await unlock(context)
  const first = hasEntries
    ? (await publisher.publishContents(await firstContents(node))).records
    : []
  if (records.length > 0) await publisher.publishSigned(records)
  for (const { type, slug, version, digest } of [...first, ...records]) {
    await node.acts.append('record_published', { type, slug, version, digest })
  }
}

/** What would have no effect is refused: k of today's members, and the next version. */
async function checkCounts(
  { store }: OpenedNode,
  { entry, scid }: OwnCollective,
  record: SignedRecord,
): Promise<void> {
  if (record.scid !== scid) {
    throw new TesseraError(
      'forbidden',
      'not_own_record',
      'This is the record of another collective.',
    )
  }
  const signers = record.signers.filter((key) => entry.members.includes(key))
  if (signers.length !== entry.threshold || record.signers.length !== entry.threshold) {
    throw new TesseraError(
      'conflict',
      'wrong_members',
      `${entry.threshold} of today's members have to sign; the members changed since.`,
    )
  }
  const { type, slug } = record
  const [current] = await store.listCurrent({ scid, types: [type], slug })
  if (current === undefined || current.version < record.version) return
  if (current.digest === record.digest) return
  throw new TesseraError(
    'conflict',
    'record_superseded',
    `Version ${current.version} of ${type} "${slug}" is published already; prepare it anew.`,
  )
}
