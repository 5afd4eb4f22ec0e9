import { generateKeyPairSync } from 'node:crypto'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

import { createCavageSigner } from '../src/federation/sign-request.ts'
import { MAIN, prepareBigNode } from './big-node.ts'
import { type MeasuredProcess, startMeasured } from './measured-process.ts'
import { median, report } from './report.ts'

/**
 * What one signed Announce costs the server that takes it in, over HTTP from 16 connections: CPU of
 * the whole process for each activity, its key known, until it is stored; beside stock Fedify with
 * a queue that survives a crash, and beside the least that can be done.
 */
const ROUNDS = 3
const ACTIVITIES = 300
/** Each takes stock Fedify some milliseconds. */
const STOCK_ACTIVITIES = 100
const CONNECTIONS = 16
const CONTENT = 'x'.repeat(1200)
const TYPE = 'application/activity+json'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' })
const host = await serveActor()
const actor = `http://${host}/actor`
const sign = createCavageSigner({
  keyId: `${actor}#main-key`,
  privateKey: rsa.privateKey,
  now: () => new Date(),
})
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
let made = 0

/** The actor that sends, where its key is fetched once. */
async function serveActor(): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': TYPE }).end(
      JSON.stringify({
        '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
        id: actor,
        type: 'Organization',
        preferredUsername: 'rosa',
        inbox: `${actor}/inbox`,
        publicKey: { id: `${actor}#main-key`, owner: actor, publicKeyPem: pem },
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Signed {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

function signedAnnounce(origin: string): Signed {
  const body = Buffer.from(
    JSON.stringify({
      '@context': 'https://www.w3.org/ns/activitystreams',
      id: `http://${host}/announces/${++made}`,
      type: 'Announce',
      actor,
      object: `http://${host}/posts/${made}`,
      content: CONTENT,
      to: 'https://www.w3.org/ns/activitystreams#Public',
    }),
  )
  const url = new URL(`${origin}/inbox`)
  const signed = sign({ method: 'POST', url, body })
  return { headers: { host: url.host, 'content-type': TYPE, ...signed }, body }
}

async function post(origin: string, { headers, body }: Signed): Promise<void> {
  const { port } = new URL(origin)
  const status = await new Promise<number>((resolve, reject) => {
    const path = { host: '127.0.0.1', port, path: '/inbox', method: 'POST' }
    const sent = request({ ...path, agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject).end(body)
  })
  if (status !== 202) throw new Error(`${origin} answered ${status}`)
}

/** CPU for each of `count` activities, in microseconds. */
async function measure(server: MeasuredProcess, count: number): Promise<number> {
  const activities = Array.from({ length: count }, () => signedAnnounce(server.origin))
  const [before, received] = [await server.cpu(), server.received()]
  const workers = Array.from({ length: CONNECTIONS }, async () => {
    for (let next = activities.pop(); next !== undefined; next = activities.pop()) {
      await post(server.origin, next)
    }
  })
  await Promise.all(workers)
  const last = (received ?? 0) + count
  while ((server.received() ?? last) < last) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return ((await server.cpu()) - before) / count
}

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
await using data = await prepareBigNode(10)
await using ours = await startMeasured({
  file: MAIN,
  args: ['start'],
  env: { ...data.env, TESSERA_TEST_NETWORK: host },
  origin: data.origin,
})
await using stock = await startMeasured({ file: path('stock-inbox.ts') })
await using bare = await startMeasured({
  file: path('bare-inbox.ts'),
  env: { ...process.env, BENCH_KEY: String(pem) },
})
const costs = { ours: [] as number[], stock: [] as number[], bare: [] as number[] }
for (const server of [ours, stock, bare]) {
  await measure(server, 1)
  await measure(server, server === stock ? STOCK_ACTIVITIES : ACTIVITIES)
}
for (let round = 0; round < ROUNDS; round++) {
  costs.ours.push(await measure(ours, ACTIVITIES))
  costs.stock.push(await measure(stock, STOCK_ACTIVITIES))
  costs.bare.push(await measure(bare, ACTIVITIES))
}
const [own, fedify, least] = [median(costs.ours), median(costs.stock), median(costs.bare)]
const us = (value: number): string => `${Math.round(value)} us`
report({
  what: 'Inbox: a signed Announce, stock Fedify with a queue',
  own: us(own),
  limit: us(fedify),
  ratio: own / fedify,
  bar: { most: 0.1 },
})
report({
  what: 'Inbox: the same, the bare pipeline',
  own: us(own),
  limit: us(least),
  ratio: own / least,
  bar: { most: 2 },
})
agent.destroy()
