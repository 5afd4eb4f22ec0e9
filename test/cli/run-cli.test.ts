import t from 'tap'

import { harmless } from '../../src/cli/output.ts'
import { renderTable } from '../../src/cli/table.ts'
import { type Desk, desk, deskIn, founded } from '../support/cli.ts'

t.test('explains itself', async (t) => {
  const at = desk(t)
  t.match(await at.run(), { code: 0, out: /Usage: tessera COMMAND/ })
  t.match(await at.run('--version'), { code: 0, out: '0.1.0\n' })
  t.match(await at.run('version'), { code: 0, out: '0.1.0\n' })
  t.match(await at.run('help', 'charter'), { code: 0, out: /Usage: tessera charter/ })
  t.match(await at.run('charter', 'sign', '--help'), { code: 0, out: /--reserve CLAUSE=TEXT/ })
  for (const shell of ['bash', 'zsh', 'fish']) {
    t.match(await at.run('completions', shell), { code: 0, out: /tessera/ })
  }
})

t.test('refuses what it does not understand, and opens nothing', async (t) => {
  const at = desk(t)
  t.match(await at.run('chartr'), { code: 2, out: '', err: /tessera chartr|chartr/ })
  t.match(await at.run('charter'), { code: 2, err: /tessera charter --help/ })
  t.match(await at.run('log', '--limit', '0'), { code: 2, err: /--limit/ })
  t.match(await at.run('log', '--limit', '0', '--json'), { code: 2 })
  t.match(await at.run('status', 'extra'), { code: 2 })
})

t.test('says what to do next before there is an identity', async (t) => {
  const at = desk(t)
  t.match(await at.run('status'), { code: 0, out: /none yet: tessera init/ })
  for (const argv of [
    ['profile', 'show'],
    ['service', 'list'],
    ['key', 'list'],
    ['vouch', 'list'],
    ['listing', 'list'],
    ['charter', 'publish-founding'],
  ]) {
    const { code, err } = await at.run(...argv)
    t.match(
      { code, err },
      { code: 1, err: /no identity here yet.\n.*tessera init/ },
      argv.join(' '),
    )
  }
  const { code, err } = await at.run('profile', 'show', '--json')
  t.equal(code, 1)
  t.match(JSON.parse(err), { error: { code: 'no_identity', hint: /tessera init/ } })
})

t.test('reports every mistake of the configuration at once', async (t) => {
  const at = deskIn(t.testdir(), { env: { TESSERA_NETWORK: 'shut', TESSERA_LISTEN: 'here' } })
  t.match(await at.run('status'), { code: 1, err: /listen: "here".*network: "shut"/s })
})

t.test('what is done leaves a trace of what and when, never who', async (t) => {
  const at = await founded(desk(t))
  const pass = ['--passphrase-file', at.path('pass')]
  await at.run('profile', 'set', 'founded=1999', ...pass)
  t.match(await at.run('log'), { code: 0, out: /record_published +\{"digest"/ })
  t.match(await at.json('log', '--limit', '1'), [{ seq: 3, at: '2026-11-22T09:00:00Z' }])
  t.match(await at.json('log', '--verify'), { whole: true, length: 3 })
})

t.test('a passphrase may lie where the configuration says', async (t) => {
  const at = await founded(desk(t))
  const configured: Desk = deskIn(at.directory, {
    env: { TESSERA_PASSPHRASE_FILE: at.path('pass') },
  })
  t.match(await configured.run('profile', 'set', 'founded=1999'), { code: 0 })
})

t.test('texts of others do not steer the terminal', async (t) => {
  t.equal(harmless('a\u001b[31mb\u0007\u202ec\n\td'), 'a\u{fffd}[31mb\u{fffd}\u{fffd}c\n\td')
})

t.test('tables count columns as a terminal shows them', async (t) => {
  const rows = [
    ['東京の会', 'x'],
    ['نوبة', 'y'],
    ['abc', 'z'],
  ]
  t.strictSame(renderTable(['NAME', 'N'], rows, 80), [
    'NAME      N',
    '東京の会  x',
    'نوبة      y',
    'abc       z',
  ])
  t.strictSame(renderTable(['NAME', 'N'], [['a very long name indeed', 'x']], 16), [
    'NAME           N',
    'a very long …  x',
  ])
})
