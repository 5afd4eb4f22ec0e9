import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import type { CliDeps } from './cli/opened-node.ts'
import { randomPassphrase } from './cli/random-passphrase.ts'
import { runCli } from './cli/run-cli.ts'
import type { Terminal } from './cli/terminal.ts'
import { DEMO_COLLECTIVES } from './demo-collectives.ts'
import { bundleOf, writeTogether } from './demo-communique.ts'
import { type DemoNode, othersOf, type Run, signingOf } from './demo-node.ts'
import { SECOND } from './kernel/time.ts'

/** Makes what the commands work with, for an environment. */
export type CreateDeps = (env: NodeJS.ProcessEnv) => CliDeps

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const CONTENT = fileURLToPath(new URL('../content/demo/', import.meta.url))
/** Says that a directory is the demo's own and may be thrown away. */
const MARKER = 'DEMO'
/** Keys of invented collectives are worth nothing: their files need not be slow to open. */
const KEY_FILE_WORK = 10
/** A small machine that compiles everything for the first time. */
const START_PATIENCE = 60 * SECOND
const LOOK = 200

/**
 * Three invented collectives on this machine: each founds its identity, publishes its profile, adds
 * the others as peers, vouches and signs the founding charter; together they write, translate, decide
 * and sign a communiqué; then they serve until Ctrl-C. Every step is a command that a collective
 * would type.
 */
export async function runDemo(createDeps: CreateDeps, terminal: Terminal): Promise<number> {
  const say = (line: string): void => void terminal.stdout.write(`${line}\n`)
  const nodes = await prepareNodes(resolve(process.env['TESSERA_DATA'] ?? 'demo-data'))
  const children: ChildProcess[] = []
  const { signal } = createDeps(process.env)
  const run = createRunner(createDeps, say)
  try {
    for (const node of nodes) {
      say(`\n${node.name}, at ${node.origin}`)
      await run(node, ...foundingOf(node))
      await run(node, 'profile', 'edit', '--file', join(CONTENT, `${node.directory}.toml`))
      children.push(await serve(node))
    }
    for (const node of nodes) await waitFor(node, signal)
    say(`\nThe three serve already: ${nodes.map((node) => node.origin).join('  ')}`)
    await bringTogether(nodes, run, say)
    await writeTogether(nodes, run, say)
    for (const line of whatToLookAt(nodes)) say(line)
    if (!signal.aborted) await once(signal, 'abort')
    say('Stopping ...')
    return 0
  } catch (error) {
    if (signal.aborted) return 0
    throw error
  } finally {
    await Promise.all(children.map(stop))
    say('Stopped.')
  }
}

async function prepareNodes(path: string): Promise<DemoNode[]> {
  const isOurs = await readFile(join(path, MARKER)).then(
    () => true,
    () => false,
  )
  if (isOurs) await rm(path, { recursive: true })
  await mkdir(path, { recursive: true, mode: 0o700 })
  await writeFile(join(path, MARKER), 'Data of `npm run demo`; made anew each time.\n')
  const passphraseFile = join(path, 'passphrase')
  await writeFile(passphraseFile, `${randomPassphrase()}\n`, { mode: 0o600 })
  const testNetwork = DEMO_COLLECTIVES.map(({ origin }) => new URL(origin).host).join(',')
  return DEMO_COLLECTIVES.map((collective) => {
    const data = join(path, collective.directory)
    const files = Array.from({ length: collective.threshold }, (_, i) => `member-${i + 1}.age`)
    return {
      ...collective,
      path: data,
      keys: files.flatMap((file) => ['--key', join(data, 'keys', file)]),
      env: {
        PATH: process.env['PATH'],
        TESSERA_DATA: data,
        TESSERA_ORIGIN: collective.origin,
        TESSERA_TEST_NETWORK: testNetwork,
        TESSERA_PASSPHRASE_FILE: passphraseFile,
      },
    }
  })
}

