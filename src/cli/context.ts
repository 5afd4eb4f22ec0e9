import { TesseraError } from '../kernel/errors.ts'
import { type Ask, createAsk, type Question } from './ask.ts'
import type { ExitCode } from './exit-codes.ts'
import type { DataAtRest } from './kept-data.ts'
import type { CliDeps, OpenedNode, OwnCollective } from './opened-node.ts'
import { createOutput, type Output } from './output.ts'
import { readNodePassphrase } from './passphrases.ts'
import { createProgress, type Progress } from './progress.ts'
import type { Terminal } from './terminal.ts'

/** Flags that every command takes. */
export interface GlobalFlags {
  readonly data?: string | undefined
  readonly json?: true | undefined
  readonly yes?: true | undefined
  readonly passphraseFile?: string | undefined
}

/** What a command works with. */
export interface Context {
  readonly deps: CliDeps
  readonly terminal: Terminal
  readonly flags: GlobalFlags
  readonly output: Output
  readonly ask: Ask
  readonly progress: Progress
  /** Opened at the first call; closed when the command ends. */
  readonly node: () => Promise<OpenedNode>
  /** Read or asked for once. Throws `passphrase_needed`. */
  readonly nodePassphrase: () => Promise<string>
  /** Asks for the passphrase of a node key that is made now. */
  readonly useNewPassphrase: (question: Question) => Promise<string>
}

/** A command with its arguments; what it returns is the exit code, `ok` if it returns nothing. */
export type Command = (context: Context) => Promise<ExitCode | void>

export interface OwnedContext extends Context, AsyncDisposable {}

export function createContext(deps: CliDeps, terminal: Terminal, flags: GlobalFlags): OwnedContext {
  const output = createOutput(terminal, flags.json === true)
  const ask = createAsk(terminal, flags.yes === true)
  let opened: Promise<OpenedNode> | null = null
  let passphrase: Promise<string> | null = null

  function node(): Promise<OpenedNode> {
    opened ??= deps.openNode(flags.data === undefined ? {} : { dataDirectory: flags.data })
    return opened
  }

  return {
    deps,
    terminal,
    flags,
    output,
    ask,
    progress: createProgress(terminal, output),
    node,
    nodePassphrase() {
      passphrase ??= node().then((it) => readNodePassphrase({ flags, ask }, it))
      return passphrase
    },
    useNewPassphrase(question) {
      passphrase = ask.newSecret(question)
      return passphrase
    },
    async [Symbol.asyncDispose]() {
      const node = await opened?.catch(() => null)
      await node?.[Symbol.asyncDispose]()
    },
  }
}

/** The data of the directory that was named, without a node opened on it. */
export async function dataAtRest(
  { deps, flags }: Pick<Context, 'deps' | 'flags'>,
  directory: string | undefined = flags.data,
): Promise<DataAtRest> {
  return await deps.openData(directory === undefined ? {} : { dataDirectory: directory })
}

/** The own collective. Throws `no_identity` before `init`, `clock_wrong`. */
export async function ownCollective(node: OpenedNode): Promise<OwnCollective> {
  const own = await node.own()
  if (own !== null) return own
  if (await isAheadOfClock(node)) {
    throw new TesseraError(
      'unavailable',
      'clock_wrong',
      'The identity here was signed at a time that this clock has not reached yet.',
    )
  }
  throw new TesseraError('not-found', 'no_identity', 'There is no identity here yet.')
}

/** Whether there is an identity, though none that counts by now: the clock went back. */
export async function isAheadOfClock(node: OpenedNode): Promise<boolean> {
  if ((await node.own()) !== null) return false
  return (await node.store.listCollectives()).some((collective) => collective.own)
}
