import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'

import type { Test } from 'tap'

import type { CliDeps } from '../../src/cli/opened-node.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { testDeps } from './opened-node.ts'

export const CLI_START = new Date('2026-11-22T09:00:00Z')

/** What a command left behind. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A data directory and the commands that are run on it, in this process. */
export interface Desk {
  readonly directory: string
  readonly deps: CliDeps
  /** Milliseconds that the clock is ahead of CLI_START. */
  elapse(milliseconds: number): void
  run(...argv: string[]): Promise<Ran>
  /** The same with `--json`, and what it printed, read. Throws unless the command ends with 0. */
  json<T>(...argv: string[]): Promise<T>
  /** The path of a file in the directory. */
  path(...names: string[]): string
  write(name: string, text: string): string
}

interface DeskOptions {
  readonly origin?: string
  readonly env?: NodeJS.ProcessEnv
}

/** A desk of its own for a test; nobody sits at it. */
export function desk(t: Test, name = 'desk', options: DeskOptions = {}): Desk {
  const directory = join(t.testdirName, name)
  t.testdir()
  return deskIn(directory, options)
}

export function deskIn(directory: string, { origin, env = {} }: DeskOptions = {}): Desk {
  mkdirSync(directory, { recursive: true })
  let now = CLI_START
  const deps = testDeps(
    {
      TESSERA_DATA: join(directory, 'data'),
      TESSERA_ORIGIN: origin ?? 'https://harbor.example',
      ...env,
    },
    () => now,
    new AbortController().signal,
  )
  const path = (...names: string[]): string => join(directory, ...names)

  async function run(...argv: string[]): Promise<Ran> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const [out, err] = [collect(stdout), collect(stderr)]
    const terminal = { stdin: new PassThrough(), stdout, stderr, isInteractive: false, columns: 80 }
    const code = await runCli(argv, deps, terminal)
    return { code, out: out(), err: err() }
  }

  return {
    directory,
    deps,
    run,
    path,
    elapse(milliseconds) {
      now = new Date(now.getTime() + milliseconds)
    },
    async json(...argv) {
      const { code, out, err } = await run(...argv, '--json')
      if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`)
      return JSON.parse(out) as never
    },
    write(file, text) {
      writeFileSync(path(file), text)
      return path(file)
    },
  }
}

/** What was written to a stream until now. */
export function collect(stream: PassThrough): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => {
    for (let chunk = stream.read() as string | null; chunk !== null;) {
      chunk = stream.read() as string | null
    }
    return text
  }
}

const PASSPHRASE = 'correct horse battery staple'

/** An identity of three members, two of whom decide; everything is in the desk's directory. */
export async function founded(at: Desk, ...more: string[]): Promise<Desk> {
  const file = at.write('pass', `${PASSPHRASE}\n`)
  const args = ['--members', '3', '--threshold', '2', '--member-passphrase-file', file, ...more]
  const { code, err } = await at.run(
    'init',
    '--name',
    'Harbor Commons',
    '--passphrase-file',
    file,
    ...args,
  )
  if (code !== 0) throw new Error(err)
  return at
}

/** Flags with which members 1 and 2 sign at once, and the controller where it has to. */
export function allKeys(at: Desk, ...more: string[]): string[] {
  const names = ['member-1', 'member-2', ...more]
  return [
    ...names.flatMap((name) => ['--key', at.path('data', 'keys', `${name}.age`)]),
    '--key-passphrase-file',
    at.path('pass'),
    '--passphrase-file',
    at.path('pass'),
    '--yes',
  ]
}
