import t from 'tap'

import type { Survey } from '../../src/cli/kept-data.ts'
import { reportOf, type SeizureReport } from '../../src/cli/seizure-lines.ts'
import { openDatabase } from '../../src/store/database.ts'
import { tableNames } from '../../src/store/knowledge.ts'
import { desk, founded } from '../support/cli.ts'

type Report = SeizureReport & Survey

t.test('tells of a new node what is there, and no more', async (t) => {
  const at = await founded(desk(t))
  const report = await at.json<Report>('seizure-report')
  t.strictSame(report.withoutPassphrase, [
    '1 jobs that wait: what is to be told or carried to whom',
    '2 acts in the log: what was published, trusted and signed with, when, never by whom',
  ])
  t.match(report.withPassphrase[0], /^the node key/)
  t.match(report.withPassphrase.join(), /member-1\.age/)
  t.notMatch(report.notHere.join(), /keys of members/)
  t.match(report.advice.join(), /Carry keys\/controller\.age/)
  t.strictSame(
    report.tables.map(({ table }) => table),
    tableNames(),
    'every table is looked at',
  )
})

t.test('counts what the database knows of others', async (t) => {
  const at = await founded(desk(t))
  {
    await using database = await openDatabase({ file: at.path('data', 'tessera.db') })
    const { db } = database
    const added = '2026-11-22T09:00:00Z'
    const follower = (name: string) => {
      const actor = `https://${name}.example/users/one`
      return { actor, inbox: `${actor}/inbox`, shared_inbox: null, added }
    }
    await db.insertInto('follower').values(['social', 'other', 'social2'].map(follower)).execute()
    const envelope = { sender: 'QmSender', received: added, expires: added, bytes: '{}' }
    await db
      .insertInto('envelope')
      .values(['zQm1', 'zQm2'].map((digest) => ({ ...envelope, digest })))
      .execute()
    await db.insertInto('signature_seen').values({ hash: 'x', until: 1 }).execute()
  }
  at.write('data/notes.txt', 'mine')
  at.write('data/passphrase', 'in the clear')
  at.write('data/tessera.toml', 'socks = "127.0.0.1:9050"\nnetwork = "listed"\n')
  const report = await at.json<Report>('seizure-report')
  t.match(report.counts, { followers: 3, hosts: 3, envelopes: 2, senders: 1, traces: 1 })
  const told = report.withoutPassphrase.join('\n')
  t.match(told, /3 followers/)
  t.match(told, /2 sealed envelopes from 1 collectives: who wrote to whom/)
  t.match(told, /IN THE CLEAR[^\n]*: passphrase/)
  t.match(told, /files that Tessera did not put there: notes\.txt/)
  t.match(told, /127\.0\.0\.1:9050/)
  t.match(told, /network is closed/)
  t.match(report.withPassphrase.join('\n'), /what 2 envelopes say/)
  const { out } = await at.run('seizure-report')
  t.match(out, /table follower, 3 rows: contact \(actor, inbox, shared_inbox, added\)/)
  t.match(out, /file keys\/node\.age, \d+ bytes: encrypted/)
})

t.test('says so where there is nothing', async (t) => {
  const at = desk(t)
  t.match(await at.run('seizure-report'), { code: 1, err: /no data of a node/ })
})

t.test('has a sentence for everything that is counted', async (t) => {
  const settings = {
    directory: '/data',
    origins: ['https://harbor.example'] as const,
    database: 'postgres' as const,
    databaseHost: 'db.example',
    passphraseFile: '/run/secrets/passphrase',
    socks: null,
    network: 'open' as const,
    seeds: ['QmSeed'],
  }
  const names = [
    'peers followers hosts blocked deliveries jobs envelopes senders scheduled acts traces cached',
    'collectives records',
  ].flatMap((line) => line.split(' '))
  const counts = Object.fromEntries(names.map((name, i) => [name, 1001 + i])) as never
  const report = reportOf({ settings, files: [], tables: [], counts })
  const told = JSON.stringify(report)
  for (const [i, name] of names.entries()) t.match(told, String(1001 + i), name)
  t.match(told, /db\.example/)
  t.match(told, /\/run\/secrets\/passphrase/)
})
