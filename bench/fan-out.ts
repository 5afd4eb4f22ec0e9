import { generateKeyPairSync } from 'node:crypto'

import { Announce } from '@fedify/vocab'

import type { Peer } from '../src/exchange/peer-store.ts'
import { createSender, type Sender } from '../src/federation/delivery.ts'
import { createFetcher } from '../src/federation/fetcher.ts'
import { createCavageSigner, createMessageSigner } from '../src/federation/sign-request.ts'
import { openDatabase } from '../src/store/database.ts'
import { createDeliveryStore } from '../src/store/delivery-store.ts'
import { createPeerStore } from '../src/store/peer-store.ts'
import { cpuMicroseconds } from './cpu.ts'
import { report } from './report.ts'
import { startSink } from './sink.ts'
import { startStockFedify, STOCK_HANDLE } from './stock-fedify.ts'
import { temporaryFile } from './temporary-file.ts'

/**
 * What it costs to send one activity to a thousand inboxes on one server, through the durable queue:
 * CPU of the sending process and wall time for each delivery, beside stock Fedify with RSA keys and
 * the same queue's tables.
 */
const INBOXES = 1000
const ROUNDS = 3
/** Rounds before those that count, in which code is compiled and connections are made. */
const WARM_UP = 2
const BYTES = 2500
const ACTOR = 'https://harbor.example/actor'
const now = (): Date => new Date()

interface Cost {
  /** Microseconds for each delivery. */
  readonly cpu: number
  readonly wall: number
}

await using sink = await startSink()
const inboxes = Array.from(
  { length: INBOXES },
  (_, n) => `http://127.0.0.1:${sink.port}/inbox/${n}`,
)

async function measure(send: () => Promise<unknown>): Promise<Cost> {
  const costs: Cost[] = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const start = performance.now()
    const cpu = await cpuMicroseconds(async () => {
      await send()
      await sink.received(INBOXES)
    })
    const wall = (performance.now() - start) * 1000
    if (round >= 0) costs.push({ cpu: cpu / INBOXES, wall: wall / INBOXES })
  }
  return costs.toSorted((a, b) => a.cpu - b.cpu)[Math.floor(ROUNDS / 2)] ?? { cpu: 0, wall: 0 }
}

/** Our sender; as peers the inboxes get RFC 9421 with Ed25519, as others draft-cavage with RSA. */
async function own(as: 'peers' | 'others'): Promise<Cost> {
  await using database = await openDatabase({ file: await temporaryFile('fan-out.db') })
  const deliveries = createDeliveryStore(database.db)
  await using fetcher = createFetcher({
    testNetwork: [`127.0.0.1:${sink.port}`],
    testResolver: null,
    socks: null,
    userAgent: 'Tessera',
    now,
  })
  const peers = createPeerStore(database.db)
  if (as === 'peers')
    for (const [n, inbox] of inboxes.entries()) await peers.putPeer(peer(n, inbox))
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const main = { keyId: `${ACTOR}#main-key`, privateKey: rsa, now }
  const sender: Sender = createSender({
    deliveries,
    peers,
    fetcher,
    signers: {
      cavage: createCavageSigner(main),
      'rfc9421-rsa': createMessageSigner(main),
      ed25519: createMessageSigner({
        ...main,
        keyId: `${ACTOR}#node-key`,
        privateKey: generateKeyPairSync('ed25519').privateKey,
      }),
    },
    now,
    random: Math.random,
    logger: console,
  })
  let n = 0
  return await measure(async () => {
    const id = `https://harbor.example/announcements/${++n}`
    const body = JSON.stringify({ id, type: 'Announce', actor: ACTOR, content: 'x'.repeat(BYTES) })
    await deliveries.enqueueDeliveries({ id, body }, inboxes, Date.now())
    await sender.sendDue()
  })
}

function peer(n: number, inbox: string): Peer {
  return {
    scid: `Qm${String(n).padStart(44, 'x')}`,
    origin: `https://h${n}.example`,
    actor: `https://h${n}.example/actor`,
    inbox,
    added: '2026-11-22T09:00:00Z',
    lastSync: null,
    interval: 900_000,
    lastError: null,
    cursor: null,
  }
}

async function stock(): Promise<Cost> {
  await using node = await startStockFedify(null)
  const context = node.federation.createContext(new URL(node.origin), null)
  const recipients = inboxes.map((inbox, n) => ({
    id: new URL(`https://h${n}.example/actor`),
    inboxId: new URL(inbox),
  }))
  let n = 0
  return await measure(async () => {
    const activity = new Announce({
      id: new URL(`${node.origin}/announcements/${++n}`),
      actor: context.getActorUri(STOCK_HANDLE),
      object: new URL(`${node.origin}/objects/1`),
      content: 'x'.repeat(BYTES),
    })
    await context.sendActivity({ identifier: STOCK_HANDLE }, recipients, activity)
  })
}

const [ed25519, rsa, fedify] = [await own('peers'), await own('others'), await stock()]
const rows = [
  { name: 'draft-cavage, RSA', cost: rsa, least: 8 },
  { name: 'RFC 9421, Ed25519', cost: ed25519, least: 20 },
]
for (const { name, cost, least } of rows) {
  report({
    what: `Fan-out to 1,000 inboxes (${name}), times stock Fedify`,
    own: `${Math.round(cost.cpu)} us`,
    limit: `${Math.round(fedify.cpu)} us`,
    ratio: fedify.cpu / cost.cpu,
    bar: { least },
  })
}
process.exit(0)
