import { setTimeout as pause } from 'node:timers/promises'

import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import { TesseraError } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import { type Command, type Context, dataAtRest } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { switchFlag } from '../flags.ts'
import type { DataAtRest, RestSettings } from '../kept-data.ts'

/** A running node sees within 2 seconds that its key file is gone, and ends. */
const END_PATIENCE = 4 * SECOND
const END_PAUSE = SECOND / 10

export const wipeCommand = command(
  'wipe',
  map(
    object({
      force: switchFlag('--force', message`Also while the node runs; it ends by itself then`),
    }),
    ({ force }): Command =>
      (context) =>
        wipe(context, force),
  ),
  { description: message`Destroy everything this node keeps here: keys first, then all the rest` },
)

async function wipe(context: Context, isForced: boolean): Promise<ExitCode> {
  const { output } = context
  const data = await dataAtRest(context)
  const { settings } = data
  const before = await stateOfUse(data)
  if (before === 'in-use' && !isForced) throw nodeRunning()
  await confirm(context, settings)
  // Nothing stands before this: once the keys are gone, what is left speaks for nobody.
  const keys = await data.destroyKeys()
  if (before === 'in-use') await waitForEnd(data)
  const databaseLeft = await destroyDatabase(data)
  const files = await data.destroyFiles()
  const left = [...(databaseLeft === null ? [] : [databaseLeft]), ...leftElsewhere(settings)]
  output.result({ outcome: databaseLeft === null ? 'wiped' : 'partly', keys, files, left }, [
    `${keys.length} key files overwritten and removed; then the database, then ${files.length} other files.`,
    'What may still be somewhere:',
    ...left.map((line) => `  - ${line}`),
  ])
  return databaseLeft === null ? EXIT.ok : EXIT.partly
}

/** Null where nobody can say: the database does not answer. */
async function stateOfUse(data: DataAtRest): Promise<'in-use' | 'free' | null> {
  return await data.isInUse().then(
    (isInUse) => (isInUse ? 'in-use' : 'free'),
    () => null,
  )
}

async function confirm({ ask, flags, output }: Context, settings: RestSettings): Promise<void> {
  const { host } = new URL(settings.origins[0])
  output.warn(`This destroys ${settings.directory} and its database. Nobody can bring it back.`)
  if (flags.yes === true) return
  await ask.text({
    message: `Type ${host} to go on`,
    flag: '--yes',
    check: (answer) => (answer === host ? undefined : `This is not ${host}; Ctrl-C stops.`),
  })
}

async function waitForEnd(data: DataAtRest): Promise<void> {
  const end = performance.now() + END_PATIENCE
  while (performance.now() < end && (await stateOfUse(data)) === 'in-use') await pause(END_PAUSE)
}

/** One sentence about what could not be destroyed; null if everything was. */
async function destroyDatabase(data: DataAtRest): Promise<string | null> {
  try {
    await data.destroyDatabase()
    return null
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    return `the database at ${data.settings.databaseHost ?? 'its place'}, whole: ${error.message}`
  }
}

function leftElsewhere({ passphraseFile, database, databaseHost }: RestSettings): string[] {
  return [
    'On flash storage (SSD, SD card) and file systems that copy on write, overwriting may have left the old bytes behind: only an encrypted disk whose key is gone, or a destroyed one, is empty.',
    'Backups and snapshots of this machine, and those that its host makes.',
    'What is in memory and swap until the machine is switched off.',
    'The logs of systemd and of the proxy.',
    ...(database === 'postgres'
      ? [
          `The files of PostgreSQL at ${databaseHost ?? '?'} hold dropped rows until it writes over them, and its archives and replicas for longer.`,
        ]
      : []),
    ...(passphraseFile === null ? [] : [`The file with the passphrase: ${passphraseFile}`]),
    'Everything public: peers hold and serve it.',
  ]
}

function nodeRunning(): TesseraError {
  return new TesseraError(
    'conflict',
    'node_running',
    'The node runs, or another command does; nothing was destroyed.',
  )
}
