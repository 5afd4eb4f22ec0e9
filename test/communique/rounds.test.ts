import t from 'tap'

import type { Signed } from '../../src/communique/communique-store.ts'
import { jointTexts, kinOf } from '../../src/communique/joint-texts.ts'
import { roundsOf } from '../../src/communique/rounds.ts'
import {
  draft,
  harborDid,
  harborScid,
  minute,
  nubeDid,
  nubeScid,
  position,
  rosaDid,
  rosaScid,
  signed,
} from '../support/texts.ts'

const window = { stage: 'deciding', positionsUntil: minute(60) }
const asked = draft({}, window)
const shown = new Set([harborScid, nubeScid, rosaScid])
const reason = { reasonMap: { en: 'Because.' } }

interface Given {
  readonly drafts?: readonly Signed<'Draft'>[]
  readonly frozen?: readonly Signed<'Communique'>[]
  readonly positions?: readonly Signed<'Position'>[]
  readonly now?: string
  readonly view?: ReadonlySet<string>
}

function roundOf(given: Given) {
  const { drafts = [], frozen = [], positions = [], now = minute(30), view = shown } = given
  const { texts, drafts: all } = jointTexts({
    Draft: [asked, ...drafts],
    Communique: frozen,
    Charter: [],
  })
  const text = texts.find(({ scid }) => scid === harborScid)
  if (text === undefined) throw new Error('the text is there')
  const [round] = roundsOf({ text, kin: kinOf(text, all), positions, shown: view, now })
  return round
}

t.test('a round is open until its window is over', async (t) => {
  t.match(roundOf({}), { open: true, until: minute(60), positions: [], outcomes: [] })
  t.match(roundOf({ now: minute(61) }), { open: false })
  const { texts } = jointTexts({ Draft: [draft()], Communique: [], Charter: [] })
  const [text] = texts
  const input = { kin: [], positions: [], shown, now: minute(0) }
  t.strictSame(text && roundsOf({ ...input, text }), [], 'a draft without a window is no round')
})

t.test('every position stands as what it is, the gravest first', async (t) => {
  const round = roundOf({
    positions: [
      position(asked, { did: nubeDid }),
      position(asked, { did: rosaDid }, { position: 'block', ...reason }),
      position(asked, { did: harborDid }, { position: 'observer', decisionRecord: undefined }),
    ],
  })
  t.strictSame(
    round?.positions.map(({ scid, record }) => [record.position, scid]),
    [
      ['block', rosaScid],
      ['agree', nubeScid],
      ['observer', harborScid],
    ],
  )
  t.match(round?.counts, { agree: 1, block: 1, observer: 1, 'stand-aside': 0 })
})

t.test('a collective stands where it said last', async (t) => {
  const round = roundOf({
    positions: [
      position(asked, { at: 9 }, { position: 'stand-aside', ...reason }),
      position(asked, { at: 2 }),
    ],
  })
  t.match(round?.counts, { agree: 0, 'stand-aside': 1 })
})

t.test('late, unknown and future positions are told apart and not counted', async (t) => {
  const round = roundOf({
    positions: [position(asked, { did: rosaDid, at: 61 }), position(asked, { at: 2 })],
    view: new Set([rosaScid]),
    now: minute(70),
  })
  t.match(round, {
    positions: [],
    counts: { agree: 0 },
    late: [{ scid: rosaScid }],
    others: [{ scid: nubeScid }],
  })
  const ahead = roundOf({ positions: [position(asked, { at: 55 })] })
  t.match(ahead, { positions: [], late: [], others: [] }, 'dated after now')
})

t.test('a position on another text is none on this one', async (t) => {
  const other = draft({ at: 2, title: 'Another' }, window)
  const mixed = position(
    asked,
    {},
    {
      draft: { collective: nubeScid, slug: asked.record.slug, digest: asked.statement },
    },
  )
  t.match(roundOf({ positions: [position(other, {}), mixed] }), { positions: [], others: [] })
})

t.test('what the initiator did next is shown, and without whom', async (t) => {
  const block = position(asked, { did: rosaDid }, { position: 'block', ...reason })
  const named = { collective: harborScid, slug: asked.record.slug, digest: asked.statement }
  const frozen = (version: number) =>
    signed('Communique', { slug: 'umbrella', version, now: minute(65) }, { goesOnFrom: named })
  const outcomes = (given: Given) =>
    roundOf({ positions: [block], now: minute(99), ...given })?.outcomes
  t.match(outcomes({ frozen: [frozen(2), frozen(1)] }), [
    { kind: 'frozen', by: harborScid, without: [rosaScid] },
  ])
  t.equal(outcomes({ frozen: [frozen(1), frozen(2)] })?.length, 1)
  t.match(roundOf({ frozen: [frozen(1)] }), { open: false }, 'nobody is asked any more')
  const amended = draft({ number: 2, at: 61, from: [asked] })
  t.match(outcomes({ drafts: [amended] }), [{ kind: 'amended', without: [] }])
  const why = draft({ number: 2, at: 64, from: [asked] }, { stage: 'frozen' })
  const freezing = [{ kind: 'frozen', by: harborScid, without: [rosaScid] }]
  t.match(outcomes({ drafts: [why] }), freezing, 'said, and not signed yet')
  const both = outcomes({ drafts: [why], frozen: [frozen(1)] })
  t.match(both, freezing)
  t.equal(both?.length, 1, 'one freezing, told twice')
  const stopped = draft({ number: 2, at: 61, from: [asked] }, { stage: 'withdrawn' })
  t.match(outcomes({ drafts: [stopped] }), [{ kind: 'withdrawn' }])
  const taken = draft({ did: nubeDid, text: 'paraguas', at: 62, from: [asked] })
  t.match(outcomes({ drafts: [taken] }), [{ kind: 'taken-on', by: nubeScid, without: [rosaScid] }])
})
