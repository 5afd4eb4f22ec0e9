import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import type { SyncReport } from '../../exchange/peering.ts'
import type { Command, Context } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { findKnownCollective, nameOfCollective } from '../find-collective.ts'

const flags = object({
  who: optional(
    argument(string({ metavar: 'COLLECTIVE' }), {
      description: message`One peer only: SCID, its last 8 characters, or address`,
    }),
  ),
})

export const syncCommand = command(
  'sync',
  map(
    flags,
    ({ who }): Command =>
      (context) =>
        sync(context, who),
  ),
  { description: message`Fetch what peers have, now` },
)

async function sync(context: Context, who: string | undefined): Promise<ExitCode> {
  const { output, progress } = context
  const node = await context.node()
  const scid = who === undefined ? undefined : (await findKnownCollective(node, who)).scid
  const reports = await progress('Syncing', () => node.peering.sync(scid))
  const names = new Map<string, string>()
  for (const report of reports) {
    names.set(report.scid, await nameOfCollective(node, report.scid))
  }
  output.list(reports, {
    headings: ['PEER', 'OUTCOME', 'NEW', 'REFUSED', 'PROBLEM'],
    none: 'No peer yet: tessera peer add URL',
    row: (report) => [
      names.get(report.scid) ?? report.scid,
      report.outcome,
      String(report.received),
      String(report.refused),
      report.error ?? '',
    ],
  })
  return exitCodeOf(reports)
}

function exitCodeOf(reports: readonly SyncReport[]): ExitCode {
  const failed = reports.filter(({ outcome }) => outcome === 'failed').length
  if (failed === 0) return EXIT.ok
  return failed === reports.length ? EXIT.unavailable : EXIT.partly
}
