import t from 'tap'

import { prepareEntry, prepareRecord } from '../../src/identity/ceremony.ts'
import { createNextEntry, type EntryChange } from '../../src/identity/create-entry.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { type EntryDifference, summarize } from '../../src/identity/prepared-summary.ts'
import { addTime, HOUR } from '../../src/kernel/time.ts'
import { statementDigestOf } from '../../src/record/record.ts'
import {
  createCollectiveLog,
  LOG_START,
  newestOf,
  nodeKeyChoice,
} from '../support/collective-log.ts'
import { statementOf } from '../support/records.ts'

const nodeKeys = nodeKeyChoice()
const log = createCollectiveLog({ options: { nodeKeys } })
const last = newestOf(log)
const time = addTime(LOG_START, HOUR)
const members = log.members.map(({ multikey }) => multikey)

function changesOf(change: Partial<EntryChange>): readonly EntryDifference[] {
  const entry = createNextEntry(last, { time, lastGoodHead: null, ...change })
  const summary = summarize(prepareEntry(entry, last))
  return summary.kind === 'entry' ? summary.changes : []
}

t.test('a record is told by its kind, slug, languages and statement digest', async (t) => {
  const statement = statementOf('Canary', { now: time, did: last.did })
  const summary = summarize(prepareRecord(statement, { members, threshold: 2 }))
  t.match(summary, {
    kind: 'record',
    recordType: 'Canary',
    slug: statement.slug,
    version: 1,
    collective: last.did,
    languages: ['en'],
    isWithdrawal: false,
    digest: statementDigestOf(statement),
  })
})

t.test('an entry is told by what it changes, and by nothing else', async (t) => {
  t.strictSame(changesOf({}), [])
  const fresh = nodeKeyChoice()
  t.strictSame(changesOf({ nodeKeys: fresh }), [
    { what: 'node-key', from: nodeKeys.node, to: fresh.node },
    { what: 'agreement-key', from: nodeKeys.agreement, to: fresh.agreement },
    { what: 'revoked', from: null, to: { [nodeKeys.node]: time, [nodeKeys.agreement]: time } },
  ])
  const later = { ...nodeKeys, expires: addTime(nodeKeys.expires, HOUR) }
  t.strictSame(changesOf({ nodeKeys: later }), [
    { what: 'node-key-expires', from: nodeKeys.expires, to: later.expires },
  ])
  const controller = createSigningKey().multikey
  t.match(changesOf({ controller }), [{ what: 'controller', to: controller }])
  t.match(changesOf({ members: { keys: members.slice(1), threshold: 1 } }), [
    { what: 'members', from: members, to: members.slice(1) },
    { what: 'threshold', from: 2, to: 1 },
    { what: 'revoked', to: { [members[0] ?? '']: time } },
  ])
  t.match(changesOf({ origins: ['https://new.example'] }), [
    { what: 'did', from: last.did, to: `did:webvh:${log.scid}:new.example` },
    { what: 'base-urls', to: ['https://new.example'] },
  ])
  t.match(changesOf({ deactivate: true }), [
    { what: 'deactivated', from: null, to: true },
    { what: 'node-key', to: null },
    { what: 'node-key-expires', to: null },
    { what: 'agreement-key', to: null },
    { what: 'revoked' },
  ])
})

t.test('a first entry tells everything', async (t) => {
  const { proof: _, ...entry } = last.entry
  const summary = summarize(prepareEntry(entry, null))
  t.match(summary, { kind: 'entry', number: 1, versionId: last.versionId, did: last.did })
  const whats = summary.kind === 'entry' ? summary.changes.map(({ what }) => what) : []
  t.strictSame(whats, [
    'members',
    'threshold',
    'controller',
    'node-key',
    'node-key-expires',
    'agreement-key',
    'did',
    'base-urls',
  ])
})