/** Runs commands of a node in this process, and shows them; what one prints is shown if it fails. */
function createRunner(createDeps: CreateDeps, say: (line: string) => void): Run {
  return async (node, ...argv) => {
    say(`  $ tessera ${argv.map(shown).join(' ')}`)
    const output = new PassThrough()
    const chunks: Buffer[] = []
    output.on('data', (chunk: Buffer) => chunks.push(chunk))
    const terminal = { stdin: process.stdin, stdout: output, stderr: output }
    const deps = { ...createDeps(node.env), keyFileWork: KEY_FILE_WORK }
    const code = await runCli(argv, deps, { ...terminal, isInteractive: false, columns: 100 })
    if (code !== 0)
      throw new Error(`tessera ${argv[0]} failed: ${Buffer.concat(chunks).toString()}`)
  }
}

/** An argument as it would be typed; paths of this machine are shortened. */
function shown(argument: string): string {
  const short =
    argument.includes('/') && !argument.includes(' ') && !argument.includes('://')
      ? (argument.split('/').at(-1) ?? argument)
      : argument
  return /^[\w./:=~-]+$/.test(short) ? short : `'${short}'`
}

function foundingOf({ name, language, members, threshold, env }: DemoNode): readonly string[] {
  const identity = ['init', '--name', name, '--language', language, '--discoverable']
  const quorum = ['--members', String(members), '--threshold', String(threshold)]
  return [...identity, ...quorum, '--member-passphrase-file', env['TESSERA_PASSPHRASE_FILE'] ?? '']
}

async function serve(node: DemoNode): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: node.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(join(node.path, 'node.log'))
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  return child
}

async function waitFor({ origin, name, path }: DemoNode, signal: AbortSignal): Promise<void> {
  const end = performance.now() + START_PATIENCE
  while (performance.now() < end && !signal.aborted) {
    const isUp = await fetch(`${origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) return
    await pause(LOOK)
  }
  throw new Error(`${name} does not answer at ${origin}; see ${join(path, 'node.log')}`)
}

async function bringTogether(
  nodes: readonly DemoNode[],
  run: Run,
  say: (line: string) => void,
): Promise<void> {
  const [first] = nodes
  if (first === undefined) return
  say('\nThey add each other as peers')
  for (const node of nodes) {
    for (const other of othersOf(node, nodes)) await run(node, 'peer', 'add', other.origin, '--yes')
  }
  say('\nThey vouch for each other')
  for (const node of nodes) {
    for (const other of othersOf(node, nodes)) await run(node, ...vouchFor(other, node))
  }
  say(`\n${first.name} publishes the founding charter; each signs it`)
  await run(first, 'charter', 'publish-founding', ...signingOf(first))
  for (const node of nodes) {
    if (node !== first) await run(node, 'sync')
    await run(node, 'charter', 'sign', CHARTER, ...node.decision, ...signingOf(node))
  }
  say(`\n${first.name} lists 101 hosts that have no node yet`)
  await run(first, 'listing', 'import')
  for (const node of nodes) await run(node, 'sync')
}

const CHARTER = 'charter-of-autonomous-servers'

function vouchFor(other: DemoNode, node: DemoNode): readonly string[] {
  const { howKnown, language } = node
  const whom = ['vouch', other.origin, '--since', '2019', '--checked', 'in-person']
  const why = ['--how', howKnown, '--reason', howKnown, '--language', language]
  return [...whom, ...why, ...signingOf(node)]
}

function whatToLookAt(nodes: readonly DemoNode[]): readonly string[] {
  const [harbor = '', nube = '', rosa = ''] = nodes.map((node) => node.origin)
  return [
    '',
    'Three collectives, three nodes, no center. Have a look:',
    `  ${harbor}/directory             the shared directory, with 101 hosts from public lists`,
    `  ${nube}/charters              the charter, and who signed it with which reservation`,
    `  ${rosa}/fr/directory          the same from another node, in French`,
    `  ${harbor}/collectives/harbor-commons   who they are, their keys and their history`,
    `  ${nube}/communiques           a text they wrote together, in ten languages, and its history`,
    `  ${harbor}/verify                check a record yourself`,
    `  npx tessera bundle verify ${bundleOf(nodes)}   check the text without any node`,
    '',
    `Their data is in ${join(nodes[0]?.path ?? '', '..')}. Ctrl-C stops all three.`,
  ]
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
