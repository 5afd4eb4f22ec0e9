import t, { type Test } from 'tap'

import type { Answer } from '../../src/federation/answer.ts'
import { createSender } from '../../src/federation/delivery.ts'
import type { Fetcher } from '../../src/federation/fetcher.ts'
import { createCavageSigner, createMessageSigner } from '../../src/federation/sign-request.ts'
import { invalid, TesseraError } from '../../src/kernel/errors.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts'
import { createDeliveryStore } from '../../src/store/delivery-store.ts'
import { createPeerStore } from '../../src/store/peer-store.ts'
import { testDatabase } from '../support/database.ts'
import { quiet } from '../support/federation-node.ts'
import { nubeScid } from '../support/records.ts'
import { ED25519, RSA } from '../support/signed-request.ts'

const START = Date.parse('2026-11-22T09:00:00Z')
const A = 'https://a.example/inbox'
const B = 'https://b.example/inbox'
const PEER = 'https://nube.example/inbox'

interface Sent {
  readonly url: string
  readonly body: string
  readonly scheme: 'cavage' | 'rfc9421-rsa' | 'ed25519'
}

type Respond = (sent: Sent, count: number) => Partial<Answer> | Error

/** A sender whose network is a function, with a clock that the test moves. */
async function scene(t: Test, respond: Respond) {
  const db = await testDatabase(t)
  const deliveries = createDeliveryStore(db)
  const peers = createPeerStore(db)
  let time = START
  const now = () => new Date(time)
  const sent: Sent[] = []
  const post: Fetcher['post'] = async (url, body, { sign, contentType }) => {
    const headers = sign?.({ method: 'POST', url: new URL(url), body, contentType }) ?? {}
    const one = { url, body: Buffer.from(body).toString(), scheme: schemeOf(headers) }
    sent.push(one)
    const answer = respond(one, sent.length)
    if (answer instanceof Error) throw answer
    return { status: 202, headers: {}, body: Buffer.alloc(0), url, retryAfter: null, ...answer }
  }
  const main = { keyId: 'https://harbor.example/actor#main-key', privateKey: RSA.privateKey, now }
  const options = {
    deliveries,
    peers,
    fetcher: { post },
    signers: {
      cavage: createCavageSigner(main),
      'rfc9421-rsa': createMessageSigner(main),
      ed25519: createMessageSigner({ ...main, privateKey: ED25519.privateKey }),
    },
    now,
    random: () => 1,
    logger: quiet,
  }
  const queue = (n: number, ...inboxes: string[]) =>
    deliveries.enqueueDeliveries(
      { id: `https://harbor.example/${n}`, body: `{"n":${n}}` },
      inboxes,
      time,
    )
  return {
    sender: createSender(options),
    /** The same node after a restart. */
    restart: () => createSender(options),
    deliveries,
    peers,
    sent,
    queue,
    advance: (milliseconds: number): void => {
      time += milliseconds
    },
    now,
  }
}

function schemeOf(headers: Readonly<Record<string, string>>): Sent['scheme'] {
  const input = headers['signature-input']
  if (input === undefined) return 'cavage'
  return input.includes('ed25519') ? 'ed25519' : 'rfc9421-rsa'
}

t.test('sends the stored bytes, once', async (t) => {
  const { sender, sent, queue, deliveries } = await scene(t, () => ({}))
  await queue(1, A, B)
  t.equal(await sender.sendDue(), 2)
  t.strictSame(
    new Set(sent.map(({ url, body }) => `${url} ${body}`)),
    new Set([`${A} {"n":1}`, `${B} {"n":1}`]),
  )
  t.equal(await deliveries.countDeliveries(), 0)
  t.equal(await sender.sendDue(), 0)
})

t.test('keeps the order of an inbox, also when one has to be tried again', async (t) => {
  const { sender, sent, queue, advance } = await scene(t, (_one, count) =>
    count === 1 ? { status: 503 } : {},
  )
  for (const n of [1, 2, 3]) await queue(n, A)
  t.equal(await sender.sendDue(), 0)
  t.equal(sent.length, 1)
  advance(30 * SECOND)
  t.equal(await sender.sendDue(), 3)
  t.strictSame(
    sent.map(({ body }) => body),
    ['{"n":1}', '{"n":1}', '{"n":2}', '{"n":3}'],
  )
})

t.test(
  'waits longer after each failure, six hours at most, and gives up after a week',
  async (t) => {
    const { sender, sent, queue, advance, now, deliveries } = await scene(t, () => ({
      status: 500,
    }))
    await queue(1, A)
    const times: number[] = []
    while ((await deliveries.countDeliveries()) > 0 && times.length < 1000) {
      const before = sent.length
      await sender.sendDue()
      if (sent.length > before) times.push(now().getTime())
      advance(15 * SECOND)
      while ((await deliveries.claimDeliveries(1, now().getTime(), now().getTime())).length === 0) {
        if ((await deliveries.countDeliveries()) === 0) break
        advance(5 * MINUTE)
      }
    }
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0))
    t.ok((pauses[0] ?? 0) <= 6 * MINUTE)
    t.ok(
      pauses.every((pause, i) => pause + 10 * MINUTE >= (pauses[i - 1] ?? 0)),
      'never shorter',
    )
    t.ok(Math.max(...pauses) <= 6 * HOUR + 10 * MINUTE)
    const [first = 0, last = 0] = [times[0], times.at(-1)]
    t.ok(last - first > 6 * DAY && last - first <= 7 * DAY, 'for a week')
  },
)

