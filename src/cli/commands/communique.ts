import { or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { command } from '@optique/core/primitives'

import { createAmendCommand } from './communique-amend.ts'
import { createAnswerCommand } from './communique-answer.ts'
import { draftCommuniqueCommand } from './communique-draft.ts'
import { endorseCommand } from './communique-endorse.ts'
import { freezeCommuniqueCommand } from './communique-freeze.ts'
import { createPositionCommand } from './communique-position.ts'
import { listCommuniquesCommand, showCommuniqueCommand } from './communique-read.ts'
import { createRoundCommand } from './communique-round.ts'
import { createTranslateCommand } from './communique-translate.ts'
import { publishCommand } from './publish.ts'

export const communiqueCommand = command(
  'communique',
  or(
    or(listCommuniquesCommand, showCommuniqueCommand, draftCommuniqueCommand),
    or(createTranslateCommand('communique'), createAmendCommand('communique')),
    or(createAnswerCommand('communique'), createRoundCommand('communique')),
    or(createPositionCommand('communique'), freezeCommuniqueCommand, endorseCommand),
    publishCommand,
  ),
  { description: message`Joint texts: draft, translate, decide, freeze and endorse` },
)
