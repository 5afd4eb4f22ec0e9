import type { Test } from 'tap'

import { type Answer, ask, jsonOf } from './ask.ts'
import { difference, readState } from './digest.ts'
import { LIVE, type NodeProcess } from './node-process.ts'
import { eventually } from './patience.ts'
import type { PrivateListener } from './private-listener.ts'

/** One thing that is sent to a node, and what may come of it. */
export interface Case {
  /** As the security bar numbers it. */
  readonly id: string
  readonly title: string
  /** Sends it and returns what was answered, if anything was. */
  readonly send: (t: Test) => Promise<Answer | readonly Answer[] | void>
  /** The statuses that are right. */
  readonly allow?: readonly number[]
  /** Whether the state of the node may be another one afterwards; by default it may not. */
  readonly changes?: true
  /** What has to hold besides. */
  readonly also?: (t: Test) => Promise<void> | void
}

/** What the cases of one file hit. */
export interface Target {
  readonly node: NodeProcess
  readonly hit: PrivateListener
}

/** Any refusal by the sender's fault. SPEC: security-bar, 5.1 */
export const REFUSED = [400, 401, 403, 404, 409, 410, 413, 415, 422, 429] as const

/** Refusals of a server that is full, closing or busy are no failures. */
const GOOD_FAILURES = new Set([503, 507])
const LIVE_PATIENCE = 1000
/** What a sync or a queue still had to do when a case began. */
const QUIET_PATIENCE = 5000

/**
 * The controls of a group, and its cases if all of them hold: a node that refuses everything passes
 * nothing.
 */
export async function runGroup(
  t: Test,
  target: Target,
  { controls, cases }: { readonly controls: readonly Case[]; readonly cases: readonly Case[] },
): Promise<void> {
  for (const control of controls) await runCase(t, target, { ...control, changes: true })
  if (!t.passing()) return void t.fail('a control failed, so this group says nothing')
  for (const one of cases) await runCase(t, target, one)
}

async function runCase(t: Test, target: Target, one: Case): Promise<void> {
  await t.test(`${one.id} ${one.title}`, async (t) => {
    const { node } = target
    const pid = node.pid()
    const before = readState(node.dataDirectory)
    const sent = (await one.send(t)) ?? []
    const answers: readonly Answer[] = Array.isArray(sent) ? sent : [sent as Answer]
    const allow: readonly number[] = one.allow ?? []
    for (const answer of answers) {
      if (one.allow !== undefined) {
        t.ok(allow.includes(answer.status), `${answer.status} is one of ${allow.join(', ')}`, {
          answer: answer.text.slice(0, 500),
        })
      }
      checkAnswer(t, answer, node)
    }
    await one.also?.(t)
    if (one.changes !== true) await checkUnchanged(t, node, before)
    await checkAlive(t, target, pid)
  })
}

/** No answer tells of a bug, of the machine or of the program. */
export function checkAnswer(t: Test, answer: Answer, node: NodeProcess): void {
  const { status, text } = answer
  t.ok(status < 500 || GOOD_FAILURES.has(status), `${status} is no failure of the node`)
  if (status < 400) return
  const type = answer.headers['content-type'] ?? ''
  if (type.includes('json')) {
    t.match(jsonOf(answer), { code: /^[a-z0-9_]+$/ }, 'a refusal has a code')
  }
  t.notMatch(text, /\bat .*\.(?:ts|js):\d+|node_modules|SQLITE|select .* from/i, 'no stack, no SQL')
  t.notOk(text.includes(node.dataDirectory), 'no path')
  t.notOk(text.includes(node.address), 'no address')
}

async function checkUnchanged(
  t: Test,
  { dataDirectory }: NodeProcess,
  before: ReturnType<typeof readState>,
): Promise<void> {
  let found: readonly string[] = []
  const isSame = await eventually(() => {
    found = difference(before, readState(dataDirectory))
    return found.length === 0 ? true : null
  }, QUIET_PATIENCE)
  t.ok(isSame, 'the state and the queue are as before', { found: found.slice(0, 20) })
}

/** SPEC: security-bar, 5.1: what is checked after every single case. */
export async function checkAlive(
  t: Test,
  { node, hit }: Target,
  pid: number | undefined,
): Promise<void> {
  const started = performance.now()
  const live = await ask(node, { path: LIVE }).catch(() => null)
  t.equal(live?.status, 200, 'the node is alive')
  t.ok(performance.now() - started < LIVE_PATIENCE, 'it says so within a second')
  t.equal(node.pid(), pid, 'it is the same process')
  t.equal(hit.connections(), 0, 'nothing private was reached')
  t.notMatch(node.log(), /unhandled|uncaught|request failed/i, 'nothing was left unhandled')
}
