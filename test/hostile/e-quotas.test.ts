import t from 'tap'

import type { Answer } from './harness/ask.ts'
import { queryRows } from './harness/digest.ts'
import { type Case, runGroup } from './harness/group.ts'
import { nodeRecord, type PublishedState, stateAfter, stateOf } from './harness/states.ts'
import { freshCollective, introduce, standingOf, type Subject } from './harness/subjects.ts'
import { openWorldOfPeers } from './harness/world.ts'

const world = await openWorldOfPeers(t)
const { node, peer } = world
const blocked: Subject = await introduce(t, world)
/** Collectives that nobody here knows, beside our own and the peer's. */
const STRANGERS = 100

const controls: readonly Case[] = [
  {
    id: 'E01',
    title: 'control: a stranger is taken up',
    send: async (t) => void (await introduce(t, world)),
  },
]

const cases: readonly Case[] = [
  {
    id: 'E22',
    title: 'one collective changes without end',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const answers: Answer[] = []
      let last: PublishedState = state
      for (let i = 0; i < 60; i++) {
        last = stateAfter(collective, last, state.records)
        answers.push(await peer.push(node, [last.head.text]))
      }
      const statuses = new Set(answers.map(({ status }) => status))
      t.ok(statuses.has(429) || statuses.has(507), 'it is told to wait', {
        statuses: [...statuses],
      })
      await introduce(t, world)
      return answers
    },
    allow: [202, 429, 507],
    changes: true,
  },
  {
    id: 'E25',
    title: 'a collective is blocked: what is here of it is hidden',
    send: async (t) => {
      const { scid } = blocked.collective
      const { code, stderr } = await node.command('peer', 'block', scid, '--yes')
      t.equal(code, 0, stderr)
      const [record] = blocked.state.records
      const object = await node.ask({ path: `/objects/${record?.digest}` })
      t.equal(object.status, 404, 'its record is not given out')
      t.equal((await node.ask({ path: `/did/${scid}/did.jsonl` })).status, 404, 'nor its log')
      for (const path of [
        '/sync/heads.ndjson',
        '/sync/logs.ndjson',
        '/sync/index.txt',
        '/directory?unvouched=1',
      ]) {
        const { text } = await node.ask({ path })
        t.notOk(text.includes(scid), `it is not at ${path}`)
      }
    },
    changes: true,
  },
  {
    id: 'E25',
    title: 'and what comes of it is refused, pushed and handed over',
    send: async (t) => {
      const { collective, state } = blocked
      const next = stateAfter(collective, state, [])
      peer.list('heads', collective.scid, [next.head.text])
      peer.serve(next.texts)
      const answer = await peer.push(node, next.texts)
      await peer.push(node, next.texts, { isInline: false })
      const synced = await node.command('sync', '--json')
      t.equal(synced.code, 0, synced.stderr)
      t.notOk(standingOf(node, collective.scid).tips.includes(next.head.digest))
      return answer
    },
    allow: [403],
    changes: true,
  },
  {
    id: 'E23',
    title: 'more strangers than there is room for',
    send: async (t) => {
      const answers: Answer[] = []
      for (let i = 0; i < STRANGERS + 5; i++) {
        const collective = freshCollective(peer)
        const { texts } = stateOf(collective, [nodeRecord(collective, 'Profile')])
        answers.push(await peer.push(node, texts))
      }
      const [row] = queryRows(node.dataDirectory, 'select count(*) as count from collective')
      t.ok(Number(row?.['count']) <= STRANGERS + 2, 'so many are kept and no more', { row })
      t.not(answers.at(-1)?.status, 202, 'the others are refused')
      return answers
    },
    allow: [202, 403, 429],
    changes: true,
  },
]

await runGroup(t, world, { controls, cases })
