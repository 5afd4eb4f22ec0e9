import { setTimeout as pause } from 'node:timers/promises'

import t from 'tap'

import { createQueue, type Queue } from '../../src/store/queue.ts'
import { transaction } from '../../src/store/transaction.ts'
import { testQueue } from '../contracts/queue.ts'
import { openFor, testDatabase, testLocation } from '../support/database.ts'

const START = Date.parse('2026-11-22T09:00:00Z')

interface Message {
  readonly id?: string
  readonly text: string
}

testQueue(t, async (t) => {
  const location = await testLocation(t)
  const [one, two] = [await openFor(t, location), await openFor(t, location)]
  return [createQueue({ db: one.db, name: 'fedify' }), createQueue({ db: two.db, name: 'fedify' })]
})

/** Works until `count` messages were handled and ends; gives their texts in order. */
async function work(
  queue: Queue,
  count: number,
  handle: (message: Message) => Promise<void> | void = () => {},
): Promise<string[]> {
  const texts: string[] = []
  const over = new AbortController()
  await queue.listen(
    async (message: Message) => {
      texts.push(message.text)
      if (texts.length >= count) over.abort()
      await handle(message)
    },
    { signal: over.signal },
  )
  return texts
}

t.test('a message exists if and only if the transaction commits', async (t) => {
  const db = await testDatabase(t)
  const queue = createQueue({ db, name: 'own' })
  const failing = transaction(db, async (trx) => {
    await queue.enqueueMany([{ text: 'never' }], {}, trx)
    throw new Error('changed my mind')
  })
  await t.rejects(failing, /changed my mind/)
  t.strictSame(await queue.getDepth(), { queued: 0, ready: 0, delayed: 0 })
  await transaction(db, (trx) => queue.enqueueMany([{ text: 'done' }], {}, trx))
  t.strictSame(await work(queue, 1), ['done'])
  t.strictSame(await queue.getDepth(), { queued: 0, ready: 0, delayed: 0 })
})

t.test('takes nothing and more than one statement holds', async (t) => {
  const queue = createQueue({ db: await testDatabase(t), name: 'own' })
  await queue.enqueueMany([])
  await queue.enqueueMany(Array.from({ length: 1001 }, (_, n) => ({ text: String(n) })))
  t.strictSame(await queue.getDepth(), { queued: 1001, ready: 1001, delayed: 0 })
})

t.test('listeners of one queue never see the messages of another', async (t) => {
  const db = await testDatabase(t)
  const [one, two] = [createQueue({ db, name: 'one' }), createQueue({ db, name: 'two' })]
  await two.enqueue({ text: 'for two' })
  await one.enqueue({ text: 'for one' })
  t.strictSame(await work(one, 1), ['for one'])
  t.match(await two.getDepth(), { queued: 1 })
})

t.test('counts what waits for its time apart', async (t) => {
  const queue = createQueue({ db: await testDatabase(t), name: 'own' })
  await queue.enqueue({ text: 'now' })
  await queue.enqueue({ text: 'later' }, { delay: 60_000 })
  t.strictSame(await queue.getDepth(), { queued: 2, ready: 1, delayed: 1 })
})

t.test('a message put in again by its handler keeps its place before the next', async (t) => {
  const queue = createQueue({ db: await testDatabase(t), name: 'fedify' })
  const options = { orderingKey: 'inbox' }
  await queue.enqueue({ id: '1', text: 'create' }, options)
  await queue.enqueue({ id: '2', text: 'update' }, options)
  const texts = await work(queue, 3, async (message) => {
    if (message.text !== 'create') return
    await queue.enqueue({ ...message, text: 'create again' }, { ...options, delay: 20 })
  })
  t.strictSame(texts, ['create', 'create again', 'update'])
  t.match(await queue.getDepth(), { queued: 0 })
})

