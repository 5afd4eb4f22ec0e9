import { TesseraError } from '../kernel/errors.ts'
import { type Context, createContext } from './context.ts'
import { EXIT, type ExitCode, exitCodeFor, UsageError } from './exit-codes.ts'
import { hintFor } from './hints.ts'
import type { CliDeps } from './opened-node.ts'
import type { Parsed } from './parse-arguments.ts'
import { isPlainStart } from './plain-start.ts'
import { start } from './start.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs one command and returns its exit code (exit-codes.ts). Refusals are told in one sentence with
 * what to do next; bugs are thrown. What it opened is closed again.
 */
export async function runCli(
  argv: readonly string[],
  deps: CliDeps,
  terminal: Terminal,
): Promise<ExitCode> {
  const parsed = await understand(argv, terminal, deps.version)
  if (typeof parsed === 'number') return parsed
  await using context = createContext(deps, terminal, parsed.flags)
  try {
    return (await parsed.command(context)) ?? EXIT.ok
  } catch (error) {
    return explain(error, context)
  }
}

async function understand(
  argv: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<Parsed | ExitCode> {
  if (isPlainStart(argv)) return { command: (context) => start(context), flags: {} }
  const { parseArguments } = await import('./parse-arguments.ts')
  return await parseArguments(argv, terminal, version)
}

function explain(error: unknown, { output }: Context): ExitCode {
  if (error instanceof UsageError) {
    output.error({ code: 'bad_usage', message: error.message })
    return EXIT.usage
  }
  if (!(error instanceof TesseraError)) throw error
  const { code, message: text, kind } = error
  const hint = hintFor(code)
  output.error({ code, message: text, ...(hint === undefined ? {} : { hint }) })
  return exitCodeFor(kind)
}
