import t from 'tap'

import type { StoredLog } from '../../src/exchange/object-store.ts'
import { toEntryFact } from '../../src/identity/facts.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { logStory } from '../../src/server/log-story.ts'
import {
  type CollectiveLog,
  createCollectiveLog,
  extendLog,
  LOG_NOW,
  newestOf,
  nodeKeyChoice,
  textsOfEntries,
} from '../support/collective-log.ts'

function stored({ entries }: CollectiveLog): StoredLog {
  return {
    entries: entries.map((entry) => ({
      versionId: entry.versionId,
      number: entry.number,
      previous: entry.previous,
      text: entry.text,
      fact: toEntryFact(entry),
      received: LOG_NOW,
    })),
    witness: textsOfEntries(entries).witness,
  }
}

t.test('begins with the founding, approved by members of the first hour', async (t) => {
  const [event, ...others] = logStory(stored(createCollectiveLog()))
  t.strictSame(others, [])
  t.match(event, {
    number: 1,
    changes: [{ kind: 'founded' }],
    approvals: 2,
    threshold: 2,
    members: 3,
    revoked: [],
    disputed: false,
  })
})

t.test('tells of a new node key and of the one that is revoked', async (t) => {
  const log = createCollectiveLog()
  const old = toEntryFact(newestOf(log)).nodeKey
  const since = '2024-01-05T10:30:00Z'
  const keys = nodeKeyChoice()
  const extended = extendLog(log, { nodeKeys: keys, revokedSince: since })
  const [event] = logStory(stored(extended))
  t.match(event, { number: 2, changes: [{ kind: 'node-key', from: old, to: keys.node }] })
  t.ok(event?.revoked.some(({ multikey }) => multikey === old))
})

t.test('tells of a move, and of what the members stand by', async (t) => {
  const log = extendLog(createCollectiveLog(), {
    origins: ['https://harbor.example'],
    lastGoodHead: { version: 7, digest: `zQm${'1'.repeat(44)}` },
  })
  t.match(logStory(stored(log))[0], {
    changes: [{ kind: 'moved', from: 'harbor-commons.example', to: 'harbor.example' }],
    lastGoodVersion: 7,
  })
})

t.test('tells of other members, who were approved by those before', async (t) => {
  const log = createCollectiveLog()
  const members = [...log.members.slice(0, 2), createSigningKey(), createSigningKey()]
  const keys = members.map(({ multikey }) => multikey).toSorted()
  const extended = extendLog(log, { members: { keys, threshold: 3 } }, { members })
  const [event] = logStory(stored(extended))
  t.match(event, {
    changes: [
      { kind: 'members', before: 3, after: 4 },
      { kind: 'threshold', before: 2, after: 3 },
    ],
    approvals: 2,
    threshold: 2,
    members: 3,
  })
})

t.test('an entry that only confirms changes nothing', async (t) => {
  t.strictSame(logStory(stored(extendLog(createCollectiveLog())))[0]?.changes, [])
})

t.test('marks entries that exclude each other', async (t) => {
  const log = createCollectiveLog()
  const [one, other] = [extendLog(log), extendLog(log, { nodeKeys: nodeKeyChoice() })]
  const both = { ...log, entries: [...one.entries, newestOf(other)] }
  const events = logStory(stored(both))
  t.strictSame(
    events.map(({ number, disputed }) => [number, disputed]),
    [
      [2, true],
      [2, true],
      [1, false],
    ],
  )
})
