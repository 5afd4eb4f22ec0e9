import { toTimestamp } from '../kernel/time.ts'
import type { Author } from '../record/statement.ts'
import { ownCollective } from './context.ts'
import type { OpenedNode } from './opened-node.ts'

/** The own collective as the author of a statement, now. */
export async function ownAuthor(node: OpenedNode): Promise<Author> {
  const { did } = await ownCollective(node)
  return { did, origin: node.origin, now: toTimestamp(node.now()) }
}
