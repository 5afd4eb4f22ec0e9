import { or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { command } from '@optique/core/primitives'

import { cancelCommand, updateCommand } from './alert-change.ts'
import { raiseCommand } from './alert-raise.ts'
import { listAlertsCommand, showAlertCommand } from './alert-read.ts'
import { respondCommand } from './alert-respond.ts'

export const alertCommand = command(
  'alert',
  or(
    or(listAlertsCommand, showAlertCommand),
    or(raiseCommand, updateCommand, cancelCommand, respondCommand),
  ),
  { description: message`Alerts: raise, update and cancel them, and respond to others'` },
)
