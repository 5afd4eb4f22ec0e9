import {
  type CommuniqueStore,
  type Signed,
  TEXT_RECORD_TYPES,
  type TextRecordType,
} from '../communique/communique-store.ts'
import { type Communiques, createCommuniques } from '../communique/communiques.ts'
import type { RecordContent } from '../exchange/draft-statement.ts'
import type { OpenedRecord } from '../exchange/open-envelopes.ts'
import type { Scid } from '../record/did.ts'
import type { RecordsByType } from '../record/kinds.ts'
import type { SignedRecord } from '../record/record.ts'
import { isPublic } from '../record/scope.ts'
import { type Context, ownCollective } from './context.ts'
import type { OpenedNode, UnlockedNode } from './opened-node.ts'
import { unlock } from './passphrases.ts'

/** The texts that a command reads. */
export interface TextDesk {
  readonly node: OpenedNode
  readonly store: CommuniqueStore
  readonly communiques: Communiques
}

/** The texts that a command writes on, sealed ones included. */
export interface WritingDesk extends TextDesk {
  readonly own: Scid
  readonly unlocked: UnlockedNode
}

/** What everybody may read; with `sealed` also what was sealed to us and by us. */
export async function openTexts(context: Context, sealed: boolean): Promise<TextDesk> {
  if (sealed) return await openWritingDesk(context)
  const node = await context.node()
  return { node, store: node.texts, communiques: node.communiques }
}

/** Throws `no_identity`, `passphrase_needed` and what `unlock` throws. */
export async function openWritingDesk(context: Context): Promise<WritingDesk> {
  const node = await context.node()
  const own = (await ownCollective(node)).scid
  const unlocked = await unlock(context)
  const store = withSealed(node.texts, await unlocked.sealed.list({ types: TEXT_RECORD_TYPES }))
  return { node, own, unlocked, store, communiques: textsIn(node, store) }
}

/** The same rules as for what is public, over what is not as well. */
function textsIn(node: OpenedNode, store: CommuniqueStore): Communiques {
  return createCommuniques({
    store,
    shown: async () => new Set((await node.view()).shown.keys()),
    // What a command opens does not change while it reads.
    sequence: async () => 0,
    now: node.now,
  })
}

function withSealed(store: CommuniqueStore, opened: readonly OpenedRecord[]): CommuniqueStore {
  return {
    async list<T extends TextRecordType>(type: T): Promise<readonly Signed<T>[]> {
      const sealed = opened
        .filter(({ record }) => record.type === type)
        .map(({ record: { scid, statement, value } }): Signed<T> => {
          return { scid, statement, record: value as unknown as RecordsByType[T] }
        })
      if (sealed.length === 0) return await store.list(type)
      return newestOfEach([...(await store.list(type)), ...sealed])
    },
  }
}

/** What was sealed first and then published, or the other way round, counts once. */
function newestOfEach<T extends TextRecordType>(records: readonly Signed<T>[]): Signed<T>[] {
  const byName = Map.groupBy(records, ({ scid, record }) => `${scid} ${record.slug}`)
  return [...byName.values()].flatMap((versions) => {
    const highest = Math.max(...versions.map(({ record }) => record.version))
    return versions.filter(({ record }) => isFrozen(record) || record.version === highest)
  })
}

/** Endorsements and commitments stand under earlier versions of these too. */
function isFrozen({ type }: RecordsByType[TextRecordType]): boolean {
  return type === 'Communique' || type === 'Charter'
}

/**
 * Publishes what the node key signs, or sends it to whom it is for if it is not for everybody.
 * Throws what `publishContents` and `Sealed.send` throw.
 */
export async function sayOnText(
  { node, unlocked }: WritingDesk,
  content: RecordContent,
): Promise<SignedRecord> {
  const record = isPublic(content)
    ? await publishOne(unlocked, content)
    : (await unlocked.sealed.send(content)).record
  const { type, slug, version, digest } = record
  // Of what is sealed nothing stands in the clear, not even its name.
  if (isPublic(content)) await node.acts.append('record_published', { type, slug, version, digest })
  else await node.acts.append('record_sealed', { type, digest })
  return record
}

async function publishOne({ publisher }: UnlockedNode, content: RecordContent) {
  const { records } = await publisher.publishContents([content])
  const [record] = records
  if (record === undefined) throw new Error('what is published is one record')
  return record
}
