import t from 'tap'

import {
  afterCheck,
  type HostProof,
  judgeHost,
  judgeProofs,
  nearestJudgment,
} from '../../src/directory/host-proof.ts'
import { addTime, DAY } from '../../src/kernel/time.ts'
import { didAt } from '../../src/record/did.ts'
import { harborScid, nubeScid } from '../support/records.ts'

const now = '2026-11-22T09:00:00Z'
const host = 'harbor.example'
const nothing = { didLog: null, tesseraJson: null, txt: [] }

t.test('a host proves whose it is by its log, its tessera.json or a TXT record', async (t) => {
  const entry = JSON.stringify({ versionId: '1-x', parameters: { scid: harborScid } })
  const second = JSON.stringify({ versionId: '2-x', parameters: {} })
  const proofs = [
    { ...nothing, didLog: `${entry}\n${second}\n` },
    { ...nothing, didLog: entry },
    { ...nothing, tesseraJson: JSON.stringify({ scid: harborScid }) },
    { ...nothing, tesseraJson: JSON.stringify({ did: didAt(harborScid, `https://${host}`) }) },
    { ...nothing, tesseraJson: JSON.stringify({ scids: [nubeScid, harborScid] }) },
    { ...nothing, txt: ['v=spf1 -all', `scid=${harborScid}`] },
  ]
  for (const evidence of proofs) t.equal(judgeHost(harborScid, evidence), 'proven')
  for (const evidence of proofs.filter(
    ({ tesseraJson }) => tesseraJson?.includes('scids') !== true,
  )) {
    t.equal(judgeHost(nubeScid, evidence), 'names-others')
  }
})

t.test('what is broken or names nobody proves nothing', async (t) => {
  const silent = [
    nothing,
    { ...nothing, didLog: '', tesseraJson: '<html>', txt: ['scid=', 'scid=Qmshort', ''] },
    { ...nothing, didLog: '[]\n', tesseraJson: 'null' },
    {
      ...nothing,
      didLog: '{"parameters":{"scid":1}}',
      tesseraJson: '{"scid":{},"did":"did:web:x"}',
    },
    { ...nothing, txt: [`xscid=${harborScid}`, `scid=${harborScid} and more`] },
  ]
  for (const evidence of silent) t.equal(judgeHost(harborScid, evidence), 'silent')
})

t.test('a proof bears a week without answer, but not another answer', async (t) => {
  const subject = { scid: harborScid, host, previous: null }
  t.equal(afterCheck(subject, 'silent', now), null)
  t.equal(afterCheck(subject, 'unreachable', now), null)
  const proof = afterCheck(subject, 'proven', now)
  t.strictSame(proof, { scid: harborScid, host, firstProven: now, lastProven: now, holds: true })
  const later = (days: number, verdict: 'proven' | 'silent' | 'unreachable') =>
    afterCheck({ ...subject, previous: proof }, verdict, addTime(now, days * DAY))
  t.equal(later(6, 'unreachable')?.holds, true)
  t.equal(later(7, 'unreachable')?.holds, false)
  t.equal(later(1, 'silent')?.holds, false)
  t.match(later(3, 'proven'), { firstProven: now, lastProven: addTime(now, 3 * DAY), holds: true })
})

t.test('a proof that fell does not come back without being proven again', async (t) => {
  const fallen = { scid: harborScid, host, firstProven: now, lastProven: now, holds: false }
  const subject = { scid: harborScid, host, previous: fallen }
  t.equal(afterCheck(subject, 'unreachable', addTime(now, DAY))?.holds, false)
  t.equal(afterCheck(subject, 'proven', addTime(now, DAY))?.holds, true)
})

const first: HostProof = { scid: harborScid, host, firstProven: now, lastProven: now, holds: true }
const second: HostProof = { ...first, scid: nubeScid, firstProven: addTime(now, DAY) }

t.test('who proves a host later conflicts and takes nothing over', async (t) => {
  t.strictSame(judgeProofs([second, first], now), {
    owner: harborScid,
    isProven: true,
    conflicting: [nubeScid],
  })
  t.strictSame(judgeProofs([second, { ...first, holds: false }], now), {
    owner: harborScid,
    isProven: false,
    conflicting: [nubeScid],
  })
  t.strictSame(judgeProofs([{ ...second, holds: false }, first], now).conflicting, [])
})

t.test('a pin ends when its proof is older than any Profile can be', async (t) => {
  const gone = { ...first, holds: false }
  t.equal(judgeProofs([gone, second], addTime(now, 399 * DAY)).owner, harborScid)
  t.equal(judgeProofs([gone, second], addTime(now, 400 * DAY)).owner, nubeScid)
  t.strictSame(judgeProofs([], now), { owner: null, isProven: false, conflicting: [] })
})

t.test(
  'a proven name speaks for the names below it, unless they have a proof of their own',
  async (t) => {
    const judgments = new Map([
      [host, judgeProofs([first], now)],
      ['blog.harbor.example', judgeProofs([second], now)],
      ['mail.harbor.example', judgeProofs([], now)],
    ])
    t.equal(nearestJudgment('harbor.example', judgments)?.owner, harborScid)
    t.equal(nearestJudgment('mx.mail.harbor.example', judgments)?.owner, harborScid)
    t.equal(nearestJudgment('blog.harbor.example', judgments)?.owner, nubeScid)
    t.equal(nearestJudgment('xharbor.example', judgments), null)
    t.equal(nearestJudgment('localhost:8081', judgments), null)
  },
)
