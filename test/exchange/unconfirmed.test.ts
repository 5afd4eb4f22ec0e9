import t from 'tap'

import { unconfirmedAmong } from '../../src/exchange/unconfirmed.ts'
import { DAY, toTimestamp } from '../../src/kernel/time.ts'
import { extendedLog, rotation } from '../hostile/harness/logs.ts'
import { foundCollective, listingAbout, testNode } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import { publicServer, textOf } from '../support/public-server.ts'
import { NOON } from '../support/three-collectives.ts'

t.test('what a revoked key signed from a time on is unconfirmed, and nothing else', async (t) => {
  const start = new Date('2026-11-01T09:00:00Z')
  let now = start
  const collective = foundCollective('https://harbor.example', start)
  const node = await testNode(collective, await openFor(t, await testLocation(t)), () => now)
  await node.publisher.publishContents([listingAbout('before.example')])
  now = new Date(start.getTime() + DAY)
  await node.publisher.publishContents([listingAbout('after.example')])
  const records = await node.store.listCurrent({})
  const { multikey } = collective.node
  const since = toTimestamp(now)
  t.match(unconfirmedAmong(records, [{ multikey, since }]), [
    { type: 'Listing', digest: /^z/, updated: since, since },
  ])
  const earlier = toTimestamp(start)
  t.equal(unconfirmedAmong(records, [{ multikey, since: earlier }]).length, 2)
  t.strictSame(unconfirmedAmong(records, [{ multikey: 'another', since: earlier }]), [])
  const members = records.map((record) => ({ ...record, signedBy: 'members' as const }))
  t.strictSame(unconfirmedAmong(members, [{ multikey, since: earlier }]), [])
})

t.test(
  'the page and the JSON of a collective mark it until the key is trusted again',
  async (t) => {
    const { world, page, json } = await publicServer(t)
    const { nube, node } = world
    const { scid } = nube.collective
    const at = `/collectives/${scid}`
    t.strictSame((await json(at))['unconfirmed'], [])
    const [head] = (await node.store.readFacts(scid)).heads.toSorted(
      (a, b) => b.version - a.version,
    )
    if (head === undefined) throw new Error('it published something')
    const { version, stateDigest: digest } = head
    const change = {
      ...rotation().change,
      lastGoodHead: { version, digest },
      revokedSince: toTimestamp(NOON.getTime() - DAY),
      time: toTimestamp(NOON),
    }
    await node.exchange.receiveLog(scid, extendedLog(nube.collective, { change, now: NOON }))
    await world.refresh()
    t.match((await json(at))['unconfirmed'], [{ type: 'Profile', since: change.revokedSince }])
    t.match(textOf(await page(at)), /signed after November 21, 2026, when the key was no longer/)
  },
)
