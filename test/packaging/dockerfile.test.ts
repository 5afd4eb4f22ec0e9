import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

import t from 'tap'

import { eventually } from '../support/demo.ts'
import { parseDockerfile, passesIgnore, replay } from '../support/dockerfile.ts'

const context = join(import.meta.dirname, '../..')
const dockerfile = readFileSync(join(context, 'Dockerfile'), 'utf8')
const START_PATIENCE = 60_000
/** The account "node" of the base image. */
const NODE_ACCOUNT = 1000
const isRoot = process.getuid?.() === 0

t.test('the image is small, runs without rights and heals by itself', async (t) => {
  const steps = parseDockerfile(dockerfile)
  const of = (name: string) => steps.filter((step) => step.name === name).map(({ rest }) => rest)
  t.ok(of('FROM').every((rest) => rest.startsWith('node:24-slim')))
  t.match(of('RUN'), [/^npm ci --ignore-scripts --omit=dev/])
  t.strictSame(of('USER'), ['node'])
  t.strictSame(of('VOLUME'), ['/data'])
  t.equal(of('HEALTHCHECK').length, 1)
  t.notMatch(of('HEALTHCHECK'), [/curl|wget/], 'the base image has neither')
})

t.test('the build sees nothing but what it copies', async (t) => {
  const ignore = readFileSync(join(context, '.dockerignore'), 'utf8')
  for (const name of ['node_modules', '.git', 'data', 'demo-data', 'keys', 'test']) {
    t.notOk(passesIgnore(ignore, name), name)
  }
})

t.test(
  'a node built by its steps in an empty folder founds a collective and is well',
  async (t) => {
    const into = mkdtempSync(join(tmpdir(), 'tessera-image-'))
    t.teardown(() => rmSync(into, { recursive: true, force: true }))
    chmodSync(into, 0o755)
    const node = join(into, 'base/usr/local/bin')
    mkdirSync(node, { recursive: true })
    cpSync(process.execPath, join(node, 'node'))

    // The npm of this machine, with its own settings, and not beside the Node.js that runs the tests.
    const path = (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((folder) => !folder.includes('node_modules'))
      .join(delimiter)
    const image = replay(dockerfile, { context, into, path })
    const data = join(image.root, '/data')
    t.equal(statSync(data).mode & 0o777, 0o700)

    const port = await freePort()
    const passphrase = join(into, 'passphrase')
    writeFileSync(passphrase, 'a passphrase that only this test knows\n')
    if (isRoot) chownSync(passphrase, NODE_ACCOUNT, NODE_ACCOUNT)
    const start = (args: readonly string[]) =>
      spawn(join(node, 'node'), args, {
        cwd: join(image.root, image.workdir),
        env: {
          ...image.env,
          PATH: node,
          HOME: '/nonexistent', // the root of the image is for reading only
          TESSERA_DATA: data,
          TESSERA_ORIGIN: `http://localhost:${port}`,
          TESSERA_LISTEN: `127.0.0.1:${port}`,
          TESSERA_PASSPHRASE_FILE: passphrase,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(isRoot ? { uid: NODE_ACCOUNT, gid: NODE_ACCOUNT } : {}),
      })
    const [program = '', ...args] = image.command
    t.equal(program, 'node')

    const names = ['--name', 'Harbor Commons', '--language', 'en']
    const founding = [args[0] ?? '', 'init', ...names, '--member-passphrase-file', passphrase]
    t.equal(await codeOf(start(founding)), 0, 'init')

    const running = start(args)
    const ended = codeOf(running)
    const isWell = async () => ((await fetch(`http://127.0.0.1:${port}/healthz`)).ok ? true : null)
    t.ok(await eventually(isWell, START_PATIENCE), 'it answers')
    const check = image.healthcheck.slice(1).map((arg) => arg.replace(':8080', `:${port}`))
    t.equal(await codeOf(start(check)), 0, 'its own health check says so too')

    running.kill('SIGTERM')
    t.equal(await ended, 0, 'and it stops when told to')
    t.equal(await codeOf(start(check)), 1, 'of which the health check knows')
  },
)

/** How a process ended; what it said, if it ended badly, goes to the test's own output. */
async function codeOf(child: ChildProcess): Promise<number | null> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  await once(child, 'close')
  if (child.exitCode !== 0) t.comment(output)
  return child.exitCode
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
