import { readdirSync } from 'node:fs'

import t from 'tap'

import { SECOND } from '../../src/kernel/time.ts'
import { openDatabase } from '../../src/store/database.ts'
import { tracesOf } from '../hostile/harness/traces.ts'
import { allKeys, type Desk, desk, founded } from '../support/cli.ts'

interface Plan {
  readonly withdraw: readonly { readonly type: string; readonly slug: string }[]
  readonly stays: readonly { readonly type: string }[]
  readonly goodbye: boolean
  readonly erase: readonly { readonly type: string }[]
  readonly deactivate: boolean
}

const MARK = 'zqmarker'

/** A collective that has signed a charter, and published an entry about another one. */
async function busy(at: Desk): Promise<Desk> {
  await founded(at)
  const signed = [
    '--read',
    'en',
    '--read',
    'fr',
    '--method',
    'consensus',
    '--agree',
    '7',
    '--quorum',
    '5',
  ]
  const pass = ['--passphrase-file', at.path('pass')]
  for (const argv of [
    ['profile', 'set', 'taglineMap.en=We are here', ...pass],
    ['listing', 'add', 'https://atelier.example', '--name', MARK, '--source', 'A visit', ...pass],
    ['charter', 'publish-founding', ...allKeys(at)],
    ['charter', 'sign', 'charter-of-autonomous-servers', ...signed, ...allKeys(at)],
  ]) {
    const { code, err } = await at.run(...argv)
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${err}`)
    at.elapse(2 * SECOND)
  }
  return at
}

const passOf = (at: Desk) => ['--passphrase-file', at.path('pass')]

t.test('says what would be done, and does nothing', async (t) => {
  const at = await busy(desk(t))
  const plan = await at.json<Plan>('leave', '--dry-run')
  t.match(plan, {
    withdraw: [{ type: 'Commitment' }],
    stays: [{ type: 'Charter' }],
    goodbye: true,
    deactivate: true,
  })
  t.ok(plan.erase.some(({ type }) => type === 'Listing'))
  t.match(await at.run('leave', '--dry-run'), { out: /1\. Withdraw[^]*4\. End the identity/ })
  t.strictSame(await at.json('leave', '--dry-run'), plan)
  t.match(await at.run('leave'), { code: 2, err: /--yes is needed/ })
})

t.test('goes as far as it can, and on from there', async (t) => {
  const at = await busy(desk(t))
  const first = await at.json<{ step: string; paths: string[] }>('leave', '--yes', ...passOf(at))
  t.match(first, { outcome: 'waiting', step: 'withdraw', paths: [String] })
  const member = (name: string) => [
    '--key',
    at.path('data', 'keys', `${name}.age`),
    '--key-passphrase-file',
    at.path('pass'),
    '--yes',
  ]
  t.equal((await at.run('sign', ...first.paths, ...member('member-1'))).code, 0)
  const again = await at.json<{ paths: string[] }>('leave', '--yes', ...passOf(at))
  t.strictSame(again.paths, first.paths)
  t.equal((await at.run('sign', ...first.paths, ...member('member-2'))).code, 0)
  const second = await at.json<{ outcome: string; path: string }>('leave', '--yes', ...passOf(at))
  t.match(second, { outcome: 'prepared', path: /entry-/ }, 'one signature was not lost')
  t.match(await at.json('profile', 'show'), { status: { state: 'closed', since: '2026-11-22' } })
  t.strictSame(await at.json('listing', 'list'), [])
  t.strictSame(tracesOf(at.path('data'), [MARK]), [], 'its words are gone')
  const entries = () =>
    readdirSync(at.path('data', 'prepared')).filter((f) => f.startsWith('entry'))
  const third = await at.json<{ outcome: string; step: string }>('leave', '--yes', ...passOf(at))
  t.match(third, { outcome: 'waiting', step: 'end', paths: [second.path] })
  t.equal(entries().length, 1, 'no second end beside the first')
  t.equal((await at.run('sign', second.path, ...member('member-1'))).code, 0)
  t.equal((await at.run('sign', second.path, ...member('member-3'))).code, 0)
  t.equal((await at.run('sign', second.path, ...member('controller'))).code, 0)
  const published = await at.run('publish', second.path, '--yes', ...passOf(at))
  t.equal(published.code, 0, published.err)
  t.match(await at.json('status'), { identity: { state: 'RETIRED' } })
  const over = await at.json<Plan>('leave')
  t.match(over, { withdraw: [], goodbye: false, erase: [], deactivate: false })
  t.match(await at.run('leave'), { code: 0, out: /has ended[^]*tessera wipe/ })
})

t.test('is done at once where all keys are at hand', async (t) => {
  const at = await busy(desk(t))
  await using database = await openDatabase({ file: at.path('data', 'tessera.db') })
  const { db } = database
  const sharedInbox = 'https://social.example/inbox'
  const follower = { shared_inbox: sharedInbox, added: '2026-11-22T09:00:00Z' }
  await db
    .insertInto('follower')
    .values(['one', 'two'].map((name) => ({ ...follower, actor: name, inbox: `${name}/inbox` })))
    .execute()
  const { code, err } = await at.run('leave', ...allKeys(at, 'controller'))
  t.equal(code, 0, err)
  t.match(err, /Withdrawn: Commitment[^]*has closed[^]*2 followers are told[^]*Erased/)
  t.strictSame(await db.selectFrom('follower').selectAll().execute(), [], 'they are forgotten')
  const told = await db
    .selectFrom('delivery')
    .innerJoin('outgoing', 'outgoing.digest', 'delivery.body')
    .select(['delivery.inbox', 'outgoing.bytes'])
    .execute()
  t.match(told, [{ inbox: sharedInbox }], 'once for each server')
  const actor = 'https://harbor.example/actor'
  t.match(JSON.parse(told[0]?.bytes ?? '{}'), { type: 'Delete', actor, object: actor })
  t.match(await at.json('status'), { identity: { state: 'RETIRED' } })
})
