import { join } from 'node:path'

import { sql } from 'kysely'
import t, { type Test } from 'tap'

import { migrations } from '../../migrations/index.ts'
import type { CopyItem } from '../../src/exchange/backup-copy.ts'
import { verifyActs } from '../../src/store/act-log.ts'
import {
  copiedTables,
  copyTables,
  migrationsOf,
  openSnapshot,
  ownScidOf,
} from '../../src/store/copy-tables.ts'
import { type Database, type DatabaseLocation, openDatabase } from '../../src/store/database.ts'
import { isPostgresInUse } from '../../src/store/in-use.ts'
import { dropTables, findNewestOwnEntry, putBackTables } from '../../src/store/put-back.ts'
import { openFor, onPostgres, testLocation } from '../support/database.ts'

const AT = '2026-11-22T09:00:00Z'
const NOW = new Date(AT)

type TableItem = Exclude<CopyItem, { readonly kind: 'file' }>

/** Some rows in tables that refer to others, count by themselves, or index words. */
async function fill({ db }: Database): Promise<void> {
  const collective = {
    scid: 'QmOwn',
    did: 'did:webvh:QmOwn:harbor.example',
    state: 'OK',
    own: 1,
    blocked: 0,
    first_seen: AT,
    state_changed: AT,
    head: null,
    head_expires: null,
    settled_until: null,
    log_version: 1,
    stored: 0,
  } as const
  await db.insertInto('collective').values(collective).execute()
  const entry = { scid: 'QmOwn', previous: null, bytes: '{"ü":1}', fact: '{}', received: AT }
  await db
    .insertInto('did_entry')
    .values([1, 2].map((number) => ({ ...entry, number, version_id: `${number}-Qm` })))
    .execute()
  await db.insertInto('change').values({ scid: 'QmOwn', what: 'log', at: AT }).execute()
  await db.insertInto('outgoing').values({ digest: 'zQm1', bytes: '{}' }).execute()
  const inbox = 'https://nube.example/inbox'
  await db
    .insertInto('delivery')
    .values({
      object: 'o',
      inbox,
      host: 'nube.example',
      body: 'zQm1',
      attempts: 0,
      due: 1,
      lease_until: 0,
      created: AT,
    })
    .execute()
  await db
    .insertInto('peer')
    .values({
      scid: 'QmPeer',
      origin: 'https://nube.example',
      actor: 'https://nube.example/actor',
      inbox,
      added: AT,
      last_sync: AT,
      interval: 1,
      last_error: null,
      cursor: '7',
    })
    .execute()
  await db.insertInto('entry_search').values({ rowid: 5, title: 'ab', rest: 'cd' }).execute()
  const follower = (i: number) => ({ actor: `a${i}`, inbox, shared_inbox: null, added: AT })
  for (let start = 0; start < 2500; start += 500) {
    const some = Array.from({ length: 500 }, (_, i) => follower(start + i))
    await db.insertInto('follower').values(some).execute()
  }
}

async function collect(database: Database): Promise<TableItem[]> {
  await using snapshot = await openSnapshot(database)
  const items: TableItem[] = []
  for await (const item of copyTables(snapshot)) if (item.kind !== 'file') items.push(item)
  return items
}

function copyOf(location: DatabaseLocation, items: readonly TableItem[], done = migrations.length) {
  return {
    location,
    done: migrations.slice(0, done).map(({ name }) => name),
    items: (async function* () {
      yield* items
    })(),
    now: NOW,
    created: AT,
  }
}

/** Both kinds where both are there. */
async function locations(t: Test): Promise<[DatabaseLocation, DatabaseLocation][]> {
  const file = (name: string) => ({ file: join(t.testdirName, name) })
  t.testdir({})
  if (!onPostgres) return [[file('a.db'), file('b.db')]]
  const [one, two, three] = [
    await testLocation(t),
    await testLocation(t),
    await testLocation(t),
  ] as const
  return [
    [one, two],
    [file('a.db'), three],
    [one, file('c.db')],
  ]
}

