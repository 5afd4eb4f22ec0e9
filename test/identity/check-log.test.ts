import * as fc from 'fast-check'
import t from 'tap'

import {
  branchesOf,
  checkLog,
  type LogCheck,
  MAX_BRANCHES,
  scidOfLog,
} from '../../src/identity/check-log.ts'
import { createNextEntry, type EntryChange } from '../../src/identity/create-entry.ts'
import { versionIdAfter } from '../../src/identity/entry-rules.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import type { LogEntry, UnsignedEntry } from '../../src/identity/log-entry.ts'
import { createWitnessProof, type SigningKey, signEntry } from '../../src/identity/log-proof.ts'
import { writeWitnessFile } from '../../src/identity/log-text.ts'
import { addTime, HOUR, MINUTE } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import {
  type CollectiveLog,
  createCollectiveLog,
  extendLog,
  LOG_NOW,
  newestOf,
  nodeKeyChoice,
  offer,
  signed,
  textsOf,
  textsOfEntries,
} from '../support/collective-log.ts'

const log = createCollectiveLog()
const last = newestOf(log)
const stranger = createSigningKey()

/** The next entry with one thing changed before it is hashed and signed: only that is wrong. */
function nextWith(
  change: Partial<EntryChange>,
  alter: (entry: UnsignedEntry) => unknown = () => undefined,
  of: CollectiveLog = log,
): LogEntry {
  const previous = newestOf(of)
  const time = addTime(previous.entry.versionTime, HOUR)
  const entry = structuredClone(createNextEntry(previous, { time, lastGoodHead: null, ...change }))
  alter(entry)
  const versionId = versionIdAfter(entry, previous.versionId, previous.number + 1)
  return signed(of, { ...entry, versionId })
}

function codes(check: LogCheck): readonly string[] {
  return check.refused.map(({ code }) => code)
}

t.test('an honest rotation with k approvals counts (F01)', async (t) => {
  const check = offer(log, nextWith({ nodeKeys: nodeKeyChoice() }), log.members.slice(1))
  t.match(check, { refused: [], held: [], entries: [{ number: 1 }, { number: 2 }] })
})

t.test('k-1, doubled, former and foreign approvals do not count (F02)', async (t) => {
  const entry = nextWith({ nodeKeys: nodeKeyChoice() })
  const [one, two] = log.members
  if (one === undefined || two === undefined) return t.fail()
  for (const approvers of [[one], [one, one], [one, stranger], []]) {
    const check = offer(log, entry, approvers)
    t.strictSame(codes(check), ['not_approved'])
    t.equal(check.entries.length, 1, 'and the log stays as it is')
  }
  const again = createWitnessProof({ ...entry, versionTime: LOG_NOW }, one)
  const twice = writeWitnessFile([createWitnessProof(entry, one), again])
  const sources = [textsOfEntries(log.entries), { log: textsOf(entry, []).log, witness: twice }]
  const check = checkLog({ scid: log.scid, sources, now: LOG_NOW })
  t.strictSame(codes(check), ['not_approved'], 'nor do two proofs of one member')
})

t.test('the old members approve a change of members, the new ones what follows', async (t) => {
  const fresh = [createSigningKey(), createSigningKey()]
  const keys = fresh.map(({ multikey }) => multikey)
  const change = nextWith({ members: { keys, threshold: 2 } })
  t.strictSame(codes(offer(log, change, fresh)), ['not_approved'])
  t.strictSame(codes(offer(log, change, log.members)), [])

  const changed = extendLog(log, { members: { keys, threshold: 2 } }, { members: fresh })
  const after = nextWith({}, undefined, changed)
  t.strictSame(codes(offer(changed, after, log.members)), ['not_approved'], 'former members')
  t.strictSame(codes(offer(changed, after, fresh)), [])
})

t.test('only the active controller key signs entries (F03)', async (t) => {
  const entry = nextWith({})
  const { proof, ...unsigned } = entry
  for (const key of [stranger, ...log.members.slice(0, 1)]) {
    t.strictSame(codes(offer(log, signEntry(unsigned, key))), ['not_by_controller'])
  }
  for (const proofs of [[], [...proof, ...proof]]) {
    const line = canonicalize({ ...unsigned, proof: proofs })
    const sources = [textsOfEntries(log.entries), { ...textsOf(entry, log.members), log: line }]
    t.strictSame(codes(checkLog({ scid: log.scid, sources, now: LOG_NOW })), ['bad_entry'])
  }
  const handed = createSigningKey()
  const rotated = extendLog(log, { controller: handed.multikey }, { controller: handed })
  const next = nextWith({}, undefined, rotated)
  t.strictSame(codes(offer(rotated, next)), [], 'a new controller key takes over')
  t.strictSame(codes(offer(rotated, signEntry(next, log.controller))), ['not_by_controller'])
})

