import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Context } from './context.ts'
import { UsageError } from './exit-codes.ts'
import type { OpenedNode, UnlockedNode } from './opened-node.ts'
import { readText } from './user-files.ts'

/** In the data directory of a trial on this machine: its passphrase, in the clear. */
export const TRIAL_PASSPHRASE = 'passphrase'

/** The passphrase that a file holds: its first line. Throws `empty_passphrase`, and what readText throws. */
export async function readPassphraseFile(path: string): Promise<string> {
  return firstLine(await readText(path), path)
}

/**
 * The passphrase of the node key: from the flag, the configuration, the file of a trial, or who
 * sits there. Throws `passphrase_needed`.
 */
export async function readNodePassphrase(
  { flags, ask }: Pick<Context, 'flags' | 'ask'>,
  node: OpenedNode,
): Promise<string> {
  const known = await knownPassphrase({ flags }, node)
  if (known !== null) return known
  if (ask.isPossible) {
    return await ask.secret({ message: 'Passphrase of the node key', flag: '--passphrase-file' })
  }
  throw new TesseraError(
    'unauthenticated',
    'passphrase_needed',
    'The passphrase of the node key is needed.',
  )
}

/** What can be known without asking; null if nothing can. */
export async function knownPassphrase(
  { flags }: Pick<Context, 'flags'>,
  { passphraseFile, files }: OpenedNode,
): Promise<string | null> {
  const path = flags.passphraseFile ?? passphraseFile
  if (path !== null && path !== undefined) return await readPassphraseFile(path)
  const trial = await files.readText(TRIAL_PASSPHRASE)
  return trial === null ? null : firstLine(trial, TRIAL_PASSPHRASE)
}

/** The node with its key open. */
export async function unlock(context: Context): Promise<UnlockedNode> {
  const node = await context.node()
  const passphrase = await context.nodePassphrase()
  return await context.progress('Opening the node key', () => node.unlock(passphrase))
}

/** How passphrases of several key files are asked for. */
export interface KeyPassphraseOptions {
  readonly flag: string
  /** New ones are typed twice. */
  readonly isNew: boolean
}

const EXISTING: KeyPassphraseOptions = { flag: '--key-passphrase-file', isNew: false }

/**
 * Passphrases of several key files: one file for all of them, one file for each in order, or asked
 * for one by one.
 */
export async function keyPassphrases(
  { ask }: Pick<Context, 'ask'>,
  keys: readonly string[],
  files: readonly string[],
  { flag, isNew }: KeyPassphraseOptions = EXISTING,
): Promise<readonly string[]> {
  if (files.length > 1 && files.length !== keys.length) {
    throw new UsageError(`${flag} is given once for all keys, or once for each of them in order.`)
  }
  const askFor = isNew ? ask.newSecret : ask.secret
  const passphrases: string[] = []
  for (const [i, key] of keys.entries()) {
    const file = files[i] ?? files[0]
    passphrases.push(
      file === undefined
        ? await askFor({ message: `${isNew ? 'New passphrase' : 'Passphrase'} of ${key}`, flag })
        : await readPassphraseFile(file),
    )
  }
  return passphrases
}

function firstLine(text: string, path: string): string {
  const [line = ''] = text.split(/\r?\n/)
  if (line !== '') return line
  throw invalid(
    'empty_passphrase',
    `The first line of ${path} is empty; a passphrase belongs there.`,
  )
}
