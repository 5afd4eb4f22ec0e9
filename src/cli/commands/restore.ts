import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import type { CopyHeader } from '../../exchange/backup-copy.ts'
import type { OpenedBy } from '../../identity/backup-sealing.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { checkBackup, linesOf } from '../backup-file.ts'
import { type Command, type Context, dataAtRest } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { switchFlag, textFlag, textFlags } from '../flags.ts'
import type { DataAtRest } from '../kept-data.ts'
import { readPassphraseFile, unlock } from '../passphrases.ts'
import { readText } from '../user-files.ts'

const flags = object({
  file: optional(argument(string({ metavar: 'FILE' }), { description: message`The backup` })),
  to: textFlag('--to', 'DIR', message`Empty directory that becomes the data directory`),
  identities: textFlags('--identity', 'FILE', message`File with a secret key of age`),
  passphraseFile: textFlag(
    '--backup-passphrase-file',
    'FILE',
    message`First line: passphrase of the backup`,
  ),
  check: switchFlag('--check', message`Only read it to its end; write nothing`),
  goOn: switchFlag('--go-on', message`Sign again, if no peer holds a newer state (no FILE)`),
})

export const restoreCommand = command(
  'restore',
  map(
    flags,
    (values): Command =>
      (context) =>
        restore(context, values),
  ),
  { description: message`Put a backup into an empty data directory; it then signs nothing yet` },
)

async function restore(context: Context, values: InferValue<typeof flags>): Promise<void> {
  const { file, to, check, goOn: isGoingOn } = values
  if (isGoingOn) return await goOn(context)
  if (file === undefined) throw new UsageError('FILE is needed: the backup.')
  const openedBy = await opener(context, values)
  const data = await dataAtRest(context, to)
  // A file that is not whole must not leave half a node behind.
  const header = await context.progress('Checking the backup', () =>
    checkBackup(data, file, openedBy),
  )
  if (check) {
    const value = { outcome: 'whole', ...header }
    return context.output.result(value, ['The backup opens and is whole.', ...describe(header)])
  }
  await context.progress('Restoring', () => data.putBack(linesOf(file, openedBy)))
  await warnOfOtherDatabase(context, data, to)
  const { directory } = data.settings
  const value = { outcome: 'restored', dataDirectory: directory, ...header, next: NEXT_STEPS }
  context.output.result(value, [
    `Restored into ${directory}.`,
    ...describe(header),
    '',
    ...NEXT_STEPS,
  ])
}

function describe({ created, origin, scid, program }: CopyHeader): string[] {
  return [
    `Made        ${created}, by Tessera ${program}`,
    `Node        ${origin}`,
    `Collective  ${scid ?? 'none yet'}`,
  ]
}

/** SPEC: design.md, section 6, "Own restore". */
const NEXT_STEPS = [
  'This node signs nothing yet: since the backup it may have published more, and whoever signs a',
  'second state beside that splits the collective in two. Do this, in this order:',
  '1. Make sure that the old machine never runs again (there: tessera wipe).',
  '2. tessera start            It serves pages and fetches what peers hold.',
  '3. tessera key rotate       Prepares a new node key. Have it signed, and publish it: tessera sign,',
  '                            tessera publish. From then on the node signs again.',
  '   Only if every peer answers, and nothing was published since the backup, there is a way without',
  '   members: tessera restore --go-on.',
] as const

/** The configuration came with the backup: it may name another database than the one just filled. */
async function warnOfOtherDatabase(
  context: Context,
  { settings }: DataAtRest,
  to: string | undefined,
): Promise<void> {
  const { settings: now } = await dataAtRest(context, to)
  if (now.database === settings.database) return
  context.output.warn(
    `The tessera.toml of the backup names the database ${now.databaseHost ?? now.database}, but the ` +
      `tables were put into ${settings.database}. Change database_url there before you start the node.`,
  )
}

async function opener(
  { ask }: Context,
  { identities: files, passphraseFile }: InferValue<typeof flags>,
): Promise<OpenedBy> {
  if (files.length > 0) {
    const texts = await Promise.all(files.map(readText))
    const lines = texts.flatMap((text) => text.split(/\r?\n/))
    return { identities: lines.filter((line) => line !== '' && !line.startsWith('#')) }
  }
  if (passphraseFile !== undefined) return { passphrase: await readPassphraseFile(passphraseFile) }
  const flag = '--identity or --backup-passphrase-file'
  return { passphrase: await ask.secret({ message: 'Passphrase of the backup', flag }) }
}

/** Asks every peer for what it holds; signs again only if none is silent and none holds more. */
async function goOn(context: Context): Promise<void> {
  const { ask, output, progress } = context
  const node = await context.node()
  await ask.confirm('Is the old machine gone for good? Two that sign split the collective.')
  const reports = await progress('Asking all peers', () => node.peering.sync())
  const silent = reports.filter(({ outcome }) => outcome !== 'synced')
  if (reports.length === 0 || silent.length > 0) throw peersSilent(reports.length, silent.length)
  const { publisher } = await unlock(context)
  const isConfirmed = await publisher.confirmRestored()
  if (isConfirmed) await node.acts.append('backup_confirmed', { peers: reports.length })
  output.result({ outcome: isConfirmed ? 'confirmed' : 'not_restored', peers: reports.length }, [
    isConfirmed
      ? `${reports.length} peers hold nothing newer: this node signs again.`
      : 'Nothing was restored here that waits for this.',
  ])
}

function peersSilent(all: number, silent: number): TesseraError {
  const why = all === 0 ? 'There is no peer to ask' : `${silent} of ${all} peers do not answer`
  return new TesseraError(
    'unavailable',
    'peers_silent',
    `${why}: nobody knows whether newer states of this node exist.`,
  )
}
