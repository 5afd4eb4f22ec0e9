import { globSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { addTime, DAY, HOUR, SECOND, type Timestamp, toTimestamp } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import type { TestCollective } from '../support/collective.ts'
import { proofOf, sealed } from '../support/objects.ts'
import { type Answer, jsonOf } from './harness/ask.ts'
import { type Case, checkAlive, REFUSED, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { memberRecord, signerOf, stateAfter, statement } from './harness/states.ts'
import { introduce, type Subject } from './harness/subjects.ts'
import { openWorldOfPeers } from './harness/world.ts'

/** Canaries: who can make one, what its date does, and what stays of a gap. */

const world = await openWorldOfPeers(t)
const { node, peer, network } = world
const now = toTimestamp(new Date())
const at = (days: number): Timestamp => addTime(now, days * DAY)

interface Told {
  readonly state: string
  readonly since: Timestamp
  readonly version: number
  readonly renewedAfterGap: boolean
  readonly gaps: readonly { readonly from: Timestamp; readonly to: Timestamp }[]
  readonly freshness: readonly { readonly standing: string }[]
}

/** What the page of a collective says of its canary as data; null where it says nothing. */
async function told({ scid }: TestCollective): Promise<Told | null> {
  const path = `/collectives/${scid}`
  const answer = await node.ask({ path, headers: { accept: 'application/json' } })
  const { canaries = [] } = (jsonOf(answer) ?? {}) as { canaries?: readonly Told[] }
  return canaries[0] ?? null
}

async function words({ scid }: TestCollective): Promise<string> {
  const page = await node.ask({ path: `/collectives/${scid}`, headers: { accept: 'text/html' } })
  return /<section id="canary">(.*?)<\/section>/s.exec(page.text)?.[1] ?? ''
}

async function becomes(
  collective: TestCollective,
  isRight: (canary: Told) => boolean,
): Promise<boolean> {
  const right = await eventually(async () => {
    const canary = await told(collective)
    return canary !== null && isRight(canary) ? true : null
  })
  return right === true
}

const canaryOf = (
  collective: TestCollective,
  {
    version = 1,
    day = -1,
    ...changes
  }: Readonly<Record<string, unknown>> & {
    version?: number
    day?: number
  } = {},
): SignedRecord => memberRecord(collective, 'Canary', changes, { version, now: at(day) })

const push = (...records: readonly SignedRecord[]): Promise<Answer> =>
  peer.push(
    node,
    records.map(({ text }) => text),
  )

/** A collective with a canary that stands for eighty days. */
let harbor: Subject | null = null
function standing(): Subject {
  if (harbor === null) throw new Error('the control introduces it')
  return harbor
}

const controls: readonly Case[] = [
  {
    id: 'H13',
    title: 'control: a canary by two of three members, with a head of another in it',
    send: async (t) => {
      harbor = await introduce(t, world)
      const other = await introduce(t, world)
      const freshness = [other.state.head.text]
      const nextDate = at(80)
      const made = memberRecord(harbor.collective, 'Canary', { nextDate, freshness })
      return await push(made)
    },
    allow: [202],
    also: async (t) => {
      const { collective } = standing()
      t.ok(await becomes(collective, ({ state }) => state === 'valid'), 'it is valid')
      t.match(await told(collective), { freshness: [{ standing: 'verified' }], gaps: [] })
      t.match(await words(collective), 'The next one follows by')
    },
  },
]

/** Requests of every kind at every path where one might hope to renew a canary. */
async function tryRoutes(scid: string): Promise<Answer[]> {
  const body = canonicalize(statement(standing().collective, 'Canary', {}, { version: 2 }))
  const paths = ['/canary', '/canaries', `/collectives/${scid}`, `/records/${scid}/Canary/main`]
  const answers: Answer[] = []
  for (const method of ['POST', 'PUT', 'PATCH'])
    for (const path of paths) {
      const headers = { 'content-type': 'application/activity+json' }
      answers.push(await node.ask({ method, path, headers, body }))
    }
  return answers
}

const cases: readonly Case[] = [
  {
    id: 'H14',
    title: 'a canary by the node key, by one of two members, by one of them twice',
    send: async () => {
      const { collective } = standing()
      const said = statement(collective, 'Canary', {}, { version: 2 })
      const [member] = collective.members
      if (member === undefined) throw new Error('a collective has members')
      const purpose = { proofPurpose: 'capabilityInvocation' }
      const proof = proofOf(said, { did: collective.did, ...member }, purpose)
      const byNode = proofOf(said, signerOf(collective), purpose)
      const answers: Answer[] = []
      for (const text of [
        sealed(said, signerOf(collective)),
        canonicalize({ ...said, proof: [byNode] }),
        canonicalize({ ...said, proof: [proof] }),
        canonicalize({ ...said, proof: [proof, proof] }),
      ])
        answers.push(await peer.push(node, [text]))
      return answers
    },
    allow: [400, 403],
  },
  {
    id: 'H14',
    title: 'any path and method of the node',
    send: () => tryRoutes(standing().collective.scid),
    allow: [...REFUSED, 405],
  },
  {
    id: 'H14',
    title: 'every command that could, without a member’s key',
    send: async (t) => {
      const next = addTime(now, 80 * DAY)
      const flags = ['--claim', 'gag', '--next', next, '--yes', '--json']
      const prepared = await node.command('canary', 'prepare', ...flags)
      t.equal(prepared.code, 0, 'it is prepared', { stderr: prepared.stderr })
      const { path, signedBy } = JSON.parse(prepared.stdout) as { path: string; signedBy: string[] }
      t.strictSame(signedBy, [], 'and signed by nobody')
      const later = addTime(now, HOUR)
      for (const more of [[], ['--at', later], ['--yes']]) {
        const { code, stderr } = await node.command('publish', path, ...more)
        t.not(code, 0, 'it is not published')
        t.match(stderr, '0 of 1 members')
      }
      const key = join(node.dataDirectory, 'keys', 'node.age')
      const pass = join(network.folder, node.name, 'passphrase')
      const sign = ['sign', path, '--key', key, '--key-passphrase-file', pass, '--yes']
      t.not((await node.command(...sign)).code, 0, 'the node key has no say in it')
      const shown = await node.command('canary', 'show', '--json')
      t.match(JSON.parse(shown.stdout), { canaries: [] })
    },
  },
  {
    id: 'H14',
    title: 'a new head that lists the old canary again, with a later date',
    send: async () => {
      const { collective, state } = standing()
      const old = canaryOf(collective, { day: -30, nextDate: at(-10), version: 1 })
      return await peer.push(node, stateAfter(collective, state, [...state.records, old]).texts)
    },
    allow: [202, ...REFUSED],
    changes: true,
    also: async (t) => {
      t.match(await told(standing().collective), { state: 'valid', version: 1 })
    },
  },
  {
    id: 'H16',
    title: 'a canary that is valid for more than 95 days',
    send: () => {
      const { collective } = standing()
      const said = statement(
        collective,
        'Canary',
        { expires: addTime(now, 95 * DAY + SECOND) },
        { version: 2, now },
      )
      const purpose = { proofPurpose: 'capabilityInvocation' }
      const proofs = collective.members
        .slice(0, 2)
        .map((member) => proofOf(said, { did: collective.did, ...member }, purpose))
        .toSorted((a, b) => (a.verificationMethod < b.verificationMethod ? -1 : 1))
      return peer.push(node, [canonicalize({ ...said, proof: proofs })])
    },
    allow: REFUSED,
  },
  {
    id: 'H16',
    title: 'an old one is published again after a gap, before and after a new one',
    send: async (t) => {
      const { collective } = await introduce(t, world)
      const old = canaryOf(collective, { day: -40, nextDate: at(-20) })
      const answers = [await push(old)]
      t.ok(await becomes(collective, ({ state }) => state === 'overdue'), 'it is overdue')
      answers.push(await push(old))
      t.match(await told(collective), { state: 'overdue', since: at(-20) }, 'and so it stays')
      const renewed = canaryOf(collective, { version: 2, day: -2, nextDate: at(70) })
      answers.push(await push(renewed))
      const gap = { from: at(-20), to: at(-2) }
      t.ok(await becomes(collective, ({ state }) => state === 'valid'), 'members renew it')
      t.match(await told(collective), { version: 2, renewedAfterGap: true, gaps: [gap] })
      answers.push(await push(old))
      t.match(await told(collective), { version: 2, gaps: [gap] }, 'the gap stays')
      t.match(await words(collective), 'It was renewed after a gap.')
      return answers
    },
    allow: [202],
    changes: true,
  },
]

await runGroup(t, { node, hit: world.hit }, { controls, cases })

const [library] = globSync([
  '/usr/lib/*/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
])
const skip = library === undefined && 'needs libfaketime (Debian: apt-get install libfaketime)'

/** Lets the clock of the node stand still at a time. */
const clock = join(network.folder, 'canary-clock')
async function standAt(time: Timestamp): Promise<void> {
  await writeFile(clock, `${time.slice(0, 19).replace('T', ' ')}\n`)
}

await t.test('H15 the clock passes its date', { skip }, async (t: Test) => {
  const { collective } = standing()
  const next = at(80)
  await node.stop()
  await writeFile(clock, '+79d\n')
  await node.start({
    TZ: 'UTC',
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  })
  await standAt(addTime(next, -SECOND))
  t.match(await told(collective), { state: 'due' }, 'due in the second before')
  t.notMatch(await words(collective), 'Overdue')
  await standAt(next)
  t.match(await told(collective), { state: 'overdue', since: next }, 'overdue at that second')
  const text = await words(collective)
  t.match(text, /Overdue since .*; we draw no conclusion\./s)
  t.match(text, `datetime="${next}"`)
  t.notMatch(text, /because|seiz|raid|reason|alert/i, 'dates only')
  const alerts = await node.ask({ path: '/', headers: { accept: 'text/html' } })
  t.notMatch(alerts.text, 'Overdue', 'a lapse is no alert')
  await standAt(addTime(next, 30 * DAY))
  t.match(await told(collective), { state: 'overdue', since: next }, 'also once it has expired')
  await checkAlive(t, world, node.pid())
})
