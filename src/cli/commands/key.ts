import { or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { command } from '@optique/core/primitives'

import { carryCommand } from './key-carry.ts'
import {
  deactivateCommand,
  guardiansCommand,
  membersCommand,
  moveCommand,
  revokeCommand,
  rotateCommand,
} from './key-change.ts'
import { listHeadsCommand } from './key-heads.ts'
import { listKeysCommand } from './key-list.ts'
import { recoverCommand } from './key-recover.ts'
import { createSignCommand } from './sign.ts'

export const keyCommand = command(
  'key',
  or(
    listKeysCommand,
    listHeadsCommand,
    rotateCommand,
    revokeCommand,
    moveCommand,
    membersCommand,
    guardiansCommand,
    deactivateCommand,
    createSignCommand('approve', message`Approve prepared changes of the identity, like "sign"`),
    carryCommand,
    recoverCommand,
  ),
  { description: message`Keys of this identity, and what changes them` },
)
