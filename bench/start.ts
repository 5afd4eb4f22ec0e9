import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { prepareBigNode } from './big-node.ts'
import { median, report } from './report.ts'
import { startNode, startProgram } from './running-node.ts'

/**
 * How long a node with 10,000 records takes until it listens, opening its key file included, and
 * what it holds in memory: idle, then after the documents for which Fedify is loaded.
 */
const RECORDS = 10_000
const ROUNDS = 3
const IDLE = 8_000
const ACTIVITY = 'application/activity+json, application/json'
const BARE = fileURLToPath(new URL('bare-fastify.ts', import.meta.url))
const CACHE = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }

await using node = await prepareBigNode(RECORDS)
const DOCUMENTS = [
  '/actor',
  `/.well-known/webfinger?resource=acct:collective@${new URL(node.origin).host}`,
  '/.well-known/nodeinfo',
  '/nodeinfo/2.1',
]
const env = { ...node.env, ...CACHE }
const figures = {
  start: [] as number[],
  idle: [] as number[],
  asked: [] as number[],
  bareStart: [] as number[],
  bareIdle: [] as number[],
}
await round(null)
for (let i = 0; i < ROUNDS; i++) await round(figures)

async function round(to: typeof figures | null): Promise<void> {
  const bare = await startProgram([BARE], env)
  const bareIdle = await bare.memory()
  await bare[Symbol.asyncDispose]()
  await using running = await startNode(env)
  await pause(to === null ? 0 : IDLE)
  const idle = await running.memory()
  for (const path of DOCUMENTS) await ask(node.origin + path)
  const asked = await running.memory()
  to?.start.push(running.started)
  to?.idle.push(idle)
  to?.asked.push(asked)
  to?.bareStart.push(bare.started)
  to?.bareIdle.push(bareIdle)
}

async function ask(url: string): Promise<void> {
  const response = await fetch(url, { headers: { accept: ACTIVITY } })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
}

const [start, bareStart] = [median(figures.start), median(figures.bareStart)]
const [idle, asked, bareIdle] = [
  median(figures.idle),
  median(figures.asked),
  median(figures.bareIdle),
]
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
const mb = (value: number): string => `${Math.round(value)} MB`
/** The bars of an idle machine, as multiples of bare Fastify there: 0.2 s and 76 MB. */
const BARE_THERE = { start: 0.2, memory: 76 }
const result = (what: string, own: string, limit: string) => ({ what, own, limit })
report({
  ...result('Start at 10,000 records, beside bare Fastify', seconds(start), seconds(bareStart)),
  ratio: start / bareStart,
  bar: { most: round2(0.6 / BARE_THERE.start) },
})
report({
  ...result('Memory when idle, beside bare Fastify', mb(idle), mb(bareIdle)),
  ratio: idle / bareIdle,
  bar: { most: round2(130 / BARE_THERE.memory) },
})
report({
  ...result('Memory after actor, WebFinger, NodeInfo', mb(asked), mb(bareIdle)),
  ratio: asked / bareIdle,
  bar: { most: round2(190 / BARE_THERE.memory) },
})

function round2(value: number): number {
  return Math.round(value * 100) / 100
}
