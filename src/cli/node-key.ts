import { NODE_KEY_FILE, openKeyFile } from '../identity/key-file.ts'
import { keysAfter, type NodeKeys, parseNodeKeys, writeNodeKeys } from '../identity/keys.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Multikey } from '../record/multikey.ts'
import type { Context } from './context.ts'
import { sealKey } from './key-files.ts'

/** New node keys wait here until the members' entry that names them is published. */
const NEXT_KEY_FILE = 'node-next'

/**
 * Makes node keys wait for the entry that will name them; what waited before is given up. The
 * agreement keys that they follow stay beside them: what was sealed to those is opened by no others.
 */
export async function keepNextNodeKey(context: Context, keys: NodeKeys): Promise<void> {
  const { files } = await context.node()
  const passphrase = await context.nodePassphrase()
  const bytes = await files.readKeyFile(NODE_KEY_FILE)
  const open = (file: Uint8Array) =>
    context.progress('Opening the node key', () => openKeyFile(file, passphrase))
  const next = bytes === null ? keys : keysAfter(parseNodeKeys(await open(bytes)), keys)
  await files.replaceKeyFile(NEXT_KEY_FILE, await sealKey(context, writeNodeKeys(next), passphrase))
}

/** A node key that lies here, and how to make it the one that is opened at start. */
export interface NodeKeyAtHand {
  use(): Promise<void>
}

/** Throws `node_key_missing` if neither the key in use nor the one that waits is `multikey`. */
export async function findNodeKey(context: Context, multikey: Multikey): Promise<NodeKeyAtHand> {
  const { files, acts } = await context.node()
  const passphrase = await context.nodePassphrase()
  for (const name of [NODE_KEY_FILE, NEXT_KEY_FILE]) {
    const bytes = await files.readKeyFile(name)
    if (bytes === null) continue
    const open = () => openKeyFile(bytes, passphrase)
    const keys = parseNodeKeys(await context.progress('Opening the node key', open))
    if (keys.node.multikey !== multikey) continue
    if (name === NODE_KEY_FILE) return { use: async () => {} }
    return {
      async use() {
        await files.replaceKeyFile(NODE_KEY_FILE, bytes)
        await acts.append('node_key_changed', { multikey })
      },
    }
  }
  throw new TesseraError(
    'conflict',
    'node_key_missing',
    'The entry names a node key that is not here: it was prepared elsewhere, or prepared anew since.',
  )
}
