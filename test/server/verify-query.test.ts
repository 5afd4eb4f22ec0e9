import t from 'tap'

import { parseVerifyQuery } from '../../src/server/verify-query.ts'

const digest = `zQm${'1'.repeat(44)}`
const scid = `Qm${'2'.repeat(44)}`

t.test('reads digests, SCIDs and addresses of objects and records', async (t) => {
  for (const text of [
    digest,
    ` ${digest}\n`,
    `https://a.example/objects/${digest}`,
    `/charters/${digest}?text=fr`,
  ])
    t.strictSame(parseVerifyQuery(text), { kind: 'digest', digest }, text)
  t.strictSame(parseVerifyQuery(scid), { kind: 'collective', scid })
  t.strictSame(parseVerifyQuery(`https://a.example/records/${scid}/Profile/main`), {
    kind: 'record',
    scid,
    type: 'Profile',
    slug: 'main',
  })
})

t.test('whatever else is typed means nothing', async (t) => {
  for (const text of [
    '',
    'zQm',
    `${digest}1`,
    `https://a.example/objects/${digest}x`,
    `https://a.example/?x=${digest}`,
    `/records/${scid}/Profile/../../etc/passwd`,
    `/records/${scid}/Profile/UPPER`,
    'https://a.example/',
  ])
    t.strictSame(parseVerifyQuery(text), { kind: 'unclear' }, text)
})
