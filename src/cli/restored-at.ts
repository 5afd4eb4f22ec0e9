import type { Mark } from '../exchange/own-node.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { NodeFiles } from './opened-node.ts'

/** Since when this node waits to sign again after a restore; null if it does not. */
export async function restoredAt(files: NodeFiles): Promise<Timestamp | null> {
  const text = await files.readText('mark.json')
  return text === null ? null : ((JSON.parse(text) as Mark).restored ?? null)
}
