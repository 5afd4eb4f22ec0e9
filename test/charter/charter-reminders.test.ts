import t from 'tap'

import { type CharterReminder, charterReminders } from '../../src/charter/charter-reminders.ts'
import { charterTree } from '../../src/charter/charter-tree.ts'
import type { CharterVersion, SignedCommitment } from '../../src/charter/charter.ts'
import { commitmentMatrix } from '../../src/charter/matrix.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import { harborScid } from '../support/records.ts'

const first = charterVersion({ now: '2026-01-01T00:00:00Z' })
const second = charterVersion({ slug: 'second' }, { amends: first.statement })
const third = charterVersion({ slug: 'third' }, { amends: second.statement })
const NOW = '2026-11-22T12:00:00Z'

interface World {
  readonly commitments: readonly SignedCommitment[]
  readonly versions?: readonly CharterVersion[]
  readonly hidden?: readonly CharterVersion[]
  readonly now?: string
}

/** What Harbor Commons is reminded of, in words. */
function remindersIn({ commitments, versions = [first], hidden = [], now = NOW }: World) {
  const notShown = new Set(hidden.map(({ statement }) => statement))
  const nodes = charterTree(versions).map((node) => {
    return { ...node, shown: !notShown.has(node.statement) }
  })
  const shown = new Set([harborScid])
  const matrix = commitmentMatrix({ versions, commitments, shown, standings: new Map(), now })
  const cells = matrix.shown[0]?.cells ?? new Map()
  return charterReminders({ nodes, cells, now }).map(wordsOf)
}

function wordsOf(reminder: CharterReminder): string {
  if (reminder.kind === 'review')
    return `${reminder.signed.charter.slug}: review, ${reminder.urgency}, ${reminder.days}`
  const newer = reminder.newer.map(({ charter }) => charter.slug)
  return `${reminder.signed.charter.slug}: newer ${newer.join()}`
}

const signed = (version = first, changes: object = {}) =>
  signedCommitment(version, {}, { ...changes })
const all = { versions: [first, second, third] }

t.test('the newest version that goes on from the signed one is called to mind', async (t) => {
  t.strictSame(remindersIn({ commitments: [signed()], ...all }), ['common-ground: newer third'])
})

t.test('nobody is called who never signed, or has answered a later version', async (t) => {
  t.strictSame(remindersIn({ commitments: [], ...all }), [])
  t.strictSame(remindersIn({ commitments: [signed(third)], ...all }), [])
  const later = signedCommitment(third, { slug: 'later' })
  t.strictSame(remindersIn({ commitments: [signed(), later], ...all }), [])
  const refused = signedCommitment(third, { slug: 'later' }, { withdrawn: true })
  t.strictSame(remindersIn({ commitments: [signed(), refused], ...all }), [])
})

t.test('what was withdrawn asks for nothing', async (t) => {
  t.strictSame(remindersIn({ commitments: [signed(first, { withdrawn: true })], ...all }), [])
})

t.test('a version in which the view has no part calls nobody', async (t) => {
  t.strictSame(remindersIn({ commitments: [signed()], ...all, hidden: [third] }), [])
})

t.test(
  'a review is called to mind a month before, a week before, and once it is over',
  async (t) => {
    const commitments = [signed(first, { reviewDate: '2027-01-31' })]
    const on = (day: string) => remindersIn({ commitments, now: `${day}T12:00:00Z` })
    t.strictSame(on('2026-12-31'), [])
    t.strictSame(on('2027-01-01'), ['common-ground: review, month, 30'])
    t.strictSame(on('2027-01-23'), ['common-ground: review, month, 8'])
    t.strictSame(on('2027-01-24'), ['common-ground: review, week, 7'])
    t.strictSame(on('2027-01-31'), ['common-ground: review, week, 0'])
    t.strictSame(on('2027-02-01'), ['common-ground: review, over, -1'])
  },
)

t.test('a suspended signature is reviewed all the same', async (t) => {
  const suspended = { since: '2026-11-20', reasonMap: { en: 'We move.' } }
  const commitments = [signed(first, { suspended, reviewDate: '2026-11-30' })]
  t.strictSame(remindersIn({ commitments }), ['common-ground: review, month, 8'])
})
