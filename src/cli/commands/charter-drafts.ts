import { or } from '@optique/core/constructs'

import { createAmendCommand } from './communique-amend.ts'
import { createAnswerCommand } from './communique-answer.ts'
import { draftCharterCommand } from './communique-draft.ts'
import { freezeCharterCommand } from './communique-freeze.ts'
import { createPositionCommand } from './communique-position.ts'
import { charterDraftsCommand } from './communique-read.ts'
import { createRoundCommand } from './communique-round.ts'
import { createTranslateCommand } from './communique-translate.ts'

/** A charter comes to be as a communiqué does. */
export const charterDraftCommands = or(
  or(charterDraftsCommand, draftCharterCommand, createTranslateCommand('charter')),
  or(createAmendCommand('charter'), createAnswerCommand('charter'), createRoundCommand('charter')),
  or(createPositionCommand('charter'), freezeCharterCommand),
)
