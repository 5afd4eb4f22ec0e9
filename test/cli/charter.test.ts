import { copyFileSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import t from 'tap'

import { allKeys, desk, deskIn, founded } from '../support/cli.ts'

const DECISION = ['--method', 'consensus', '--agree', '7', '--quorum', '5', '--date', '2026-11-20']

t.test('publishes the founding charter and signs it with a reservation', async (t) => {
  const at = await founded(desk(t))
  const published = await at.run('charter', 'publish-founding', ...allKeys(at))
  t.match(published, { code: 0, out: /^Published: Charter "charter-of-autonomous-servers"/ })
  const [charter] = await at.json<{ name: string; languages: string[] }[]>('charter', 'list')
  t.strictSame(charter?.languages, ['en', 'fr'])

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
