import { stat } from 'node:fs/promises'

import { addTime, DAY, toTimestamp } from '../kernel/time.ts'
import { listPrepared } from './commands/status.ts'
import type { Finding, OpenedNode } from './opened-node.ts'
import { restoredAt } from './restored-at.ts'

/** What waits longer than this was given up, and tells a disk's finder what was about to be decided. */
const PREPARED_IS_OLD = 30 * DAY

/** What lies beside the database and should not stay so. */
export async function examineFiles(node: OpenedNode): Promise<readonly Finding[]> {
  return [...(await examineRestored(node)), ...(await examinePrepared(node))]
}

async function examineRestored({ files }: OpenedNode): Promise<Finding[]> {
  const restored = await restoredAt(files)
  if (restored === null) return []
  return [
    {
      check: 'restored',
      level: 'problem',
      message: `This node was restored from a backup at ${restored} and signs nothing yet.`,
      advice: 'tessera key rotate; or, if every peer answers, tessera restore --go-on',
    },
  ]
}

async function examinePrepared(node: OpenedNode): Promise<Finding[]> {
  const limit = addTime(toTimestamp(node.now()), -PREPARED_IS_OLD)
  const findings: Finding[] = []
  for (const path of await listPrepared(node)) {
    const { mtime } = await stat(path)
    if (toTimestamp(mtime) >= limit) continue
    findings.push({
      check: 'prepared',
      level: 'warning',
      message: `${path} waits for members since ${toTimestamp(mtime)}.`,
      advice: `Have it signed, or delete it: rm ${path}`,
    })
  }
  return findings
}