t.test('fills a database as the other one was, of either kind', async (t) => {
  const filled = new Set<DatabaseLocation>()
  for (const [from, to] of await locations(t)) {
    await using source = await openDatabase(from)
    if (!filled.has(from)) await fill(source)
    filled.add(from)
    const items = await collect(source)
    await putBackTables(copyOf(to, items))
    await using target = await openDatabase(to)
    const again = await collect(target)
    const isKept = (item: TableItem) =>
      item.kind === 'table' ||
      !item.values.some((value) => String(value).includes('nube.example/a'))
    const act = again.find((item) => item.kind === 'row' && item.values[2] === 'backup_restored')
    t.ok(act, 'it is in the log of acts')
    t.same(
      again.filter((item) => item !== act && isKept(item)).toSorted(byText),
      items.filter(isKept).toSorted(byText),
    )
    t.match(await verifyActs(target.db), { whole: true, length: 1 })
    const peer = await target.db.selectFrom('peer').selectAll().executeTakeFirstOrThrow()
    t.match(peer, { cursor: null, last_sync: null, added: AT }, 'peers are asked for everything')
    const { seq } = await target.db
      .insertInto('change')
      .values({ scid: 'QmOwn', what: 'log', at: AT })
      .returning('seq')
      .executeTakeFirstOrThrow()
    t.ok(seq > 1_000_000, 'no number is given twice')
    t.equal(await findNewestOwnEntry(to, 'QmOwn'), '2-Qm')
  }
})

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

t.test('copies one moment, whatever is written meanwhile', async (t) => {
  const [[location] = [await testLocation(t)]] = await locations(t)
  const source = await openFor(t, location)
  await fill(source)
  await using snapshot = await openSnapshot(source)
  t.equal(await ownScidOf(snapshot), 'QmOwn')
  await source.db.deleteFrom('follower').execute()
  let followers = 0
  for await (const [actor] of snapshot.rows('follower', ['actor']))
    followers += actor === '' ? 0 : 1
  t.equal(followers, 2500)
  t.strictSame(
    await migrationsOf(snapshot),
    migrations.map(({ name }) => name),
  )
  if (onPostgres) t.equal(await isPostgresInUse(source.db), true, 'another connection is open')
})

t.test('brings an older copy up to date, and refuses a newer one', async (t) => {
  t.testdir({})
  const location = await testLocation(t)
  const items: TableItem[] = [
    { kind: 'table', table: 'follower', columns: ['actor', 'inbox', 'shared_inbox', 'added'] },
    { kind: 'row', values: ['a', 'https://nube.example/inbox', null, AT] },
  ]
  await putBackTables(copyOf(location, items, 2))
  const { db } = await openFor(t, location)
  t.equal((await db.selectFrom('follower').selectAll().execute()).length, 1)
  t.equal((await db.selectFrom('migration').selectAll().execute()).length, migrations.length)
  const newer = { ...copyOf(await testLocation(t), items), done: ['0001-base', '9999-later'] }
  await t.rejects(putBackTables(newer), { code: 'backup_newer' })
})

t.test('leaves a database alone in which there is a node', async (t) => {
  const location = await testLocation(t)
  await fill(await openFor(t, location))
  await t.rejects(putBackTables(copyOf(location, [])), { code: 'database_not_empty' })
})

t.test('puts in all or nothing, and only what there is', async (t) => {
  const location = await testLocation(t)
  const items: TableItem[] = [
    { kind: 'table', table: 'outgoing', columns: ['digest', 'bytes'] },
    { kind: 'row', values: ['zQm1', '{}'] },
    { kind: 'table', table: 'migration', columns: ['name'] },
  ]
  await t.rejects(putBackTables(copyOf(location, items)), { code: 'backup_damaged' })
  const { db } = await openFor(t, location)
  t.strictSame(await db.selectFrom('outgoing').selectAll().execute(), [])
})

t.test('drops every table of ours', { skip: !onPostgres }, async (t) => {
  const location = await testLocation(t)
  const { db } = await openFor(t, location)
  await dropTables(db)
  const { rows } = await sql`select 1 from information_schema.tables
    where table_schema = current_schema()`.execute(db)
  t.strictSame(rows, [])
  t.ok(copiedTables().includes('act'))
})
