import { bash, fish, zsh } from '@optique/core/completion'
import { merge, object } from '@optique/core/constructs'
import { runParserSync } from '@optique/core/facade'
import { formatMessage, message } from '@optique/core/message'
import type { InferValue, Parser } from '@optique/core/parser'

import type { Command, GlobalFlags } from './context.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { globalFlags } from './flags.ts'
import { createOutput } from './output.ts'
import type { Terminal } from './terminal.ts'

const NAME = 'tessera'

type CliParser = ReturnType<typeof createParser>

function createParser(command: Parser<'sync', Command>) {
  return merge(globalFlags, object({ command }))
}

/** A node that is started needs no other command, and a bundle may have to be read in little memory. */
async function parserFor([first]: readonly string[]): Promise<CliParser> {
  if (first === 'start') return createParser((await import('./commands/start.ts')).startCommand)
  if (first === 'bundle') return createParser((await import('./commands/bundle.ts')).bundleCommand)
  return createParser((await import('./commands.ts')).commands)
}

/** What was typed. */
export interface Parsed {
  readonly command: Command
  readonly flags: GlobalFlags
}

/** What was typed; an exit code where that was wrong, or only asked for help. */
export async function parseArguments(
  argv: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<Parsed | ExitCode> {
  const parsed = parse(argv, await parserFor(argv), { version, terminal })
  if (typeof parsed === 'number') return parsed
  const { command, ...flags } = parsed
  return { command, flags }
}

function parse(
  argv: readonly string[],
  parser: CliParser,
  { version, terminal }: { readonly version: string; readonly terminal: Terminal },
): InferValue<CliParser> | ExitCode {
  const print = (text: string): void => {
    terminal.stdout.write(`${text}\n`)
  }
  const shown = { onShow: () => EXIT.ok }
  return runParserSync(parser, NAME, argv.length === 0 ? ['--help'] : argv, {
    brief: message`The node of a collective: profile, charter, directory.`,
    help: { command: true, option: true, ...shown },
    version: { value: version, command: true, option: true, ...shown },
    completion: { command: { names: ['completions'] }, shells: { bash, zsh, fish }, ...shown },
    aboveError: 'none',
    commandList: 'top-level',
    showChoices: { maxItems: 12 },
    usageLine: [
      { type: 'argument', metavar: 'COMMAND' },
      { type: 'optional', terms: [{ type: 'argument', metavar: 'FLAGS' }] },
    ],
    maxWidth: terminal.isInteractive ? terminal.columns : 100,
    stdout: print,
    stderr: () => {},
    onError(_, error) {
      const output = createOutput(terminal, argv.includes('--json'))
      output.error({
        code: 'bad_usage',
        message: formatMessage(error),
        hint: `${[NAME, ...wordsOf(argv)].join(' ')} --help shows how it is used.`,
      })
      return EXIT.usage
    },
  })
}

/** The commands in what was typed, without arguments: the help that fits. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const [first = ''] = argv
  return /^[a-z]+$/.test(first) ? [first] : []
}
