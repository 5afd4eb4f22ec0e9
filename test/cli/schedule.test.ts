import t, { type Test } from 'tap'

import { publishDue } from '../../src/exchange/schedule.ts'
import { addTime, DAY, HOUR, toTimestamp } from '../../src/kernel/time.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createScheduleStore } from '../../src/store/schedule-store.ts'
import { allKeys, CLI_START, type Desk, desk, founded } from '../support/cli.ts'

const PASSPHRASE = 'correct horse battery staple'
const START = toTimestamp(CLI_START)
const AT = addTime(START, DAY)

interface Waiting {
  readonly digest: string
  readonly type: string
  readonly due: string
  readonly problem: string | null
}

/** A charter that two members have signed. */
async function signed(t: Test): Promise<{ readonly at: Desk; readonly path: string }> {
  const at = await founded(desk(t))
  const { path } = await at.json<{ path: string }>('charter', 'publish-founding')
  await at.run('sign', path, ...allKeys(at))
  return { at, path }
}

/** What a running node does every few seconds. */
async function chore(at: Desk, elapsed: number) {
  await using node = await at.deps.openNode({})
  await using database = await openDatabase({ file: at.path('data', 'tessera.db') })
  const { keys, publisher } = await node.unlock(PASSPHRASE)
  const agreements = [keys.agreement, ...keys.formerAgreements]
  const scheduled = createScheduleStore(database)
  const now = () => new Date(CLI_START.getTime() + elapsed)
  return await publishDue({ scheduled, publisher, agreements, now })
}

const waiting = (at: Desk) => at.json<Waiting[]>('publish', '--list')

t.test('a frozen text is published when its time has come, and not before', async (t) => {
  const { at, path } = await signed(t)
  const { code, out } = await at.run('publish', path, '--at', AT)
  t.match({ code, out }, { code: 0, out: /Waits until 2026-11-23T09:00:00Z: Charter "charter-of-/ })
  t.match(await waiting(at), [{ type: 'Charter', due: AT, problem: null }])
  t.match(await at.json('status'), { scheduled: [{ due: AT }], records: { Profile: 1 } })
  t.match(await at.run('status'), { out: /Sealed until +2026-11-23T09:00:00Z Charter\n/ })
  t.equal((await chore(at, DAY - HOUR)).length, 0)
  t.match(await at.json('status'), { records: { Charter: undefined } })
  at.elapse(2 * DAY)
  t.match(await chore(at, 2 * DAY), [{ type: 'Charter' }], 'late, since the node was down')
  t.match(await at.json('status'), { scheduled: [], records: { Charter: 1 } })
  t.equal((await chore(at, 2 * DAY)).length, 0)
  t.match(await at.json('log'), [{ what: 'record_scheduled', detail: { type: 'Charter' } }])
})

t.test('nothing of a text that waits is in the clear', async (t) => {
  const { at, path } = await signed(t)
  await at.run('publish', path, '--at', AT)
  await using database = await openDatabase({ file: at.path('data', 'tessera.db') })
  for (const table of ['scheduled', 'act', 'object', 'job'] as const) {
    const rows = await database.db.selectFrom(table).selectAll().execute()
    t.notMatch(JSON.stringify(rows), 'autonomous-servers')
  }
})

t.test('what waits can be canceled', async (t) => {
  const { at, path } = await signed(t)
  await at.run('publish', path, '--at', AT)
  const [one] = await waiting(at)
  t.match(await at.run('publish', '--cancel', one?.digest ?? ''), { code: 0, out: /Canceled/ })
  t.strictSame(await waiting(at), [])
  t.match(await at.run('publish', '--cancel', one?.digest ?? ''), {
    code: 1,
    err: /No record with that digest waits/,
  })
  at.elapse(2 * DAY)
  t.equal((await chore(at, 2 * DAY)).length, 0)
})

t.test('what publishing would refuse is refused now', async (t) => {
  const at = await founded(desk(t))
  const { path } = await at.json<{ path: string }>('charter', 'publish-founding')
  const schedule = (file: string, time: string) => at.run('publish', file, '--at', time)
  t.match(await schedule(path, AT), { code: 1, err: /0 of 2 members have signed/ })
  await at.run('sign', path, ...allKeys(at))
  t.match(await schedule(path, START), { code: 1, err: /has passed already/ })
  t.match(await schedule(path, 'tomorrow'), { code: 2, err: /is not a time like/ })
  t.match(await at.run('publish', '--at', AT), { code: 2 })
  t.match(await at.run('publish', path, '--list'), { code: 2 })
  const rotation = await at.json<{ path: string }>(
    'key',
    'rotate',
    '--passphrase-file',
    at.path('pass'),
  )
  await at.run('sign', rotation.path, ...allKeys(at, 'controller'))
  t.match(await schedule(rotation.path, AT), { code: 1, err: /A DID entry is published at once/ })
  await at.run('publish', path, '--passphrase-file', at.path('pass'))
  t.strictSame(await waiting(at), [])
})

t.test('a rotation in between is no hindrance; a change of members is, and is shown', async (t) => {
  const { at, path } = await signed(t)
  await at.run('publish', path, '--at', AT)
  t.match(await at.run('key', 'rotate', ...allKeys(at, 'controller')), { code: 0 })
  at.elapse(1000)
  const members = ['key', 'members', '--threshold', '3']
  const changed = await at.run(...members, ...allKeys(at, 'controller'))
  t.match(changed, { code: 0 })
  at.elapse(DAY)
  t.equal((await chore(at, DAY + 1000)).length, 0)
  t.match(await waiting(at), [{ problem: 'not_current' }])
  t.match(await at.run('publish', '--list'), { out: /not_current/ })
  t.match(await at.run('doctor'), { out: /The Charter that was to be .* was not: not_current/ })
})

t.test('what was sealed before a rotation is published after it', async (t) => {
  const { at, path } = await signed(t)
  await at.run('publish', path, '--at', AT)
  t.match(await at.run('key', 'rotate', ...allKeys(at, 'controller')), { code: 0 })
  at.elapse(DAY)
  t.match(await chore(at, DAY), [{ type: 'Charter' }])
})
