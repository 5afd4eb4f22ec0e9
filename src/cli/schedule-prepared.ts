import type { Scheduled } from '../exchange/schedule.ts'
import { nodeKeysOf } from '../identity/create-entry.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { type Context, ownCollective } from './context.ts'
import { completeRecords } from './publish-prepared.ts'
import { readReady } from './ready-files.ts'

/** Records that wait for their time: `publish --at`, `--list` and `--cancel`. */

/**
 * Leaves signed records to be published at a time to come, sealed to the own agreement key until
 * then. What publishing would refuse now is refused now. Throws `proofs_missing`, `no_node`, and what
 * completeRecords and Schedule.add throw.
 */
export async function schedulePrepared(
  context: Context,
  paths: readonly string[],
  due: Timestamp,
): Promise<void> {
  const { ready, waiting } = await readReady(paths)
  if (waiting.length > 0) throw new TesseraError('conflict', 'proofs_missing', waiting.join('\n'))
  const records = await completeRecords(context, ready)
  const node = await context.node()
  const { entry } = await ownCollective(node)
  const keys = nodeKeysOf(entry.entry.state)
  if (keys === null) throw noNode()
  for (const record of records) {
    await node.schedule.add(record, due, keys.agreement)
    const { type, digest } = record
    await node.acts.append('record_scheduled', { type, digest, due })
  }
  const scheduled = records.map(({ type, slug, version, digest }) => {
    return { type, slug, version, digest, due }
  })
  context.output.result({ scheduled }, [
    ...scheduled.map(
      ({ type, slug, version }) => `Waits until ${due}: ${type} "${slug}", v${version}.`,
    ),
    'The node has to run then; if it does not, it publishes at its next start.',
    'The prepared file is not sealed: take it away from this server, and keep it to yourselves.',
  ])
}

export async function listScheduled({ node, output }: Context): Promise<void> {
  const { schedule } = await node()
  output.list(await schedule.list(), {
    headings: ['WHEN', 'TYPE', 'DIGEST', 'PROBLEM'],
    none: 'Nothing waits for its time.',
    row: ({ due, type, digest, problem }) => [due, type, digest, problem ?? '-'],
  })
}

export async function cancelScheduled({ node, output }: Context, digest: string): Promise<void> {
  const { schedule, acts } = await node()
  const { type, due } = await schedule.cancel(digest)
  await acts.append('record_unscheduled', { type, digest, due })
  output.result({ canceled: digest, type, due }, [
    `Canceled: the ${type} that was to be published at ${due}. Its proofs still hold.`,
  ])
}

/** One line for each record that waits, for `status`. */
export function scheduledLine({ due, type, problem }: Scheduled): string {
  return `${due} ${type}${problem === null ? '' : ` (not published: ${problem})`}`
}

function noNode(): TesseraError {
  return new TesseraError(
    'conflict',
    'no_node',
    'This collective has ended: no node will publish anything.',
  )
}
