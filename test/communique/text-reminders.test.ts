import t from 'tap'

import { createCommuniques } from '../../src/communique/communiques.ts'
import { textReminders } from '../../src/communique/text-reminders.ts'
import { communiqueContent } from '../support/posts.ts'
import {
  draft,
  endorsement,
  harborScid,
  memoryStore,
  minute,
  nubeScid,
  position,
  rosaDid,
  rosaScid,
  signed,
} from '../support/texts.ts'

type Records = Parameters<typeof memoryStore>[0]

/** What Nube Libre is reminded of at a minute of the day. */
async function remindersOf(records: Records, at = 30) {
  const communiques = createCommuniques({
    store: memoryStore(records),
    shown: async () => new Set([harborScid, nubeScid]),
    sequence: async () => 1,
    now: () => new Date(minute(at)),
  })
  return textReminders(await communiques.list(), nubeScid)
}

const asked = draft({}, { stage: 'deciding', positionsUntil: minute(60) })

t.test('an open round waits for a position, until there is one or it is over', async (t) => {
  t.match(await remindersOf([asked]), [
    { kind: 'open-round', text: { slug: 'umbrella' }, until: minute(60) },
  ])
  t.strictSame(await remindersOf([asked, position(asked, {})]), [])
  t.strictSame(await remindersOf([asked], 61), [])
  t.equal((await remindersOf([asked, position(asked, { did: rosaDid })])).length, 1)
})

t.test('a round of a collective that the view does not show calls nobody', async (t) => {
  const strange = draft({ did: rosaDid }, { stage: 'deciding', positionsUntil: minute(60) })
  t.equal(strange.scid, rosaScid)
  t.strictSame(await remindersOf([strange]), [])
})

const text = (
  languages: Parameters<typeof communiqueContent>[0],
  version: number,
  changes = {},
) => {
  const { type: _, slug: __, ...content } = communiqueContent(languages)
  const options = { slug: 'umbrella', version, now: minute(version) }
  return signed('Communique', options, { ...content, ...changes })
}
const first = text(['en'], 1)
/** The same languages with another text in the one that was endorsed. */
const changed = text(['en'], 2, { digests: { en: first.statement } })

t.test('a language added to what was endorsed asks for nothing', async (t) => {
  t.strictSame(await remindersOf([first, text(['en', 'fr'], 2), endorsement(first, {})]), [])
})

t.test('a changed text does, in its languages', async (t) => {
  t.match(await remindersOf([first, changed, endorsement(first, {})]), [
    { kind: 'changed-text', text: { slug: 'umbrella' }, languages: ['en'] },
  ])
})

t.test(
  'not for who took its endorsement back, passed on a letter, or a text withdrawn',
  async (t) => {
    const back = endorsement(first, {}, { withdrawn: true })
    t.strictSame(await remindersOf([first, changed, back]), [])
    const letter = endorsement(first, {}, { letter: { name: 'Atelier Rosa', date: '2026-11-20' } })
    t.strictSame(await remindersOf([first, changed, letter]), [])
    const over = text(['en'], 3, { digests: { en: first.statement }, withdrawn: true })
    t.strictSame(await remindersOf([first, over, endorsement(first, {})]), [])
  },
)
