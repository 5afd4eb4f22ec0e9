import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { stateOf } from '../../identity/ceremony.ts'
import type { Prepared } from '../../identity/prepared.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { Command, Context } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readPrepared } from '../prepared-files.ts'
import { publishPrepared } from '../publish-prepared.ts'

const flags = object({
  files: multiple(argument(string({ metavar: 'FILE' }), { description: message`Prepared files` }), {
    min: 1,
  }),
})

export const publishCommand = command(
  'publish',
  map(
    flags,
    ({ files }): Command =>
      async (context) =>
        await publishFiles(context, files),
  ),
  { description: message`Publish prepared files that have all their proofs` },
)

/** What lacks proofs is left; everything else goes out as one change of state. */
async function publishFiles(context: Context, paths: readonly string[]): Promise<ExitCode> {
  const { output } = context
  const ready: Prepared[] = []
  const waiting: string[] = []
  for (const path of paths) {
    const prepared = await readPrepared(path)
    const { isComplete, signedBy, threshold, needsController } = stateOf(prepared)
    if (isComplete) ready.push(prepared)
    else {
      const controller = needsController ? ', and not the controller key' : ''
      waiting.push(`${path}: ${signedBy.length} of ${threshold} members have signed${controller}.`)
    }
  }
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
