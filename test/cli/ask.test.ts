import { PassThrough } from 'node:stream'

import t from 'tap'

import { runCli } from '../../src/cli/run-cli.ts'
import { collect, type Desk, desk, founded } from '../support/cli.ts'

const ENTER = '\r'
const CTRL_C = '\u0003'
const DOWN = '\u001b[B'
const SECRET = 'correct horse battery staple'

type Answers = readonly (readonly [question: string, keys: string])[]

/** Runs a command with somebody at the terminal who answers the questions in their order. */
async function attended(at: Desk, argv: readonly string[], answers: Answers) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const [out, err] = [collect(stdout), collect(stderr)]
  const waiting = [...answers]
  let seen = 0
  stderr.on('data', () => {
    const [question, keys] = waiting[0] ?? []
    if (question === undefined || keys === undefined) return
    const found = err().indexOf(question, seen)
    if (found < 0) return
    seen = found + question.length
    waiting.shift()
    setImmediate(() => stdin.write(keys))
  })
  const terminal = { stdin, stdout, stderr, isInteractive: true, columns: 80 }
  const code = await runCli(argv, at.deps, terminal)
  return { code, out: out(), err: err(), unasked: waiting.length }
}

t.test('init asks for everything that no flag says', async (t) => {
  const at = desk(t)
  const ran = await attended(
    at,
    ['init'],
    [
      ['Name of the collective', `Harbor Commons${ENTER}`],
      ['Language it writes in', ENTER],
      ['How many members hold a key', `\u007f2${ENTER}`],
      ['How many of the 2', ENTER],
      ['New passphrase for the node key', `${SECRET}${ENTER}`],
      ['The same once more', `${SECRET}${ENTER}`],
      ['New passphrase of the key of member 1', `${SECRET} 1${ENTER}`],
      ['The same once more', `${SECRET} 1${ENTER}`],
      ['New passphrase of the key of member 2', `${SECRET} 2${ENTER}`],
      ['The same once more', `${SECRET} 2${ENTER}`],
    ],
  )
  t.match(ran, { code: 0, unasked: 0, out: /Harbor Commons has an identity now/ })
  t.notOk(`${ran.out}${ran.err}`.includes(SECRET))
  t.match(await at.json('status'), { identity: { members: 2, threshold: 2 } })
})

t.test('two different passphrases, or Ctrl-C, change nothing', async (t) => {
  const at = desk(t)
  const flags = ['init', '--name', 'Harbor', '--language', 'en', '--members', '1']
  const differing = await attended(at, flags, [
    ['New passphrase for the node key', `${SECRET}${ENTER}`],
    ['The same once more', `another one, longer${ENTER}`],
  ])
  t.match(differing, { code: 1, err: /two different passphrases/ })
  const stopped = await attended(at, flags, [['New passphrase for the node key', CTRL_C]])
  t.match(stopped, { code: 1, err: /nothing was changed/ })
  t.match(await at.json('status'), { identity: null })
})

t.test('a charter is signed by answering', async (t) => {
  const at = await founded(desk(t))
  const keys = ['--key', at.path('data', 'keys', 'member-1.age')]
  const more = ['--key', at.path('data', 'keys', 'member-2.age')]
  const pass = ['--key-passphrase-file', at.path('pass')]
  const published = await attended(
    at,
    ['charter', 'publish-founding', ...keys, ...more, ...pass],
    [
      ['Sign this?', 'y'],
      ['Passphrase of the node key', `${SECRET}${ENTER}`],
    ],
  )
  t.match(published, { code: 0, unasked: 0 })
  const argv = ['charter', 'sign', 'charter-of-autonomous-servers', ...keys, ...more, ...pass]
  const refused = await attended(at, argv, [
    ['In which language did you read it?', `${DOWN}${ENTER}`],
    ['How did the collective decide?', ENTER],
    ['How many agreed?', `7${ENTER}`],
    ['How many had to take part', `5${ENTER}`],
    ['Sign this?', 'n'],
  ])
  t.match(refused, { code: 1, unasked: 0, err: /read in: fr/ })
  t.match(await at.json('charter', 'list'), [{ count: { inForce: 0 } }])
})
