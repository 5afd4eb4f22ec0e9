import { createServer } from 'node:http'

import t from 'tap'

import { branchesOf } from '../../src/identity/check-log.ts'
import { createNextEntry } from '../../src/identity/create-entry.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { secondOpinion } from '../../src/identity/second-opinion.ts'
import { createLogVerifier, type LogVerifier } from '../../src/identity/verify-log.ts'
import { addTime, HOUR } from '../../src/kernel/time.ts'
import {
  type CollectiveLog,
  createCollectiveLog,
  extendLog,
  LOG_NOW,
  newestOf,
  nodeKeyChoice,
  signed,
  textsOf,
  textsOfEntries,
} from '../support/collective-log.ts'

/** Every kind of change in one log. */
function longLog(): CollectiveLog {
  const [handed, fresh] = [createSigningKey(), createSigningKey()]
  let log = createCollectiveLog()
  log = extendLog(log, { nodeKeys: nodeKeyChoice() })
  log = extendLog(log, { nodeKeys: nodeKeyChoice(), revokedSince: '2024-01-01T00:00:00Z' })
  const members = [...log.members.slice(1), fresh]
  const keys = members.map(({ multikey }) => multikey)
  log = extendLog(log, { members: { keys, threshold: 3 } }, { members })
  log = extendLog(log, { controller: handed.multikey }, { controller: handed })
  log = extendLog(log, { origins: ['http://tesseraonion.onion', 'https://new.example:8443'] })
  log = extendLog(log, { origins: ['https://harbor-commons.example'] })
  return extendLog(log, { deactivate: true })
}

function verifier(t: { teardown(end: () => unknown): void }): LogVerifier {
  const verifier = createLogVerifier()
  t.teardown(() => verifier[Symbol.asyncDispose]())
  return verifier
}

t.test('an honest log of every kind of change is what didwebvh-ts says too', async (t) => {
  const { scid, entries } = longLog()
  for (let length = 1; length <= entries.length; length++) {
    // oxlint-disable-next-line no-await-in-loop -- one log after the other
    t.equal(await secondOpinion(entries.slice(0, length)), null, `${length} entries`)
  }
  const question = { scid, sources: [textsOfEntries(entries)], now: LOG_NOW }
  t.strictSame(await verifier(t).verify(question), { scid, entries, held: [], refused: [] })
})

t.test('the second opinion differs where the log was touched', async (t) => {
  const { entries } = longLog()
  const [first, second] = entries
  if (first === undefined || second === undefined) return t.fail()
  const unapproved = { ...second, approvals: second.approvals.slice(1) }
  t.match(await secondOpinion([first, unapproved]), 'Witness threshold not met')
  const bytes = second.text.replaceAll(second.entry.versionTime, LOG_NOW)
  t.match(await secondOpinion([first, { ...second, text: bytes }]), 'Hash chain broken')
  const elsewhere = { ...second, did: `${second.did}x` }
  t.equal(await secondOpinion([first, elsewhere]), 'another DID')
  t.equal(
    await secondOpinion([first, { ...second, versionId: first.versionId }]),
    'another newest entry',
  )
  t.equal(await secondOpinion([first, { ...second, controller: 'z' }]), 'another controller key')
  const parameters = { deactivated: true } as const
  const ended = { ...second, entry: { ...second.entry, parameters } }
  t.equal(await secondOpinion([first, ended]), 'another end')
})

t.test('both branches of a disputed log are verified', async (t) => {
  const log = extendLog(createCollectiveLog())
  const [first] = log.entries
  if (first === undefined) return t.fail()
  const time = addTime(first.entry.versionTime, HOUR)
  const fork = signed(log, createNextEntry(first, { time, lastGoodHead: null, deactivate: true }))
  const sources = [textsOfEntries(log.entries), textsOf(fork, log.members)]
  const check = await verifier(t).verify({ scid: log.scid, sources, now: LOG_NOW })
  t.equal(branchesOf(check.entries).length, 2)
})