t.test('numbers, hashes, SCIDs and times have to fit (F04)', async (t) => {
  const entry = nextWith({})
  const wrongHash = { ...entry, versionId: entry.versionId.slice(0, -1) + 'x' }
  t.strictSame(codes(offer(log, signed(log, wrongHash))), ['bad_chain'])
  const skipped = { ...entry, versionId: entry.versionId.replace('2-', '3-') }
  t.strictSame(codes(offer(log, signed(log, skipped))), ['bad_chain'])
  const touched = { ...entry, state: { ...entry.state, alsoKnownAs: ['https://x.example/a'] } }
  t.strictSame(codes(offer(log, signed(log, touched))), ['bad_chain'])

  const other = createCollectiveLog()
  t.strictSame(codes(offer(log, newestOf(other).entry, other.members)), ['wrong_scid'])
  const claimed = textsOfEntries(log.entries)
  const renamed = claimed.log.replaceAll(log.scid, other.scid)
  const sources = [{ log: renamed, witness: claimed.witness }]
  t.strictSame(codes(checkLog({ scid: other.scid, sources, now: LOG_NOW })), ['bad_chain'])

  const same = nextWith({ time: last.entry.versionTime })
  t.strictSame(codes(offer(log, same)), ['time_not_increasing'])
  const odd = nextWith({ time: '2024-02-30T10:00:00Z' })
  t.strictSame(codes(offer(log, odd)), ['bad_time'])
})

t.test('a first entry whose SCID is not its hash is refused', async (t) => {
  const { entry } = last
  const altered = structuredClone(entry)
  altered.state.tessera = { memberThreshold: 2, lastGoodHead: null, guardians: guardians(3, 2) }
  altered.versionId = versionIdAfter(altered, log.scid, 1)
  const texts = textsOf(signed(log, altered), log.members)
  const check = checkLog({ scid: log.scid, sources: [texts], now: LOG_NOW })
  t.strictSame(codes(check), ['wrong_scid'])
  t.strictSame(check.entries, [])
})

t.test('an entry ahead of the clock is held, not refused', async (t) => {
  const time = addTime(LOG_NOW, 11 * MINUTE)
  const entry = nextWith({ time, nodeKeys: nodeKeyChoice(addTime(time, HOUR)) })
  const now = offer(log, entry)
  t.match(now, { held: [entry.versionId], refused: [], entries: { length: 1 } })
  const later = offer(log, entry, log.members, addTime(LOG_NOW, MINUTE))
  t.match(later, { held: [], refused: [], entries: { length: 2 } })
})

t.test('nothing follows a deactivation (F17)', async (t) => {
  const ended = extendLog(log, { deactivate: true })
  const previous = newestOf(ended)
  t.equal(previous.entry.state.assertionMethod.length, 0)
  t.strictSame(codes(offer(ended, nextWith({}, undefined, ended))), ['deactivated'])
  const alive = nextWith({}, (entry) => Object.assign(entry.parameters, { deactivated: true }))
  t.strictSame(codes(offer(log, alive)), ['bad_role'], 'it has no node key')
})

t.test('lastGoodHead is there after the first entry, and not in it', async (t) => {
  const without = nextWith({}, ({ state }) => delete state.tessera.lastGoodHead)
  t.strictSame(codes(offer(log, without)), ['no_last_good_head'])
})

t.test('two entries with one number are both kept, in every order (F11)', async (t) => {
  const left = textsOf(nextWith({ nodeKeys: nodeKeyChoice() }), log.members)
  const right = textsOf(nextWith({ deactivate: true }), log.members)
  const base = textsOfEntries(log.entries)
  const seen = [
    [base, left, right],
    [right, base, left],
    [left, left, right, base],
  ].map((sources) => checkLog({ scid: log.scid, sources, now: LOG_NOW }))
  t.equal(branchesOf(seen[0]?.entries ?? []).length, 2)
  t.strictSame(seen[1], seen[0])
  t.strictSame(seen[2], seen[0])
})

t.test('other proofs under one versionId are one entry: the lower digest (F11)', async (t) => {
  const entry = nextWith({})
  const [one, two] = log.members
  if (one === undefined || two === undefined) return t.fail()
  const proofs = [0, 1, 2].map((i) =>
    createWitnessProof({ ...entry, versionTime: addTime(LOG_NOW, -i * HOUR) }, one),
  )
  const base = textsOfEntries(log.entries)
  const texts = proofs.map((proof) => ({
    log: textsOf(entry, []).log,
    witness: writeWitnessFile([proof, createWitnessProof(entry, two)]),
  }))
  const merged = checkLog({ scid: log.scid, sources: [base, ...texts], now: LOG_NOW })
  const other = checkLog({ scid: log.scid, sources: [...texts.toReversed(), base], now: LOG_NOW })
  t.equal(merged.entries.length, 2)
  t.equal(merged.entries[1]?.approvals.length, 2)
  t.strictSame(other, merged)
  const late = { ...entry.proof[0], created: LOG_NOW }
  const line = canonicalize({ ...entry, proof: [late] })
  const twin = { log: line, witness: '[]' }
  const check = checkLog({ scid: log.scid, sources: [base, twin, ...texts], now: LOG_NOW })
  t.strictSame(check.entries, merged.entries, 'a proof made at another time is none')
})

