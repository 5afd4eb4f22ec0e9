import type { Test } from 'tap'

import {
  ENVELOPE_QUEUE,
  type EnvelopeStore,
  type StoredEnvelope,
} from '../../src/exchange/envelope-store.ts'
import { digestOf } from '../../src/record/digest.ts'
import { harborScid, nubeScid } from '../support/records.ts'

const NOW = '2026-11-22T09:00:00Z'
const LATER = '2027-01-01T00:00:00Z'

function envelope(name: string, changes: Partial<StoredEnvelope> = {}): StoredEnvelope {
  const text = `{"ciphertext":"${name}"}`
  const base = { digest: digestOf(text), sender: harborScid, received: NOW, expires: LATER, text }
  return { ...base, ...changes }
}

/** A store of the test, and the jobs that wait in its database. */
export interface OpenedEnvelopeStore {
  readonly store: EnvelopeStore
  readonly jobs: () => Promise<readonly { readonly queue: string; readonly payload: string }[]>
}

function put(store: EnvelopeStore, one: StoredEnvelope): Promise<void> {
  return store.changeEnvelopes({ put: one, remove: [], jobs: [] })
}

/** What every EnvelopeStore does. */
export function testEnvelopeStore(t: Test, open: (t: Test) => Promise<OpenedEnvelopeStore>): void {
  t.test('lists what has not expired, the oldest first, of all or of one sender', async (t) => {
    const { store } = await open(t)
    const late = envelope('late', { received: '2026-11-22T10:00:00Z' })
    const early = envelope('early')
    const theirs = envelope('theirs', { sender: nubeScid, received: '2026-11-22T09:30:00Z' })
    const over = envelope('over', { expires: NOW })
    for (const one of [late, early, theirs, over]) await put(store, one)
    t.strictSame(await store.listEnvelopes(NOW), [early, theirs, late])
    t.strictSame(await store.listEnvelopes(NOW, nubeScid), [theirs])
    t.strictSame(await store.listEnvelopes(LATER), [])
    t.equal(await store.countEnvelopes(), 4)
    t.strictSame(await store.findEnvelope(over.digest), over)
    t.equal(await store.findEnvelope(digestOf('none')), null)
  })

  t.test('keeps one in the place of another, with jobs in their order', async (t) => {
    const { store, jobs } = await open(t)
    const [first, second] = [envelope('first'), envelope('second')]
    await put(store, first)
    await store.changeEnvelopes({
      put: second,
      remove: [first.digest],
      jobs: [{ offer: second.digest }, { takeBack: first.digest, from: [nubeScid] }],
    })
    t.strictSame(await store.listEnvelopes(NOW), [second])
    t.strictSame(
      (await jobs()).map(({ queue, payload }) => [queue, JSON.parse(payload)]),
      [
        [ENVELOPE_QUEUE, { offer: second.digest }],
        [ENVELOPE_QUEUE, { takeBack: first.digest, from: [nubeScid] }],
      ],
    )
  })

  t.test('what comes twice is there once, as it was', async (t) => {
    const { store } = await open(t)
    const one = envelope('one')
    await put(store, one)
    await put(store, { ...one, received: '2026-11-22T10:00:00Z' })
    t.strictSame(await store.listEnvelopes(NOW), [one])
  })

  t.test('forgets what has expired', async (t) => {
    const { store } = await open(t)
    const stays = envelope('stays')
    await put(store, stays)
    await put(store, envelope('over', { expires: NOW }))
    t.equal(await store.forgetEnvelopes(NOW), 1)
    t.equal(await store.forgetEnvelopes(NOW), 0)
    t.equal(await store.countEnvelopes(), 1)
  })
}
