import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { TesseraError } from '../../kernel/errors.ts'
import type { Command, Context } from '../context.ts'
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts'
import { readTime, switchFlag, textFlag } from '../flags.ts'
import { publishPrepared } from '../publish-prepared.ts'
import { readReady } from '../ready-files.ts'
import { cancelScheduled, listScheduled, schedulePrepared } from '../schedule-prepared.ts'

const flags = object({
  files: multiple(argument(string({ metavar: 'FILE' }), { description: message`Prepared files` })),
  at: textFlag('--at', 'TIME', message`Keep it sealed until then, in UTC: 2026-12-01T10:00:00Z`),
  list: switchFlag('--list', message`Say what waits for its time`),
  cancel: textFlag('--cancel', 'DIGEST', message`Publish a record that waits not at all`),
})
type PublishFlags = InferValue<typeof flags>

export const publishCommand = command(
  'publish',
  map(
    flags,
    (values): Command =>
      (context) =>
        run(context, values),
  ),
  { description: message`Publish prepared files that have all their proofs, now or at a time` },
)

async function run(context: Context, values: PublishFlags): Promise<ExitCode | void> {
  const { files, at, list, cancel } = values
  const choices = [files.length > 0, list, cancel !== undefined].filter(Boolean)
  if (choices.length !== 1 || (at !== undefined && files.length === 0)) {
    throw new UsageError('publish takes prepared files (maybe with --at), --list or --cancel.')
  }
  if (list) return await listScheduled(context)
  if (cancel !== undefined) return await cancelScheduled(context, cancel)
  if (at !== undefined) return await schedulePrepared(context, files, readTime(at))
  return await publishFiles(context, files)
}

/** What lacks proofs is left; everything else goes out as one change of state. */
async function publishFiles(context: Context, paths: readonly string[]): Promise<ExitCode> {
  const { output } = context
  const { ready, waiting } = await readReady(paths)
  if (ready.length === 0) throw new TesseraError('conflict', 'proofs_missing', waiting.join('\n'))
  const published = await publishPrepared(context, ready)
  output.result({ published, waiting }, [
    ...published.map((what) => `Published: ${what}.`),
    ...waiting.map((what) => `Waiting: ${what}`),
  ])
  const hasEntry = ready.some(({ kind }) => kind === 'entry')
  if (hasEntry) output.note('If the node is running, restart it: it reads its key at start.')
  return waiting.length === 0 ? EXIT.ok : EXIT.partly
}
