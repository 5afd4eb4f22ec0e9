import t from 'tap'

import { addTime, DAY } from '../../src/kernel/time.ts'
import { memberHistory } from '../../src/record/member-history.ts'
import {
  addEntry,
  allFacts,
  createHistory,
  type History,
  makeRecord,
  publish,
  wait,
} from '../support/history.ts'

/** Members say something of which only the version and the day matter. */
function say(
  history: History,
  version: number,
  more: Partial<Parameters<typeof makeRecord>[1]> = {},
) {
  return makeRecord(history, {
    type: 'Canary',
    slug: 'main',
    version,
    expires: addTime(history.now, 95 * DAY),
    signedBy: 'members',
    signers: history.members.slice(0, 2),
    ...more,
  })
}

const versionsIn = (history: History, days = 0) =>
  memberHistory(allFacts(history), 'Canary', addTime(history.now, days * DAY)).map((one) =>
    one.map(({ version }) => version),
  )

t.test('tells the versions of each slug, expired ones too, the newest first', async (t) => {
  const history = createHistory()
  say(history, 2)
  say(history, 1)
  say(history, 1, { slug: 'other' })
  makeRecord(history, { type: 'Vouch', slug: 'v' })
  t.strictSame(versionsIn(history), [[2, 1], [1]])
  t.strictSame(versionsIn(history, 1000), [[2, 1], [1]])
})

t.test('what too few members signed is in no history', async (t) => {
  const history = createHistory()
  say(history, 1, { signers: history.members.slice(0, 1) })
  say(history, 2)
  say(history, 3, { signers: ['member-1', 'stranger'] })
  t.strictSame(versionsIn(history), [[2]])
})

t.test('what is dated ahead waits', async (t) => {
  const history = createHistory()
  say(history, 1)
  say(history, 2, { updated: addTime(history.now, DAY) })
  t.strictSame(versionsIn(history), [[1]])
  t.strictSame(versionsIn(history, 1), [[2, 1]])
})

/** Other members follow; the last good state lists version 2 alone. */
function withNewMembers() {
  const history = createHistory()
  say(history, 1)
  wait(history, DAY)
  const second = say(history, 2)
  history.current.set('Canary/main', second)
  publish(history)
  wait(history, DAY)
  const former = history.members
  addEntry(history, { members: ['member-7', 'member-8', 'member-9'] })
  wait(history, DAY)
  return { history, former }
}

t.test('earlier ones count by the members of their own time', async (t) => {
  const { history } = withNewMembers()
  t.strictSame(versionsIn(history), [[2, 1]])
  say(history, 3)
  t.strictSame(versionsIn(history), [[3, 2, 1]])
})

t.test(
  'former members add nothing above what counts, nor of a time that is not theirs',
  async (t) => {
    const { history, former } = withNewMembers()
    const signers = former.slice(0, 2)
    say(history, 9, { signers, updated: addTime(history.now, -2 * DAY) })
    t.strictSame(versionsIn(history), [[2, 1]])
    say(history, 5)
    say(history, 4, { signers })
    t.strictSame(versionsIn(history), [[5, 2, 1]])
  },
)
