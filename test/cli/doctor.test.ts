import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'

import t from 'tap'

import { openDatabase } from '../../src/store/database.ts'
import { type Desk, desk, founded } from '../support/cli.ts'

interface Finding {
  readonly check: string
  readonly level: string
  readonly advice: string | null
}

async function findings(at: Desk, check: string): Promise<Finding[]> {
  const all = JSON.parse((await at.run('doctor', '--json')).out) as Finding[]
  return all.filter((finding) => finding.check === check)
}

t.test('finds what is wrong with files, and what to do', async (t) => {
  const at = await founded(desk(t))
  t.match(await findings(at, 'member_keys'), [{ level: 'warning' }])
  t.match(await at.run('doctor'), { code: 0, out: /WARNING.*-> tessera peer add URL/s })
  t.strictSame(await findings(at, 'key_file'), [])
  chmodSync(at.path('data', 'keys', 'node.age'), 0o644)
  t.match(await findings(at, 'key_file'), [{ level: 'problem', advice: /^chmod 600 .*node.age$/ }])
  writeFileSync(at.path('data', 'passphrase'), 'correct horse battery staple\n')
  t.match(await findings(at, 'passphrase'), [{ level: 'problem' }])
  t.match(await at.run('doctor'), { code: 1, out: /^PROBLEM/m })
})

t.test('finds a clock that went back, which keeps nobody from reading', async (t) => {
  const at = await founded(desk(t))
  t.match(await findings(at, 'clock'), [{ level: 'ok' }])
  at.elapse(-3_600_000)
  t.match(await findings(at, 'clock'), [{ level: 'problem', advice: /NTP/ }])
  t.match(await at.run('profile', 'show'), { code: 0, err: '' })
})

t.test('finds acts that were changed', async (t) => {
  const at = await founded(desk(t))
  {
    await using database = await openDatabase({ file: at.path('data', 'tessera.db') })
    const { db } = database
    await db.updateTable('act').set({ what: 'nothing' }).where('seq', '=', 2).execute()
  }
  t.match(await findings(at, 'log'), [{ level: 'problem' }])
  t.match(await at.run('log', '--verify'), { code: 1, out: /BROKEN at act 2/ })
})

t.test('files that cannot be read or written are told in one sentence', async (t) => {
  const at = await founded(desk(t))
  mkdirSync(at.path('folder'))
  writeFileSync(at.path('latin1'), Buffer.from([0xe9]))
  t.match(await at.run('sign', at.path('folder'), '--key', 'x'), { code: 1, err: /cannot be read/ })
  t.match(await at.run('sign', at.path('latin1'), '--key', 'x'), { code: 1, err: /not a text/ })
  writeFileSync(at.path('large'), Buffer.alloc(17 * 1024 * 1024))
  t.match(await at.run('sign', at.path('large'), '--key', 'x'), { code: 1, err: /16 MiB/ })
  const pass = ['--key-passphrase-file', at.path('pass')]
  t.match(await at.run('member', 'new', '--out', at.path('latin1', 'key.age'), ...pass), {
    code: 1,
  })
  writeFileSync(at.path('empty'), '\n')
  t.match(await at.run('member', 'new', '--out', 'x', '--key-passphrase-file', at.path('empty')), {
    code: 1,
    err: /first line of .* is empty/,
  })
})
