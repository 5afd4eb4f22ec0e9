import t from 'tap'

import { admit, type AdmissionFacts } from '../../src/exchange/admission.ts'
import { toBranches } from '../../src/exchange/branches.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { toEntryFact } from '../../src/identity/facts.ts'
import { DAY, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import type { TesseraObject } from '../../src/record/object.ts'
import { foundCollective, type TestCollective } from '../support/collective.ts'
import {
  goodHead,
  headOn,
  memberRecord,
  nodeRecord,
  rotated,
  START,
  withEntry,
} from '../support/exchange.ts'
import { nubeScid } from '../support/records.ts'
import { refusalFrom } from '../support/refusal.ts'

const after = (milliseconds: number): Date => new Date(START.getTime() + milliseconds)
const harbor = foundCollective('https://harbor.example', START)
const nobody: AdmissionFacts = { branches: [], manifests: new Set(), listed: new Set() }

/** What is known of a collective that has this log. */
function knowing(collective: TestCollective, facts: Partial<AdmissionFacts> = {}): AdmissionFacts {
  const { scid, log } = collective
  const { entries } = checkLog({ scid, sources: [log], now: toTimestamp(after(90 * DAY)) })
  return { ...nobody, branches: toBranches(entries.map(toEntryFact)), ...facts }
}

function refusal(object: TesseraObject, facts: AdmissionFacts, now = START) {
  const refused = refusalFrom(() => admit(object, facts, toTimestamp(now)))
  return refused === null ? null : [refused.kind, refused.code]
}

const record = nodeRecord(harbor, { now: START })
const vouch = memberRecord(harbor, { now: START })
const { head, manifest } = headOn(harbor, [record], { now: START })
const asRecord = (value: typeof record): TesseraObject => ({ kind: 'record', value })
const asHead = (value: typeof head): TesseraObject => ({ kind: 'head', value })
const asManifest: TesseraObject = { kind: 'manifest', value: manifest }

t.test('lets in what may count', async (t) => {
  const facts = knowing(harbor)
  t.equal(refusal(asHead(head), facts), null)
  t.equal(refusal(asManifest, { ...facts, manifests: new Set([manifest.digest]) }), null)
  t.equal(refusal(asRecord(record), { ...facts, listed: new Set([record.digest]) }), null)
  t.equal(refusal(asRecord(vouch), facts), null, 'what members signed needs no list (E18)')
})

t.test('nothing of a collective whose log is not known', async (t) => {
  for (const object of [asHead(head), asManifest, asRecord(record), asRecord(vouch)]) {
    t.strictSame(refusal(object, nobody), ['forbidden', 'unknown_collective'])
  }
})

t.test('nothing that nobody asked for: manifests and records that are in no list', async (t) => {
  t.strictSame(refusal(asManifest, knowing(harbor)), ['invalid', 'unlisted'])
  t.strictSame(refusal(asRecord(record), knowing(harbor)), ['invalid', 'unlisted'])
})

t.test('an alert is asked for by itself, but only by the node key of today', async (t) => {
  const alert = nodeRecord(harbor, { type: 'Alert', now: START })
  t.equal(refusal(asRecord(alert), knowing(harbor)), null)
  const later = rotated(harbor, { time: after(DAY), lastGoodHead: null })
  t.strictSame(refusal(asRecord(alert), knowing(later)), ['invalid', 'unlisted'])
})

t.test('names that the collective never had', async (t) => {
  const elsewhere = { ...harbor, did: harbor.did.replace('harbor.example', 'evil.example') }
  for (const object of [
    asRecord(nodeRecord(elsewhere, { now: START })),
    asRecord(memberRecord(elsewhere, { now: START })),
    asHead(headOn(elsewhere, [], { now: START }).head),
  ]) {
    t.strictSame(refusal(object, knowing(harbor)), ['forbidden', 'unknown_name'])
  }
})

t.test('keys that never had the role (E06)', async (t) => {
  const [one, two] = harbor.members
  if (one === undefined || two === undefined) throw new Error('three members')
  const thief = foundCollective('https://nube.example', START)
  const listed = (value: typeof record) => knowing(harbor, { listed: new Set([value.digest]) })
  const byStranger = nodeRecord({ ...harbor, node: thief.node }, { now: START })
  const byMember = nodeRecord({ ...harbor, node: one }, { now: START })
  const byOne = memberRecord(harbor, { now: START, by: [one] })
  const byNode = memberRecord(harbor, { now: START, by: [one, harbor.node] })
  const byThree = memberRecord(harbor, { now: START, by: harbor.members })
  for (const value of [byStranger, byMember, byOne, byNode, byThree]) {
    t.strictSame(refusal(asRecord(value), listed(value)), ['forbidden', 'unknown_key'])
  }
  const forged = headOn({ ...harbor, node: thief.node }, [], { now: START }).head
  t.strictSame(refusal(asHead(forged), knowing(harbor)), ['forbidden', 'unknown_key'])
})

t.test('heads under an entry that is not known, or that ended everything (F17)', async (t) => {
  const next = rotated(harbor, { time: after(DAY), lastGoodHead: null })
  const early = headOn(next, [], { now: after(DAY) }).head
  t.strictSame(refusal(asHead(early), knowing(harbor), after(DAY)), ['forbidden', 'unknown_entry'])

  const ended = withEntry(harbor, {
    time: after(DAY),
    lastGoodHead: goodHead(head),
    nodeKeys: null,
    deactivate: true,
  })
  const late = headOn(ended, [], { now: after(DAY), after: head }).head
  t.strictSame(refusal(asHead(late), knowing(ended), after(DAY)), ['gone', 'deactivated'])
})

t.test('heads that a later entry made void, however they are dated (F09)', async (t) => {
  const next = rotated(harbor, { time: after(DAY), lastGoodHead: goodHead(head) })
  t.equal(refusal(asHead(head), knowing(next), after(DAY)), null, 'the last good head is wanted')
  const late = headOn(harbor, [record], { now: after(MINUTE), after: head }).head
  t.equal(refusal(asHead(late), knowing(harbor), after(DAY)), null)
  t.strictSame(refusal(asHead(late), knowing(next), after(DAY)), ['conflict', 'void_head'])
})

t.test('heads signed after the node key expired (F10)', async (t) => {
  const now = after(90 * DAY)
  const late = headOn(harbor, [], { now }).head
  t.strictSame(refusal(asHead(late), knowing(harbor), now), ['unauthenticated', 'key_expired'])
  const justBefore = headOn(harbor, [], { now: after(90 * DAY - 1000) }).head
  t.equal(refusal(asHead(justBefore), knowing(harbor), now), null)
})

t.test(
  'heads from a clock more than 10 minutes ahead, until their time has come (E14)',
  async (t) => {
    const ahead = headOn(harbor, [], { now: after(11 * MINUTE) }).head
    t.strictSame(refusal(asHead(ahead), knowing(harbor)), ['invalid', 'ahead_of_time'])
    t.equal(refusal(asHead(ahead), knowing(harbor), after(MINUTE)), null)
  },
)

t.test('nothing that is not for everybody, listed or not, urgent or not', async (t) => {
  const facts = knowing(harbor)
  for (const changes of [{ scope: 'peers' }, { scope: 'named', recipients: [nubeScid] }]) {
    const alert = nodeRecord(harbor, { type: 'Alert', now: START, changes })
    t.strictSame(refusal(asRecord(alert), facts), ['invalid', 'not_public'])
    const listed = { ...facts, listed: new Set([alert.digest]) }
    t.strictSame(refusal(asRecord(alert), listed), ['invalid', 'not_public'])
  }
  const alert = nodeRecord(harbor, { type: 'Alert', now: START })
  t.equal(refusal(asRecord(alert), facts), null)
})
