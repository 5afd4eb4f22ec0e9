import { readFileSync } from 'node:fs'

import t from 'tap'

import type { BundleReport } from '../../src/exchange/bundle-report.ts'
import { writeBundle } from '../../src/exchange/bundle-text.ts'
import { communiqueBy, endorse, endorsedCommunique, partOf, READ } from '../support/bundles.ts'
import { allKeys, type Desk, desk, founded } from '../support/cli.ts'

const DECISION = ['--method', 'consensus', '--agree', '7', '--quorum', '5', '--date', '2026-11-20']
const CHARTER = 'charter-of-autonomous-servers'

/** A desk with nothing on it but a bundle. */
function deskWith(t: Parameters<typeof desk>[0], name: string, file: Uint8Array): Desk {
  const at = desk(t, name)
  at.write('it.tessera', Buffer.from(file).toString())
  return at
}

t.test('exports a charter with who signed it, and verifies it where no node is', async (t) => {
  const at = await founded(desk(t, 'author'))
  await at.run('charter', 'publish-founding', ...allKeys(at))
  await at.run('charter', 'sign', CHARTER, '--read', 'en', ...DECISION, ...allKeys(at))
  const path = at.path('charter.tessera')
  const written = await at.run('bundle', 'export', 'charter', CHARTER, '-o', path)
  t.match(written, { code: 0, out: /^Written: .*charter\.tessera, \d+ bytes/ })
  t.match(await at.run('bundle', 'export', 'charter', CHARTER, '-o', path), {
    code: 1,
    err: /exists/,
  })

  const reader = deskWith(t, 'reader', readFileSync(path))
  const told = await reader.run('bundle', 'verify', reader.path('it.tessera'), '--at', READ)
  t.equal(told.code, 0, told.err)
  t.match(told.out, /^Whole and genuine: all \d+ signatures hold/)
  t.match(told.out, /Charter ".+" \(charter-of-autonomous-servers, version 1\) counts/)
  t.match(told.out, /signed by 1 collective:\n {4}Harbor Commons \(.{8}\): en, 2 of 3 members/)
  t.match(told.out, /Whether something newer exists, only a node on the network tells/)
  const report = await reader.json<BundleReport>(
    'bundle',
    'verify',
    reader.path('it.tessera'),
    '--at',
    READ,
  )
  t.match(report, { isSound: true, missing: [], refused: [] })
  t.same(
    report.records.map(({ type }) => type).toSorted(),
    ['Charter', 'Commitment', 'Profile'],
    'what belongs to it, and nothing else',
  )
  t.throws(() => readFileSync(reader.path('data', 'tessera.db')), 'no data was made')
})

t.test('exports a collective and the directory, the same bytes each time', async (t) => {
  const at = await founded(desk(t, 'one'), '--discoverable')
  const { identity } = await at.json<{ identity: { scid: string } }>('status')
  for (const what of [[identity.scid], ['collective', identity.scid], ['directory']]) {
    const one = await at.run('bundle', 'export', ...what)
    t.match(one, { code: 0, out: /^\{"about":\{.*"type":"Bundle","version":1\}\n/ }, what.join(' '))
    t.equal((await at.run('bundle', 'export', ...what)).out, one.out)
  }
  t.match(await at.run('bundle', 'export', 'communique', 'none'), { code: 1, err: /No communiqué/ })
  t.match(await at.run('bundle', 'export', 'view', 'none'), { code: 2 })
})

t.test('names the first byte that was changed', async (t) => {
  const { file } = endorsedCommunique()
  const changed = Buffer.from(file)
  changed[1234] = (changed[1234] ?? 0) ^ 1
  const at = deskWith(t, 'changed', changed)
  const was = String.fromCharCode(file[1234] ?? 0)
  const told = await at.run('bundle', 'verify', at.path('it.tessera'), '--at', READ)
  t.equal(told.code, 1)
  t.match(told.out, /^NOT genuine as a whole/)
  t.match(told.out, /in line \d+ at byte 1235 stands/)
  t.ok(told.out.includes(`in the place of "${was}"`), told.out)
  t.match(await at.run('bundle', 'verify', at.path('none')), { code: 1, err: /There is no file/ })
  t.match(await at.run('bundle', 'verify', at.path('it.tessera'), '--at', 'now'), { code: 2 })
  at.write('not.tessera', 'Hello')
  t.match(await at.run('bundle', 'verify', at.path('not.tessera')), {
    code: 1,
    err: /This is no bundle/,
  })
})

t.test('takes a whole bundle in, and nothing of one with a wrong byte (K07)', async (t) => {
  const { file, communique } = endorsedCommunique()
  const at = await founded(deskWith(t, 'importer', file))
  const state = async () => (await at.json<{ records: object }>('status')).records
  const before = await state()
  const changed = Buffer.from(file)
  changed[2000] = (changed[2000] ?? 0) ^ 1
  at.write('changed.tessera', changed.toString('latin1'))
  const refused = await at.run('bundle', 'import', at.path('changed.tessera'))
  t.match(refused, { code: 1, err: /was changed on its way/ })
  t.strictSame(await state(), before)
  at.elapse(24 * 60 * 60 * 1000)
  const taken = await at.run('bundle', 'import', at.path('it.tessera'))
  t.match(taken, { code: 0, out: /Collectives: 3; new objects: 13, known: 0/ })
  const again = await at.run('bundle', 'import', at.path('it.tessera'))
  t.match(again, { code: 0, out: /new objects: 0, known: 13/ })
  const copy = await at.run('bundle', 'export', 'communique', communique.slug)
  t.equal(copy.out, Buffer.from(file).toString(), 'what was taken in goes out the same')
})

t.test('an older bundle takes nothing back (K08); who is blocked stays out (E25)', async (t) => {
  const { collectives, communique, file } = endorsedCommunique()
  const [first, second] = collectives
  const at = await founded(deskWith(t, 'later', file))
  at.elapse(24 * 60 * 60 * 1000)
  const next = communiqueBy(first, communique.slug, { version: 2 })
  const about = { kind: 'communique', collective: first.scid, slug: communique.slug } as const
  const newer = writeBundle(about, [partOf(first, [next]), partOf(second, [endorse(second, next)])])
  at.write('newer.tessera', Buffer.from(newer).toString())
  t.match(await at.run('bundle', 'import', at.path('newer.tessera')), { code: 0 })
  await at.run('peer', 'block', second.scid, '--yes')
  const older = await at.run('bundle', 'import', at.path('it.tessera'))
  t.match(older, { code: 4, out: /refused, blocked/ })
  const exported = await at.json<BundleReport>(
    'bundle',
    'verify',
    at.write('out.tessera', (await at.run('bundle', 'export', 'communique', communique.slug)).out),
    '--at',
    READ,
  )
  const texts = exported.texts.map(({ version, verdict }) => `${version} ${verdict}`)
  t.ok(texts.includes('2 counts'), texts.join())
  t.notOk(texts.includes('1 counts'), texts.join())
  t.notOk(
    exported.collectives.some(({ scid }) => scid === second.scid),
    'nothing of who is blocked',
  )
})
