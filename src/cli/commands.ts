import { or } from '@optique/core/constructs'
import type { Parser } from '@optique/core/parser'

import { alertCommand } from './commands/alert.ts'
import { backupCommand } from './commands/backup.ts'
import { bundleCommand } from './commands/bundle.ts'
import { canaryCommand } from './commands/canary.ts'
import { charterCommand } from './commands/charter.ts'
import { communiqueCommand } from './commands/communique.ts'
import { contactKeyCommand } from './commands/contact-key.ts'
import { directoryCommand } from './commands/directory.ts'
import { doctorCommand } from './commands/doctor.ts'
import { initCommand } from './commands/init.ts'
import { keyCommand } from './commands/key.ts'
import { leaveCommand } from './commands/leave.ts'
import { listingCommand } from './commands/listing.ts'
import { logCommand } from './commands/log.ts'
import { memberCommand } from './commands/member.ts'
import { peerCommand } from './commands/peer.ts'
import { profileCommand } from './commands/profile.ts'
import { publishCommand } from './commands/publish.ts'
import { restoreCommand } from './commands/restore.ts'
import { seizureReportCommand } from './commands/seizure-report.ts'
import { contactCommand, needCommand, serviceCommand } from './commands/service.ts'
import { signCommand } from './commands/sign.ts'
import { startCommand } from './commands/start.ts'
import { statusCommand } from './commands/status.ts'
import { syncCommand } from './commands/sync.ts'
import { vouchCommand } from './commands/vouch.ts'
import { wipeCommand } from './commands/wipe.ts'
import type { Command } from './context.ts'

/** Every command, in the order of the help. */
export const commands: Parser<'sync', Command> = or(
  or(initCommand, startCommand, statusCommand, doctorCommand),
  or(profileCommand, serviceCommand, needCommand, contactCommand, contactKeyCommand),
  or(
    charterCommand,
    communiqueCommand,
    alertCommand,
    canaryCommand,
    vouchCommand,
    signCommand,
    publishCommand,
    keyCommand,
    memberCommand,
  ),
  or(peerCommand, syncCommand, directoryCommand, listingCommand, bundleCommand, logCommand),
  or(backupCommand, restoreCommand, seizureReportCommand, leaveCommand, wipeCommand),
)