t.test('tries nothing again that never will be taken', async (t) => {
  const gone: (Partial<Answer> | Error)[] = [
    { status: 404 },
    { status: 410 },
    { status: 413 },
    { status: 422 },
    invalid('address_not_public', 'This host is not on the public Internet.'),
  ]
  for (const answer of gone) {
    const { sender, sent, queue, deliveries } = await scene(t, () => answer)
    await queue(1, A)
    await sender.sendDue()
    t.equal(sent.length, 1)
    t.equal(await deliveries.countDeliveries(), 0)
  }
})

t.test('a poisoned activity holds up nothing behind it for ever', async (t) => {
  const { sender, sent, queue, deliveries, advance } = await scene(t, ({ body }) =>
    body === '{"n":1}' ? { status: 403 } : {},
  )
  await queue(1, A)
  await queue(2, A)
  for (let hours = 0; hours < 48; hours++) {
    await sender.sendDue()
    advance(HOUR)
  }
  t.equal(await deliveries.countDeliveries(), 0)
  t.equal(sent.at(-1)?.body, '{"n":2}')
})

t.test('waits as long as a server asks', async (t) => {
  const { sender, sent, queue, advance } = await scene(t, (_one, count) =>
    count === 1 ? { status: 429, retryAfter: 2 * HOUR } : {},
  )
  await queue(1, A)
  await sender.sendDue()
  advance(2 * HOUR - SECOND)
  await sender.sendDue()
  t.equal(sent.length, 1)
  advance(SECOND)
  t.equal(await sender.sendDue(), 1)
})

t.test('leaves a host alone that fails again and again, and no other', async (t) => {
  const inboxes = Array.from({ length: 40 }, (_, n) => `https://dead.example/inbox/${n}`)
  const { sender, restart, sent, queue, advance, deliveries } = await scene(t, ({ url }) =>
    url.startsWith('https://dead.example')
      ? new TesseraError('unavailable', 'unreachable', 'The host was not reached.')
      : {},
  )
  await queue(1, ...inboxes)
  await sender.sendDue()
  const failures = sent.length
  advance(30 * SECOND)
  await queue(2, A, ...inboxes)
  t.equal(await restart().sendDue(), 1, 'the others are served')
  t.equal(sent.length, failures + 1, 'the breaker holds over a restart')
  t.match(await deliveries.findHosts(['dead.example']), [{ failures, host: 'dead.example' }])
})

t.test('closes the breaker with the first delivery that arrives', async (t) => {
  let isDead = true
  const { sender, queue, advance, deliveries } = await scene(t, () =>
    isDead ? { status: 502 } : {},
  )
  for (let n = 0; n < 6; n++) await queue(n, `https://a.example/inbox/${n}`)
  await sender.sendDue()
  t.match(await deliveries.findHosts(['a.example']), [{ failures: 6 }])
  isDead = false
  advance(10 * MINUTE)
  t.equal(await sender.sendDue(), 6)
  t.match(await deliveries.findHosts(['a.example']), [{ failures: 0, retryAt: 0 }])
})

t.test('finds out which signature a server takes, and remembers it', async (t) => {
  const { sender, restart, sent, queue } = await scene(t, ({ scheme }) =>
    scheme === 'rfc9421-rsa' ? {} : { status: 401 },
  )
  await queue(1, A)
  t.equal(await sender.sendDue(), 1)
  await queue(2, A)
  t.equal(await restart().sendDue(), 1)
  t.strictSame(
    sent.map(({ scheme }) => scheme),
    ['cavage', 'rfc9421-rsa', 'rfc9421-rsa'],
  )
})

t.test('signs with the node key for peers, whatever else their host takes', async (t) => {
  const { sender, sent, queue, peers } = await scene(t, () => ({}))
  await peers.putPeer({
    scid: nubeScid,
    origin: 'https://nube.example',
    actor: 'https://nube.example/actor',
    inbox: PEER,
    added: '2026-11-22T09:00:00Z',
    lastSync: null,
    interval: 900_000,
    lastError: null,
    cursor: null,
  })
  const other = 'https://nube.example/actor/inbox'
  await queue(1, other)
  await sender.sendDue()
  await queue(2, PEER, A)
  await sender.sendDue()
  t.strictSame(
    new Map(sent.map(({ url, scheme }) => [url, scheme])),
    new Map([
      [other, 'cavage'],
      [PEER, 'ed25519'],
      [A, 'cavage'],
    ]),
  )
})

t.test('what was claimed before a crash is sent by the next process', async (t) => {
  const { restart, sent, queue, deliveries, advance, now } = await scene(t, () => ({}))
  await queue(1, A)
  const at = now().getTime()
  t.equal((await deliveries.claimDeliveries(10, at, at + 2 * MINUTE)).length, 1)
  t.equal(await restart().sendDue(), 0)
  advance(2 * MINUTE)
  t.equal(await restart().sendDue(), 1)
  t.equal(sent.length, 1)
})

t.test('runs until it is told to stop, and ends what it has begun', async (t) => {
  const { sender, queue, deliveries } = await scene(t, () => ({}))
  const stop = new AbortController()
  const running = sender.run(stop.signal)
  await queue(1, A, B)
  sender.wake()
  while ((await deliveries.countDeliveries()) > 0) await new Promise(setImmediate)
  stop.abort()
  await running
  t.equal(await deliveries.countDeliveries(), 0)
})
