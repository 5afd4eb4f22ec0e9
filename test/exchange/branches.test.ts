import t from 'tap'

import { createBranchesOf, toBranches } from '../../src/exchange/branches.ts'
import type { ObjectReader } from '../../src/exchange/object-store.ts'
import { HOUR } from '../../src/kernel/time.ts'
import { meeting, rotated } from '../support/exchange.ts'
import { addEntry, createHistory, nextEntry } from '../support/history.ts'

t.test('one log is one branch', async (t) => {
  const history = createHistory()
  addEntry(history)
  addEntry(history)
  t.strictSame(toBranches(history.entries.toReversed()), [history.entries])
  t.strictSame(toBranches([]), [])
})

t.test('every way through a disputed log is a branch', async (t) => {
  const history = createHistory()
  const [first] = history.entries
  const one = nextEntry(history, { nodeKey: 'one' })
  const other = addEntry(history, { nodeKey: 'other' })
  const after = nextEntry(history)
  const branches = toBranches([...history.entries, one, after])
  t.equal(branches.length, 2)
  t.strictSame(
    new Set(branches),
    new Set([
      [first, one],
      [first, other, after],
    ]),
  )
})

t.test('entries whose predecessor is missing are on no branch', async (t) => {
  const history = createHistory()
  addEntry(history)
  const last = addEntry(history)
  t.strictSame(toBranches([...history.entries.slice(0, 1), last]), [history.entries.slice(0, 1)])
})

t.test('reads a log once, and again when it has changed', async (t) => {
  const { clock, nube, harbor, scid } = await meeting(t)
  let reads = 0
  const reader: ObjectReader = {
    ...nube.store,
    findLog(scid) {
      reads++
      return nube.store.findLog(scid)
    },
  }
  const branchesOf = createBranchesOf()
  t.equal((await branchesOf(reader, scid))[0]?.length, 1)
  t.equal((await branchesOf(reader, scid))[0]?.length, 1)
  t.equal(reads, 1)
  clock.wait(HOUR)
  await nube.exchange.receiveLog(
    scid,
    rotated(harbor, { time: clock.now(), lastGoodHead: null }).log,
  )
  t.equal((await branchesOf(reader, scid))[0]?.length, 2)
  t.equal(reads, 2)
  t.strictSame(await branchesOf(reader, 'QmNobody'), [])
  t.equal(reads, 2, 'where no log is kept, none is read')
})

t.test('a log that was not committed leaves nothing in the cache', async (t) => {
  const { clock, nube, harbor, scid } = await meeting(t)
  clock.wait(HOUR)
  const [lost, kept] = [0, 1].map(() => rotated(harbor, { time: clock.now(), lastGoodHead: null }))
  const { receiveLog } = await import('../../src/exchange/receive-log.ts')
  const { checkLog } = await import('../../src/identity/check-log.ts')
  const deps = {
    ...nube.publisherDeps,
    verify: async (question: Parameters<typeof checkLog>[0]) => checkLog(question),
    familiar: async () => new Set<string>(),
  }
  const failing: typeof nube.store = {
    ...nube.store,
    transaction: (work) =>
      nube.store.transaction(async (writer) => {
        await work(writer)
        throw new Error('no space left')
      }),
  }
  await t.rejects(receiveLog(scid, lost?.log ?? harbor.log, { ...deps, store: failing }))
  await receiveLog(scid, kept?.log ?? harbor.log, deps)
  const [branch] = await deps.branchesOf(nube.store, scid)
  t.equal(branch?.at(-1)?.nodeKey, kept?.node.multikey)
})
