import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { option } from '@optique/core/primitives'
import { integer } from '@optique/core/valueparser'

import { languageFlag, switchFlag, textFlag, textFlags } from './flags.ts'

/** What an identity is made from, for `init` and a first `start`. */
export const initFlags = object({
  name: textFlag('--name', 'NAME', message`What the collective calls itself`),
  language: languageFlag,
  members: optional(
    option('--members', integer({ min: 1, max: 40, metavar: 'N' }), {
      description: message`Make so many member keys here`,
    }),
  ),
  member: textFlags('--member', 'DID-KEY', message`Public key of a member who made it elsewhere`),
  threshold: optional(
    option('--threshold', integer({ min: 1, max: 16, metavar: 'K' }), {
      description: message`How many members have to sign for the collective`,
    }),
  ),
  controller: textFlag('--controller', 'DID-KEY', message`Controller key made elsewhere`),
  memberPassphraseFiles: textFlags(
    '--member-passphrase-file',
    'FILE',
    message`Passphrase of the member keys: once for all, or once for each in order`,
  ),
  controllerPassphraseFile: textFlag(
    '--controller-passphrase-file',
    'FILE',
    message`Passphrase of the controller key; that of the node key if left out`,
  ),
  discoverable: switchFlag('--discoverable', message`Let directories and search engines list it`),
})

export type InitFlags = InferValue<typeof initFlags>
