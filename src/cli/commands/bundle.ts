import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { importBundle } from '../../exchange/bundle-import.ts'
import { MAX_BUNDLE_BYTES } from '../../exchange/bundle-text.ts'
import { verifyBundle } from '../../exchange/bundle-verify.ts'
import { isTimestamp, type Timestamp, toTimestamp } from '../../kernel/time.ts'
import { bundleLines, importLines } from '../bundle-lines.ts'
import type { Command, Context } from '../context.ts'
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts'
import { exportNamed } from '../export-bundle.ts'
import { textFlag } from '../flags.ts'
import { createFile, readBytes } from '../user-files.ts'

const fileArgument = argument(string({ metavar: 'FILE' }), {
  description: message`A file that ends in .tessera`,
})
const exportFlags = object({
  what: multiple(argument(string({ metavar: 'WHAT' })), { min: 1, max: 2 }),
  out: optional(
    option('-o', '--out', string({ metavar: 'FILE' }), {
      description: message`Where to write it; stdout if nothing is said`,
    }),
  ),
  view: textFlag('--view', 'NAME', message`For the directory: another view than the first`),
})
const verifyFlags = object({
  file: fileArgument,
  at: textFlag('--at', 'TIME', message`As of then, such as 2026-11-22T09:00:00Z`),
})

const exportCommand = command(
  'export',
  map(
    exportFlags,
    (values): Command =>
      (context) =>
        exportBundle(context, values),
  ),
  {
    description: message`Write a collective, "charter NAME", "communique NAME" or "directory" into one file`,
  },
)
const verifyCommand = command(
  'verify',
  map(
    verifyFlags,
    (values): Command =>
      (context) =>
        verify(context, values),
  ),
  {
    description: message`Check a bundle against nothing but itself: no network, no data directory`,
  },
)
const importCommand = command(
  'import',
  map(
    object({ file: fileArgument }),
    ({ file }): Command =>
      (context) =>
        takeIn(context, file),
  ),
  { description: message`Take in what a bundle holds, as if a peer had handed it over` },
)

export const bundleCommand = command('bundle', or(exportCommand, verifyCommand, importCommand), {
  description: message`One file that anyone can check without a network`,
})

async function exportBundle(
  context: Context,
  { what, out, view }: InferValue<typeof exportFlags>,
): Promise<void> {
  const { terminal, output } = context
  const file = await exportNamed(await context.node(), what, view)
  if (out === undefined) {
    terminal.stdout.write(file)
    return
  }
  await createFile(out, file)
  output.result({ path: out, bytes: file.length }, [`Written: ${out}, ${file.length} bytes.`])
}

/** Opens no node: it has to work on a machine that has none. */
async function verify(
  { output }: Context,
  { file, at }: InferValue<typeof verifyFlags>,
): Promise<ExitCode> {
  const now = at === undefined ? toTimestamp(new Date()) : readTime(at)
  const report = verifyBundle(await readBytes(file, BUNDLE_FILE), now)
  output.result(report, bundleLines(report))
  return report.isSound ? EXIT.ok : EXIT.refused
}

/** With room for the check line, so that what is too large is told by the rule for bundles. */
const BUNDLE_FILE = 2 * MAX_BUNDLE_BYTES

function readTime(text: string): Timestamp {
  if (isTimestamp(text)) return text
  throw new UsageError(`--at takes a time like 2026-11-22T09:00:00Z, not "${text}".`)
}

async function takeIn(context: Context, path: string): Promise<ExitCode> {
  const file = await readBytes(path, BUNDLE_FILE)
  const node = await context.node()
  const parts = await importBundle(file, toTimestamp(node.now()), node.exchange)
  context.output.result({ collectives: parts }, importLines(parts))
  const refused = parts.filter((part) => Object.keys(part.refused).length > 0)
  if (refused.length === 0) return EXIT.ok
  const some = parts.some(({ stored, known }) => stored + known > 0)
  return some ? EXIT.partly : EXIT.refused
}
