import type { LogTexts } from '../identity/log-text.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import type { Context } from './context.ts'

/** An entry of a DID log on its way to other nodes, with the proofs of its members. */
export interface CarriedEntry {
  readonly scid: Scid
  readonly versionId: string
  readonly texts: LogTexts
}

/** What a node that was handed an entry said. */
export interface Handed {
  /** Its origin. */
  readonly to: string
  readonly outcome: 'extended' | 'unchanged' | 'disputed' | 'failed'
  /** One plain sentence; null where it went well. */
  readonly error: string | null
}

/** Nodes that are asked at the same time; one that is down takes ten seconds to be sure of. */
const AT_ONCE = 8

/** Hands an entry to nodes; whoever cannot be reached hears of it from the others, or with sync. */
export async function handOver(
  context: Context,
  { scid, texts }: Pick<CarriedEntry, 'scid' | 'texts'>,
  origins: readonly string[],
): Promise<readonly Handed[]> {
  const node = await context.node()
  const handed: Handed[] = []
  for (let start = 0; start < origins.length; start += AT_ONCE) {
    const some = origins.slice(start, start + AT_ONCE).map(async (to): Promise<Handed> => {
      try {
        return { to, outcome: await node.carry(to, scid, texts), error: null }
      } catch (error) {
        if (!(error instanceof TesseraError)) throw error
        return { to, outcome: 'failed', error: error.message }
      }
    })
    handed.push(...(await Promise.all(some)))
  }
  return handed
}

/** Tells all peers of an entry that was just published here, and says how that went. */
export async function handToPeers(context: Context, entry: CarriedEntry): Promise<void> {
  const { peers } = await context.node()
  const origins = (await peers.listPeers()).map(({ origin }) => origin)
  if (origins.length === 0) return
  const handed = await context.progress('Telling the peers', () =>
    handOver(context, entry, origins),
  )
  const failed = handed.filter(({ outcome }) => outcome === 'failed')
  context.output.note(
    `${handed.length - failed.length} of ${handed.length} peers have entry ${entry.versionId.split('-')[0]}.`,
  )
  for (const { to, error } of failed) context.output.note(`  ${to}: ${error}`)
}
