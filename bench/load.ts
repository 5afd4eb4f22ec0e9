import { Agent, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks a server for pages in turn from a process of its own, evenly at a rate, and prints how long
 * answers took: each from the moment when it was due, so that a server that falls behind cannot
 * slow down what measures it.
 */
const [origin = '', rate = '50', seconds = '20', ...paths] = process.argv.slice(2)
const EVERY = 1000 / Number(rate)
const REQUESTS = Number(rate) * Number(seconds)
const agent = new Agent({ keepAlive: true })

/** Milliseconds since `due`; null if the answer is no page. */
async function ask(path: string, due: number): Promise<number | null> {
  const isPage = await new Promise<boolean>((resolve) => {
    get(origin + path, { agent, headers: { accept: 'text/html' } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode === 200))
    }).on('error', () => resolve(false))
  })
  return isPage ? performance.now() - due : null
}

const answers: Promise<number | null>[] = []
const start = performance.now()
for (let i = 0; i < REQUESTS; i++) {
  const due = start + i * EVERY
  await pause(Math.max(0, due - performance.now()))
  answers.push(ask(paths[i % paths.length] ?? '/', due))
}
const times = (await Promise.all(answers)).filter((time) => time !== null).toSorted((a, b) => a - b)
const percentile = (share: number): number =>
  Math.round((times[Math.ceil(times.length * share) - 1] ?? Infinity) * 10) / 10
console.log(
  JSON.stringify({
    p50: percentile(0.5),
    p99: percentile(0.99),
    slowest: percentile(1),
    failed: REQUESTS - times.length,
  }),
)
agent.destroy()
