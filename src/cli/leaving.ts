import { withdrawCommitment } from '../charter/end-commitment.ts'
import type { CurrentRecord } from '../exchange/object-store.ts'
import { isDeactivated } from '../identity/entry-rules.ts'
import type { Prepared } from '../identity/prepared.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import type { RecordShape } from '../record/kinds/unknown.ts'
import { nextVersion } from '../record/statement.ts'
import { ownAuthor } from './author.ts'
import { listPrepared } from './commands/status.ts'
import { ownCollective } from './context.ts'
import type { OpenedNode } from './opened-node.ts'
import { readProfile } from './own-profile.ts'
import { listErasable, type OwnVersion } from './own-versions.ts'
import { readPrepared } from './prepared-files.ts'

/**
 * What members signed for this collective alone. The texts of charters and communiqués stay: others
 * stand under them. Canaries are left to their dates, so that leaving says nothing that they did not.
 */
const WITHDRAWN: ReadonlySet<string> = new Set(['Commitment', 'Endorsement', 'Vouch'])

/** A manifest names at most 1,000 erased records; some of those it may have named already. */
const MOST_ERASED = 900

/** What is left to do, in this order, until the collective has left. */
export interface LeavePlan {
  /** To be withdrawn by k members. */
  readonly withdraw: readonly CurrentRecord[]
  /** Member-signed, and stays until it expires. */
  readonly stays: readonly CurrentRecord[]
  /** Whether the profile does not say yet that the collective has closed. */
  readonly goodbye: boolean
  /** Node-signed records whose bytes are removed everywhere, the newest profile excepted. */
  readonly erase: readonly OwnVersion[]
  /** Whether the identity still has to be ended, by k members and the controller key. */
  readonly deactivate: boolean
}

export async function planLeave(node: OpenedNode): Promise<LeavePlan> {
  const { scid, entry } = await ownCollective(node)
  const current = await node.store.listCurrent({ scid })
  const signed = current.filter(({ signedBy, withdrawn }) => signedBy === 'members' && !withdrawn)
  const profile = await readProfile(node)
  const profiles = current.filter(({ type }) => type === 'Profile').map(({ digest }) => digest)
  const erasable = await listErasable(node, scid)
  const isEnded = isDeactivated(entry.entry)
  return {
    withdraw: signed.filter(({ type }) => WITHDRAWN.has(type)),
    stays: signed.filter(({ type }) => !WITHDRAWN.has(type)),
    goodbye: !isEnded && profile !== null && profile.status?.state !== 'closed',
    erase: isEnded
      ? []
      : erasable.filter(({ digest }) => !profiles.includes(digest)).slice(0, MOST_ERASED),
    deactivate: !isEnded,
  }
}

/** The version of a record that takes it back, for members to sign. */
export async function withdrawalOf(node: OpenedNode, { text }: CurrentRecord): Promise<object> {
  const record = JSON.parse(text) as RecordShape
  const author = await ownAuthor(node)
  if (record.type === 'Commitment') {
    return withdrawCommitment(record as unknown as Commitment, author)
  }
  return { ...nextVersion(record, author), withdrawn: true }
}

/** What was prepared before and still fits: signatures on it are not lost by asking again. */
export async function findWithdrawal(
  node: OpenedNode,
  { type, slug, version }: CurrentRecord,
): Promise<Prepared | null> {
  for (const path of await listPrepared(node)) {
    const prepared = await readPrepared(path)
    if (prepared.kind !== 'record') continue
    const { statement } = prepared
    const isSame = statement.type === type && statement.slug === slug
    if (isSame && statement.version === version + 1 && statement.withdrawn === true) return prepared
  }
  return null
}

/** The file of the entry that ends the identity as it is now; null if none waits. */
export async function findEnd(node: OpenedNode): Promise<string | null> {
  const { entry } = await ownCollective(node)
  for (const path of await listPrepared(node)) {
    const prepared = await readPrepared(path)
    if (prepared.kind !== 'entry' || !isDeactivated(prepared.entry)) continue
    if (prepared.follows?.entry.versionId === entry.versionId) return path
  }
  return null
}
