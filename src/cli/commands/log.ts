import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, withDefault } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command, option } from '@optique/core/primitives'
import { integer } from '@optique/core/valueparser'

import type { Command, Context } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { switchFlag } from '../flags.ts'

const flags = object({
  verify: switchFlag('--verify', message`Check that nothing in it was changed or taken out`),
  limit: withDefault(
    option('--limit', integer({ min: 1, max: 500 }), { description: message`How many acts` }),
    20,
  ),
})

export const logCommand = command(
  'log',
  map(
    flags,
    (values): Command =>
      (context) =>
        showLog(context, values),
  ),
  { description: message`What this node published, trusted and signed with: what and when` },
)

async function showLog(
  { node: open, output }: Context,
  { verify, limit }: InferValue<typeof flags>,
): Promise<ExitCode> {
  const { acts } = await open()
  if (!verify) {
    output.list(await acts.list({ limit }), {
      headings: ['NUMBER', 'WHEN', 'WHAT', 'DETAIL'],
      none: 'Nothing was done yet.',
      row: ({ seq, at, what, detail }) => [String(seq), at, what, JSON.stringify(detail)],
    })
    return EXIT.ok
  }
  const state = await acts.verify()
  if (!state.whole) {
    output.result(state, [
      `BROKEN at act ${state.brokenAt}: it was changed, taken out or put in.`,
      'Compare it with a backup, and find out who could write to the database.',
    ])
    return EXIT.refused
  }
  output.result(state, [
    `Whole: ${state.length} acts, the last with hash ${state.lastHash ?? '-'}.`,
    'Note the hash: acts missing at the end show only to who knows a later one.',
  ])
  return EXIT.ok
}
