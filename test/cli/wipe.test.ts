import { existsSync, readdirSync } from 'node:fs'

import t from 'tap'

import { openDatabase } from '../../src/store/database.ts'
import { desk, founded } from '../support/cli.ts'

interface Wiped {
  readonly outcome: string
  readonly keys: readonly string[]
  readonly files: readonly string[]
  readonly left: readonly string[]
}

t.test('destroys the keys first, then all the rest', async (t) => {
  const at = await founded(desk(t))
  const { outcome, keys, files, left } = await at.json<Wiped>('wipe', '--yes')
  t.equal(outcome, 'wiped')
  t.equal(keys[0], 'keys/node.age', 'the one that speaks for the node')
  t.equal(keys.length, 5)
  t.ok(files.includes('first-profile.json'))
  t.match(left.join('\n'), /flash storage[^]*Backups[^]*memory[^]*peers hold/)
  t.notOk(existsSync(at.path('data')))
  t.match(await at.run('wipe', '--yes'), { code: 0 }, 'a second time finds nothing')
})

t.test('asks, and refuses where nobody can be asked', async (t) => {
  const at = await founded(desk(t))
  const { code, err } = await at.run('wipe')
  t.equal(code, 2)
  t.match(err, /destroys[^]*--yes/)
  t.ok(readdirSync(at.path('data', 'keys')).includes('node.age'))
})

t.test('refuses while the database is open elsewhere, unless it is forced', async (t) => {
  const at = await founded(desk(t))
  const database = await openDatabase({ file: at.path('data', 'tessera.db') })
  t.teardown(() => database.close())
  const { code, err } = await at.run('wipe', '--yes')
  t.equal(code, 1)
  t.match(err, /The node runs/)
  t.ok(existsSync(at.path('data', 'keys', 'node.age')), 'nothing was destroyed')
  t.equal((await at.run('wipe', '--yes', '--force')).code, 0)
  t.notOk(existsSync(at.path('data')))
})

t.test('destroys what is left where the database cannot be read', async (t) => {
  const at = await founded(desk(t))
  at.write('data/tessera.db', 'no database any more')
  t.match(await at.run('wipe', '--yes'), { code: 0 })
  t.notOk(existsSync(at.path('data')))
})

t.test('destroys the keys also where the database does not answer', async (t) => {
  const at = await founded(desk(t))
  const far = desk(t, 'desk', {
    env: { TESSERA_DATABASE_URL: 'postgres://user@127.0.0.1:1/none' },
  })
  const { code, out } = await far.run('wipe', '--yes', '--json')
  t.equal(code, 4)
  const { outcome, left } = JSON.parse(out) as Wiped
  t.equal(outcome, 'partly')
  t.match(left[0], /database at 127\.0\.0\.1:1, whole/)
  t.notOk(existsSync(at.path('data', 'keys')))
})
