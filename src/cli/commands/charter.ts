import { or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { command } from '@optique/core/primitives'

import { charterDraftCommands } from './charter-drafts.ts'
import {
  resumeCharterCommand,
  suspendCharterCommand,
  withdrawCharterCommand,
} from './charter-end.ts'
import { publishFoundingCommand } from './charter-founding.ts'
import { diffCommand, listCommand, showCommand } from './charter-read.ts'
import { signCharterCommand } from './charter-sign.ts'

export const charterCommand = command(
  'charter',
  or(
    listCommand,
    showCommand,
    diffCommand,
    signCharterCommand,
    withdrawCharterCommand,
    suspendCharterCommand,
    resumeCharterCommand,
    publishFoundingCommand,
    charterDraftCommands,
  ),
  { description: message`Charters, and what this collective signs` },
)
