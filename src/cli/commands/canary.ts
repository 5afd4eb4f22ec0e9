import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { canaryLines } from '../canary-lines.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { findKnownCollective, namesOfCollectives } from '../find-collective.ts'
import { prepareCanaryCommand } from './canary-prepare.ts'

const who = optional(
  argument(string({ metavar: 'COLLECTIVE' }), {
    description: message`SCID, its last 8 characters, or address; the own one without it`,
  }),
)

const showCommand = command(
  'show',
  map(
    object({ who }),
    (values): Command =>
      async (context) =>
        await show(context, values.who),
  ),
  { description: message`Show the canary of a collective, with its gaps` },
)

export const canaryCommand = command('canary', or(prepareCanaryCommand, showCommand), {
  description: message`A dated statement that members renew by hand`,
})

async function show(context: Context, text: string | undefined): Promise<void> {
  const node = await context.node()
  const { scid } =
    text === undefined ? await ownCollective(node) : await findKnownCollective(node, text)
  const canaries = await node.canaries.list(scid)
  const names = await namesOfCollectives(node)
  const lines = canaries.flatMap((one) => canaryLines(one, (other) => names.get(other) ?? other))
  const none = ['No canary of this collective is known here. That says nothing by itself.']
  context.output.result({ scid, canaries }, lines.length === 0 ? none : lines)
}
