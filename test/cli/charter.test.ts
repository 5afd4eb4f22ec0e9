import { copyFileSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import t from 'tap'

import { createCharter } from '../../src/charter/charter-statement.ts'
import { prepareRecord } from '../../src/identity/ceremony.ts'
import { type Statement, writePrepared } from '../../src/identity/prepared.ts'
import { DAY, toTimestamp } from '../../src/kernel/time.ts'
import { charterTextDigest } from '../../src/record/kinds/charter.ts'
import { readFoundingCharter } from '../support/charters.ts'
import { allKeys, type Desk, desk, deskIn, founded } from '../support/cli.ts'
import { FOUNDING_LANGUAGES } from '../support/founding-languages.ts'

const DECISION = ['--method', 'consensus', '--agree', '7', '--quorum', '5', '--date', '2026-11-20']

t.test('publishes the founding charter and signs it with a reservation', async (t) => {
  const at = await founded(desk(t))
  const published = await at.run('charter', 'publish-founding', ...allKeys(at))
  t.match(published, { code: 0, out: /^Published: Charter "charter-of-autonomous-servers"/ })
  const [charter] = await at.json<{ name: string; languages: string[] }[]>('charter', 'list')
  t.strictSame(charter?.languages, Object.keys(FOUNDING_LANGUAGES))

  const signed = await at.run(
    'charter',
    'sign',
    'charter-of-autonomous-servers',
    '--read',
    'en',
    ...DECISION,
    '--reserve',
    'root=We rent our machines.',
    ...allKeys(at),
  )
  t.match(signed, { code: 0, out: /^Published: Commitment/ })
  t.match(await at.json('charter', 'list'), [{ count: { inForce: 1, withReservations: 1 } }])

  const withdrawn = await at.run(
    'charter',
    'withdraw',
    charter?.name ?? '',
    '--reason',
    'We close.',
    ...allKeys(at),
  )
  t.match(withdrawn, { code: 0, out: /withdrawn/ })
  t.match(await at.json('charter', 'list'), [{ count: { inForce: 0 } }])
})

t.test('two of three members sign by files, each at a desk of their own', async (t) => {
  const at = await founded(desk(t))
  const one = deskIn(join(t.testdirName, 'one'))
  const two = deskIn(join(t.testdirName, 'two'))
  for (const [n, member] of [one, two].entries()) {
    const key = `member-${n + 1}.age`
    copyFileSync(at.path('data', 'keys', key), member.path('key.age'))
    copyFileSync(at.path('pass'), member.path('pass'))
  }
  const prepared = await at.json<{ outcome: string; path: string; threshold: number }>(
    'charter',
    'publish-founding',
  )
  t.match(prepared, { outcome: 'prepared', signedBy: [], threshold: 2 })
  const file = basename(prepared.path)

  const sign = async (member: typeof one, from: string) => {
    copyFileSync(from, member.path(file))
    const keys = ['--key', member.path('key.age'), '--key-passphrase-file', member.path('pass')]
    return await member.run('sign', member.path(file), ...keys, '--yes')
  }
  t.match(await sign(one, prepared.path), { code: 0, out: /signed; 1 of 2 members/ })
  const early = await at.run('publish', one.path(file), '--passphrase-file', at.path('pass'))
  t.match(early, { code: 1, err: /1 of 2 members have signed/ })
  t.match(await sign(two, one.path(file)), { code: 0, out: /2 of 2 members/ })
  t.notOk(readFileSync(two.path(file), 'utf8').includes('SigningKey'))

  const done = await at.run('publish', two.path(file), '--passphrase-file', at.path('pass'))
  t.match(done, { code: 0, out: /^Published: Charter/ })
  t.match(await at.json('status'), { records: { Charter: 1, Profile: 1 } })
})

t.test('prepares nothing that would not count', async (t) => {
  const at = await founded(desk(t))
  await at.run('charter', 'publish-founding', ...allKeys(at))
  const sign = (...more: string[]) =>
    at.run('charter', 'sign', 'charter-of-autonomous-servers', '--read', 'en', ...more)
  const before = await at.json('status')
  t.match(await sign(...DECISION, '--block', '1'), { code: 1, err: /cannot have a block/ })
  t.match(await sign(...DECISION, '--reserve', 'nothing=Why'), { code: 1, err: /clause/ })
  t.match(await sign(...DECISION, '--reserve', 'nothing'), { code: 2, err: /NAME=TEXT/ })
  t.match(await sign('--agree', '7', '--quorum', '5'), { code: 2, err: /--method is needed/ })
  t.match(await sign('--method', 'lottery'), { code: 2, err: /lottery/ })
  t.match(await at.run('charter', 'show', 'nothing'), { code: 1, err: /No charter here/ })
  t.strictSame(await at.json('status'), before)
})

/** Leaves a prepared amendment of the founding charter, and returns its path. */
async function prepareAmendment(at: Desk, amends: string): Promise<string> {
  await using node = await at.deps.openNode({})
  const own = await node.own()
  if (own === null) throw new Error('an identity is expected')
  const content = readFoundingCharter()
  const clauses = content.clauses.slice(1).map((clause) => ({
    ...clause,
    contentMap: { ...clause.contentMap, en: `${clause.contentMap['en']} Always.` },
  }))
  const changed = { ...content, clauses, slug: 'second-charter', amends }
  const digests = Object.fromEntries(
    Object.keys(content.digests).map((tag) => [tag, charterTextDigest(changed, tag) ?? '']),
  )
  const author = { did: own.did, origin: node.origin, now: toTimestamp(node.now()) }
  const statement = createCharter({ ...changed, digests }, author) as unknown as Statement
  return at.write('amendment.json', writePrepared(prepareRecord(statement, own.entry)))
}

t.test('shows a charter, and what an amendment changes', async (t) => {
  const at = await founded(desk(t))
  await at.run('charter', 'publish-founding', ...allKeys(at))
  t.match(await at.run('charter', 'publish-founding', ...allKeys(at)), {
    code: 1,
    err: /published the founding charter already/,
  })
  const [first] = await at.json<{ name: string; digest: string }[]>('charter', 'list')
  if (first === undefined) throw new Error('a charter is expected')
  const show = await at.run('charter', 'show', first.name, '--language', 'fr')
  t.match(show, {
    code: 0,
    out: /authoritative in: en, fr\ntranslations: ar.*\[solidarity, required\]/s,
  })
  t.match(await at.json('charter', 'show', first.digest), { digest: first.digest })
  const arabic = await at.run('charter', 'show', first.name, '--language', 'ar')
  t.match(arabic, { code: 0, out: /^ميثاق الخوادم المستقلة\n.*72 ساعة/s })

  const path = await prepareAmendment(at, first.digest)
  await at.run('sign', path, ...allKeys(at))
  t.match(await at.run('publish', path, '--passphrase-file', at.path('pass')), { code: 0 })
  const list = await at.run('charter', 'list')
  t.match(list, { code: 0, out: /^ {2}second-charter~/m })
  const diff = await at.run('charter', 'diff', first.name, 'second-charter')
  t.match(diff, { code: 0, out: /who-may-sign: removed\n\[-/ })
  t.match(diff.out, /solidarity: changed\n.*\{\+.*Always/s)
  const french = await at.run('charter', 'diff', first.name, 'second-charter', '--language', 'fr')
  t.notMatch(french.out, /solidarity: changed/)
  const other = await at.run('charter', 'diff', first.name, 'second-charter', '--language', 'ar')
  t.match(other.out, /who-may-sign: removed\n\[-# من يمكنه التوقيع/)
})

t.test('suspends and resumes, and says how far a clause is kept', async (t) => {
  const at = await founded(desk(t))
  const name = 'charter-of-autonomous-servers'
  await at.run('charter', 'publish-founding', ...allKeys(at))
  t.match(await at.run('charter', 'withdraw', name, ...allKeys(at)), { code: 1, err: /not signed/ })
  const sign = ['charter', 'sign', name, '--read', 'fr', ...DECISION]
  t.match(await at.run(...sign, '--comply', 'solidarity=maybe'), { code: 2, err: /not "maybe"/ })
  const minutes = at.write('minutes.txt', 'What we said.')
  const answers = ['--comply', 'solidarity=partly', '--minutes', minutes, '--review', '2027-11-20']
  t.match(await at.run(...sign, ...answers, ...allKeys(at)), { code: 0 })
  const count = async (): Promise<unknown> =>
    (await at.json<{ count: object }[]>('charter', 'list'))[0]?.count
  t.match(await count(), { inForce: 1, suspended: 0 })
  at.elapse(1000)
  t.match(await at.run('charter', 'suspend', name, ...allKeys(at)), { code: 2, err: /--reason/ })
  const reason = ['--reason', 'Nous déménageons.']
  t.match(await at.run('charter', 'suspend', name, ...reason, ...allKeys(at)), { code: 0 })
  t.match(await count(), { inForce: 0, suspended: 1 })
  at.elapse(1000)
  t.match(await at.run('charter', 'resume', name, ...allKeys(at)), { code: 0 })
  t.match(await count(), { inForce: 1, suspended: 0 })
})

interface Shown {
  readonly reminders: readonly { readonly kind: string; readonly message: string }[]
}

/** The own commitment as it stands. */
async function ownCommitment(at: Desk): Promise<unknown> {
  await using node = await at.deps.openNode({})
  const [record] = await node.store.listCurrent({ types: ['Commitment'] })
  return JSON.parse(record?.text ?? 'null')
}

t.test('lifts and adds one reservation, and keeps the rest', async (t) => {
  const at = await founded(desk(t))
  const name = 'charter-of-autonomous-servers'
  await at.run('charter', 'publish-founding', ...allKeys(at))
  const sign = (...flags: string[]) =>
    at.run('charter', 'sign', name, '--read', 'en', ...DECISION, ...flags, ...allKeys(at))
  const both = ['--reserve', 'root=We rent.', '--reserve', 'solidarity=Not at night.']
  t.match(await sign(...both, '--comply', 'storage=yes', '--evidence', 'storage=Two disks.'), {
    code: 0,
  })
  at.elapse(1000)
  const address = 'https://harbor.example/disks'
  // Read in French this time: what is kept is in English, so the commitment stays in English.
  const changes = ['--read', 'fr', '--lift', 'root', '--evidence', `storage=${address}`]
  t.match(await sign(...changes, '--comply', 'little-data=partly'), { code: 0 })
  t.match(await ownCommitment(at), {
    version: 2,
    reservations: { length: 1, 0: { clause: 'solidarity', contentMap: { en: 'Not at night.' } } },
    compliance: [
      {
        clause: 'storage',
        state: 'yes',
        evidenceMap: { en: 'Two disks.' },
        evidenceUrl: address,
        date: '2026-11-22',
      },
      { clause: 'little-data', state: 'partly' },
    ],
  })
  const inFrench = ['--language', 'fr', '--reserve', 'root=Nous louons.']
  t.match(await sign(...inFrench), { code: 1, err: /"solidarity" is written in en, not in fr/ })
  t.match(await sign('--lift', 'root'), { code: 1, err: /no reservation on "root"/ })
  t.match(await sign('--evidence', 'root=A lease.'), { code: 2, err: /needs --comply root=/ })
})

t.test('reminds of a newer version, to which nothing is taken over', async (t) => {
  const at = await founded(desk(t))
  await at.run('charter', 'publish-founding', ...allKeys(at))
  const [first] = await at.json<{ name: string; digest: string }[]>('charter', 'list')
  if (first === undefined) throw new Error('a charter is expected')
  const sign = (name: string, ...flags: string[]) =>
    at.run('charter', 'sign', name, '--read', 'en', ...DECISION, ...flags, ...allKeys(at))
  await sign(first.name, '--reserve', 'root=We rent.')
  t.match(await at.json<Shown>('status'), { reminders: { length: 0 } })

  const path = await prepareAmendment(at, first.digest)
  await at.run('sign', path, ...allKeys(at))
  await at.run('publish', path, '--passphrase-file', at.path('pass'))
  t.match(await at.json<Shown>('status'), { reminders: [{ kind: 'newer-version' }] })
  t.match(await at.run('status'), {
    out: /To decide {7}There is a newer version of "Charter of.*\n {16}tessera charter diff zQm/,
  })
  t.match(await at.json('charter', 'list'), [{ count: { inForce: 1 } }, { count: { inForce: 0 } }])

  const moved = await sign('second-charter')
  t.match(moved, { code: 0, err: /reservations on root.*charter withdraw zQm/s })
  t.match(await at.json<Shown>('status'), { reminders: { length: 0 } })
})

t.test('reminds of a review, and once the signature has lapsed', async (t) => {
  const at = await founded(desk(t))
  const name = 'charter-of-autonomous-servers'
  await at.run('charter', 'publish-founding', ...allKeys(at))
  const flags = ['--read', 'en', ...DECISION, '--review', '2026-11-23']
  await at.run('charter', 'sign', name, ...flags, ...allKeys(at))
  t.match(await at.run('status'), {
    out: /Review your signature under "Charter of.*" by 2026-11-23 \(tomorrow\)/,
  })
  at.elapse(2 * DAY)
  t.match(await at.run('status'), { out: /Since 2026-11-24 your signature .* no longer counts/ })
  t.match(await at.json<Shown>('status'), { reminders: [{ kind: 'review' }] })
})
