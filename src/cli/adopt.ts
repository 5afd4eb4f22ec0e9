import type { ProfileContent } from '../directory/record-content.ts'
import type { RecordContent } from '../exchange/draft-statement.ts'
import { complete } from '../identity/ceremony.ts'
import { nodeKeysOf } from '../identity/create-entry.ts'
import type { PreparedEntry } from '../identity/prepared.ts'
import { TesseraError } from '../kernel/errors.ts'
import { canonicalize } from '../record/canonical.ts'
import { type Context, ownCollective } from './context.ts'
import { findNodeKey } from './node-key.ts'
import type { OpenedNode, UnlockedNode } from './opened-node.ts'

/** The profile that `init` was told, until the identity is there to publish it. */
const FIRST_PROFILE = 'first-profile.json'

export async function keepFirstProfile(node: OpenedNode, profile: ProfileContent): Promise<void> {
  await node.files.writeText(FIRST_PROFILE, canonicalize(profile))
}

/** Makes a founded identity this node's own. Throws `no_identity`, `node_key_missing`. */
export async function adoptPrepared(context: Context, prepared: PreparedEntry): Promise<void> {
  const node = await context.node()
  const keys = nodeKeysOf(prepared.entry.state)
  if (prepared.follows !== null || keys === null) {
    throw new TesseraError(
      'conflict',
      'no_identity',
      'This entry continues an identity that is not here.',
    )
  }
  await findNodeKey(context, keys.node)
  const done = complete(prepared)
  if (done.kind !== 'entry') return
  await context.progress('Checking the identity', () => node.adopt(done.texts))
  await node.acts.append('identity_created', { versionId: done.entry.versionId })
}

/**
 * Publishes what `init` was told, with the first head of an identity, unless that is done. Also after
 * a crash in between.
 */
export async function publishFirst(node: OpenedNode, { publisher }: UnlockedNode): Promise<void> {
  const { scid, entry } = await ownCollective(node)
  const text = await node.files.readText(FIRST_PROFILE)
  const { heads } = await node.store.readFacts(scid)
  if (text === null || entry.number > 1 || heads.length > 0) return
  const { records } = await publisher.publishContents([JSON.parse(text) as RecordContent])
  for (const { type, slug, version, digest } of records) {
    await node.acts.append('record_published', { type, slug, version, digest })
  }
}
