import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import type { SealedFor } from '../../identity/backup-sealing.ts'
import { writeBackup } from '../backup-file.ts'
import { type Command, type Context, dataAtRest } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { textFlag, textFlags } from '../flags.ts'
import { readPassphraseFile } from '../passphrases.ts'

const flags = object({
  to: textFlag('--to', 'FILE', message`The file to write; it must not exist yet`),
  recipients: textFlags('--recipient', 'AGE-KEY', message`Who can open it: age1...; several times`),
  passphraseFile: textFlag(
    '--backup-passphrase-file',
    'FILE',
    message`First line: passphrase of the backup, instead of recipients`,
  ),
})

export const backupCommand = command(
  'backup',
  map(
    flags,
    (values): Command =>
      (context) =>
        backup(context, values),
  ),
  { description: message`Write everything this node keeps into one encrypted file` },
)

async function backup(
  context: Context,
  { to, recipients, passphraseFile }: InferValue<typeof flags>,
): Promise<void> {
  if (to === undefined) throw new UsageError('--to FILE is needed: where the backup is written.')
  if (recipients.length > 0 && passphraseFile !== undefined) {
    throw new UsageError('A backup is for recipients or has a passphrase, not both.')
  }
  const sealedFor =
    recipients.length > 0 ? { recipients } : await newPassphrase(context, passphraseFile)
  const data = await dataAtRest(context)
  const written = await context.progress('Writing the backup', () =>
    writeBackup(data, to, sealedFor),
  )
  context.output.result(written, [
    `Written to ${to}: ${written.bytes} bytes, encrypted, and read again from the disk.`,
    `SHA-256 ${written.sha256}`,
    'Check it with "tessera restore --check FILE", and keep it on another machine.',
  ])
}

async function newPassphrase({ ask, deps }: Context, file: string | undefined): Promise<SealedFor> {
  const passphrase =
    file === undefined
      ? await ask.newSecret({
          message: 'New passphrase of the backup',
          flag: '--recipient or --backup-passphrase-file',
        })
      : await readPassphraseFile(file)
  const { keyFileWork: workFactor } = deps
  return workFactor === undefined ? { passphrase } : { passphrase, workFactor }
}