t.test('of more than nine branches nine are kept, the same ones in any order', async (t) => {
  const forks = Array.from({ length: MAX_BRANCHES + 2 }, () =>
    textsOf(nextWith({ nodeKeys: nodeKeyChoice() }), log.members),
  )
  const base = textsOfEntries(log.entries)
  const check = checkLog({ scid: log.scid, sources: [base, ...forks], now: LOG_NOW })
  const reversed = checkLog({
    scid: log.scid,
    sources: [...forks.toReversed(), base],
    now: LOG_NOW,
  })
  t.equal(branchesOf(check.entries).length, MAX_BRANCHES)
  t.strictSame(codes(check), ['too_many_branches', 'too_many_branches'])
  t.strictSame(reversed.entries, check.entries)
})

t.test('a bad line someone appended hides nothing', async (t) => {
  const grown = extendLog(log)
  const texts = textsOfEntries(grown.entries)
  const junk = { log: `${texts.log}{"a":1}\nnot json\n`, witness: texts.witness }
  const check = checkLog({ scid: log.scid, sources: [junk], now: LOG_NOW })
  t.equal(check.entries.length, 2)
  t.strictSame(codes(check), ['bad_entry', 'bad_json'])
})

t.test('what counts does not depend on the order in which entries came', async (t) => {
  let honest = createCollectiveLog({ memberCount: 2, threshold: 1 })
  for (let i = 0; i < 3; i++) honest = extendLog(honest, { nodeKeys: nodeKeyChoice() })
  const early = { ...honest, entries: honest.entries.slice(0, 2) }
  const fork = textsOf(nextWith({ deactivate: true }, undefined, early), honest.members)
  const singles = [...honest.entries.map((entry) => textsOfEntries([entry])), fork]
  const question = { scid: honest.scid, now: LOG_NOW }
  const expected = checkLog({ ...question, sources: singles })
  t.equal(branchesOf(expected.entries).length, 2)
  const order = fc.shuffledSubarray(singles, { minLength: singles.length })
  fc.assert(
    fc.property(order, (sources) => {
      t.strictSame(checkLog({ ...question, sources }), expected)
    }),
    { numRuns: 20 },
  )
  const some = fc.shuffledSubarray(singles)
  fc.assert(
    fc.property(some, (sources) => {
      const known = new Set(expected.entries.map(({ versionId }) => versionId))
      const { entries } = checkLog({ ...question, sources })
      t.ok(entries.every(({ versionId }) => known.has(versionId)))
    }),
    { numRuns: 20 },
  )
})

t.test('a changed byte anywhere makes the entry not count', async (t) => {
  const entry = nextWith({ nodeKeys: nodeKeyChoice() })
  const texts = textsOf(entry, log.members)
  const base = textsOfEntries(log.entries)
  fc.assert(
    fc.property(fc.nat(texts.log.length - 2), fc.constantFrom('0', 'z', '"', ' '), (at, mark) => {
      fc.pre(texts.log[at] !== mark)
      const touched = texts.log.slice(0, at) + mark + texts.log.slice(at + 1)
      const sources = [base, { log: touched, witness: texts.witness }]
      const check = checkLog({ scid: log.scid, sources, now: LOG_NOW })
      t.equal(check.entries.length, 1)
      t.equal(check.refused.length, 1)
    }),
    { numRuns: 200 },
  )
})

t.test('a stranger learns the SCID from the log', async (t) => {
  t.equal(scidOfLog(textsOfEntries(log.entries).log), log.scid)
  t.equal(scidOfLog(''), null)
})

function guardians(count: number, threshold: number): { collectives: string[]; threshold: number } {
  const scids = Array.from({ length: count }, () => createCollectiveLog().scid)
  return { collectives: scids, threshold }
}

t.test('one proof of another collective or entry is worth nothing here', async (t) => {
  const entry = nextWith({})
  const others: readonly SigningKey[] = log.members
  const elsewhere = others.map((member) => createWitnessProof({ ...last.entry }, member))
  const moved = elsewhere.map(({ proof }) => ({ versionId: entry.versionId, proof }))
  const sources = [
    textsOfEntries(log.entries),
    { log: textsOf(entry, []).log, witness: writeWitnessFile(moved) },
  ]
  t.strictSame(codes(checkLog({ scid: log.scid, sources, now: LOG_NOW })), ['not_approved'])
})