t.test('a message with an id is in the queue once, with its last text', async (t) => {
  const queue = createQueue({ db: await testDatabase(t), name: 'own' })
  await queue.enqueue({ id: '1', text: 'old' })
  await queue.enqueueMany([
    { id: '1', text: 'newer' },
    { id: '1', text: 'newest' },
    { id: '2', text: 'other' },
  ])
  t.strictSame((await work(queue, 2)).toSorted(), ['newest', 'other'])
})

t.test('what fails is tried again later, in its place, and told', async (t) => {
  let at = START
  const errors: unknown[] = []
  const queue = createQueue({
    db: await testDatabase(t),
    name: 'own',
    now: () => new Date((at += 500)), // each look at the clock takes half a second
    onError: (error) => errors.push(error),
  })
  await queue.enqueueMany([{ text: 'one' }, { text: 'two' }], { orderingKey: 'k' })
  let handled = 0
  const texts = await work(queue, 3, () => {
    if (++handled === 1) throw new Error('not yet')
  })
  t.strictSame(texts, ['one', 'one', 'two'])
  t.match(errors, [/not yet/])
  t.equal(await queue.countFailed(), 0)
})

t.test('a poisoned message is put aside and blocks nobody', async (t) => {
  let at = START
  const queue = createQueue({
    db: await testDatabase(t),
    name: 'own',
    now: () => new Date((at += 600_000)),
    lease: 1e9,
  })
  await queue.enqueueMany([{ text: 'poison' }, { text: 'fine' }], { orderingKey: 'k' })
  const texts = await work(queue, 9, ({ text }) => {
    if (text === 'poison') throw new Error('always')
  })
  t.strictSame(texts, [...Array.from({ length: 8 }, () => 'poison'), 'fine'])
  t.equal(await queue.countFailed(), 1)
  t.match(await queue.getDepth(), { queued: 0 })
})

t.test('what a worker held that died is taken over, but not before', async (t) => {
  let at = START
  const { db } = await openFor(t, await testLocation(t))
  const queue = createQueue({ db, name: 'own', now: () => new Date(at), lease: 60_000 })
  await queue.enqueue({ text: 'held' })
  const { promise: died, resolve: die } = Promise.withResolvers<void>()
  const { promise: taken, resolve: take } = Promise.withResolvers<void>()
  const over = new AbortController()
  const first = queue.listen(
    () => {
      take()
      return died
    },
    { signal: over.signal },
  )
  await taken
  over.abort()
  t.match(await queue.getDepth(), { queued: 0 })
  at += 60_000
  t.match(await queue.getDepth(), { queued: 1 })
  t.strictSame(await work(queue, 1), ['held'])
  // The first worker wakes up too late: it must not touch what others have put in since.
  await queue.enqueue({ text: 'next' })
  die()
  await first
  t.match(await queue.getDepth(), { queued: 1 })
})

t.test('a lease is renewed while its handler works', async (t) => {
  const queue = createQueue({ db: await testDatabase(t), name: 'own', lease: 300 })
  await queue.enqueue({ text: 'long' })
  const over = new AbortController()
  let handled = 0
  const handler = async (): Promise<void> => {
    handled++
    await pause(900)
    over.abort()
  }
  await Promise.all([
    queue.listen(handler, { signal: over.signal }),
    queue.listen(handler, { signal: over.signal }),
  ])
  t.equal(handled, 1)
})

t.test('a listener outlives a database that is away', async (t) => {
  const database = await openFor(t, await testLocation(t))
  const over = new AbortController()
  const { promise: told, resolve } = Promise.withResolvers<unknown>()
  const queue = createQueue({ db: database.db, name: 'own', onError: resolve })
  await database.close()
  const listening = queue.listen(() => {}, { signal: over.signal })
  t.match(await told, /destroyed/)
  over.abort()
  await t.resolves(listening)
})

t.test('a listener whose signal has aborted does nothing', async (t) => {
  const queue = createQueue({ db: await testDatabase(t), name: 'own' })
  await queue.enqueue({ text: 'waits' })
  const handler = (): void => void t.fail('handled')
  await queue.listen(handler, { signal: AbortSignal.abort() })
  t.match(await queue.getDepth(), { queued: 1 })
})
