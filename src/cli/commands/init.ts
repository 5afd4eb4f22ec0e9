import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import type { Command } from '../context.ts'
import { foundWith } from '../found-with.ts'
import { initFlags } from '../init-flags.ts'

export const initCommand = command(
  'init',
  map(
    initFlags,
    (values): Command =>
      (context) =>
        foundWith(context, values),
  ),
  { description: message`Make the identity of a collective and publish its first profile` },
)
