import t from 'tap'

import { createCommuniques } from '../../../../src/communique/communiques.ts'
import { historyOf } from '../../../../src/server/pages/texts/history.ts'
import {
  type AnySigned,
  draft,
  endorsement,
  harborScid,
  memoryStore,
  minute,
  nubeDid,
  nubeScid,
  signed,
} from '../../../support/texts.ts'

const key = { scid: harborScid, slug: 'umbrella', draftOf: 'communique' } as const

async function eventsOf(...records: readonly AnySigned[]) {
  const communiques = createCommuniques({
    store: memoryStore(records),
    shown: async () => new Set([harborScid, nubeScid]),
    sequence: async () => 1,
    now: () => new Date(minute(90)),
  })
  return historyOf(await communiques.get(key))
}

t.test('tells what happened in its order, and whose drafts are of another name', async (t) => {
  const first = draft({ at: 1 })
  const fork = draft({ did: nubeDid, text: 'ours', at: 2, from: [first] })
  const frozen = signed('Communique', { slug: 'umbrella', now: minute(3) })
  const events = await eventsOf(endorsement(frozen, { at: 4 }), frozen, fork, first)
  t.strictSame(
    events.map((event) => [event.kind, event.at, event.kind === 'draft' ? event.own : null]),
    [
      ['draft', minute(1), true],
      ['draft', minute(2), false],
      ['frozen', minute(3), null],
      ['endorsed', minute(4), null],
    ],
  )
})

t.test('drafts of one minute stand after what they go on from', async (t) => {
  const first = draft({ at: 1 })
  const second = draft({ number: 2, at: 1, from: [first] })
  const third = draft({ number: 3, at: 1, from: [second] })
  for (const records of [
    [third, second, first],
    [second, third, first],
  ]) {
    const events = await eventsOf(...records)
    t.strictSame(
      events.map((event) => (event.kind === 'draft' ? event.draft.statement : '')),
      [first, second, third].map(({ statement }) => statement),
    )
  }
})

t.test('what was taken back was given before', async (t) => {
  const frozen = signed('Communique', { slug: 'umbrella', now: minute(3) })
  const given = endorsement(frozen, { at: 5 })
  const { record } = endorsement(frozen, { at: 9 }, { withdrawn: true })
  const taken = { ...given, record: { ...record, published: given.record.published } }
  const events = await eventsOf(frozen, taken)
  t.strictSame(
    events.map(({ kind, at }) => [kind, at]),
    [
      ['frozen', minute(3)],
      ['endorsed', minute(5)],
      ['endorsement-withdrawn', minute(9)],
    ],
  )
})
