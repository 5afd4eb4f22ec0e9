import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import type { Command } from '../context.ts'
import { initFlags } from '../init-flags.ts'
import { start } from '../start.ts'

export const startCommand = command(
  'start',
  map(
    initFlags,
    (values): Command =>
      (context) =>
        start(context, values),
  ),
  { description: message`Serve this node; the first time it makes an identity, like "init"` },
)