t.test('one thread verifies many logs, good and bad, in the order asked', async (t) => {
  const one = verifier(t)
  const logs = [1, 2, 3].map(() => createCollectiveLog())
  const questions = logs.map(({ scid, entries }) => ({
    scid,
    sources: [textsOfEntries(entries)],
    now: LOG_NOW,
  }))
  const [a, b, c] = questions
  if (a === undefined || b === undefined || c === undefined) return t.fail()
  const bad = { ...b, sources: [{ log: 'x'.repeat(3 * 1024 * 1024), witness: '' }] }
  const file = { ...b, sources: [{ log: '', witness: '{}' }] }
  const results = await Promise.allSettled([a, bad, file, b, c].map((q) => one.verify(q)))
  t.match(results, [
    { value: { scid: a.scid, entries: { length: 1 } } },
    { reason: { kind: 'too-large', code: 'log_too_large' } },
    { reason: { kind: 'invalid', code: 'bad_witness_file' } },
    { value: { scid: b.scid, entries: { length: 1 } } },
    { value: { scid: c.scid, entries: { length: 1 } } },
  ])
})

t.test('entries from after the machine clock are judged by the clock we were told', async (t) => {
  const log = createCollectiveLog({
    options: { time: '2099-01-01T00:00:00Z', nodeKeys: nodeKeyChoice('2099-03-01T00:00:00Z') },
    now: '2099-01-01T00:00:00Z',
  })
  const sources = [textsOfEntries(log.entries)]
  const one = verifier(t)
  const then = await one.verify({ scid: log.scid, sources, now: '2099-01-01T00:00:00Z' })
  t.equal(then.entries.length, 1)
  const now = await one.verify({ scid: log.scid, sources, now: LOG_NOW })
  t.strictSame(now.held, [newestOf(log).versionId])
})

t.test('nothing is fetched, not even for a log without witness proofs', async (t) => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    response.end('[]')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const log = createCollectiveLog({ host: `localhost:${port}` })
  const texts = { ...textsOfEntries(log.entries), witness: '[]' }
  const check = await verifier(t).verify({ scid: log.scid, sources: [texts], now: LOG_NOW })
  t.match(check.refused, [{ code: 'not_approved' }])

  const fetched: unknown[] = []
  const { fetch } = globalThis
  globalThis.fetch = async (url) => {
    fetched.push(url)
    throw new Error('no network')
  }
  t.teardown(() => (globalThis.fetch = fetch))
  const bare = log.entries.map((entry) => ({ ...entry, approvals: [] }))
  t.match(await secondOpinion(bare), 'Witness threshold not met')
  t.strictSame(fetched, [])
  t.strictSame(asked, [])
})

t.test('a log that takes too long is given up, and the next one is verified', async (t) => {
  const log = createCollectiveLog()
  const question = { scid: log.scid, sources: [textsOfEntries(log.entries)], now: LOG_NOW }
  const hasty = createLogVerifier({ timeLimit: 0 })
  t.teardown(() => hasty[Symbol.asyncDispose]())
  await t.rejects(hasty.verify(question), { kind: 'unavailable', code: 'log_too_slow' })
  await t.rejects(hasty.verify(question), { code: 'log_too_slow' }, 'in another thread')
})

t.test('a closed verifier answers nobody, and waits for no thread', async (t) => {
  const log = createCollectiveLog()
  const question = { scid: log.scid, sources: [textsOfEntries(log.entries)], now: LOG_NOW }
  const closing = createLogVerifier()
  const asked = [closing.verify(question), closing.verify(question)]
  const settled = Promise.allSettled(asked)
  await closing[Symbol.asyncDispose]()
  t.match(await settled, [
    { reason: { code: 'verifier_stopped' } },
    { reason: { code: 'verifier_closed' } },
  ])
  await t.rejects(closing.verify(question), { code: 'verifier_closed' })
})
