import t from 'tap'

import { amendmentsTo, applyAmendment } from '../../src/communique/amendments.ts'
import type { Signed } from '../../src/communique/communique-store.ts'
import { jointTexts, kinOf } from '../../src/communique/joint-texts.ts'
import { textOf } from '../../src/communique/text-parts.ts'
import { draft, harborScid, minute, nubeDid, nubeScid, rosaDid, signed } from '../support/texts.ts'

const one = draft({ paragraphs: { p1: 'We are here. We stay.', p2: 'Join us, join us.' } })
const text = textOf(one.record)
const nextId = () => 'p9'
const change = (changes: object) => ({ language: 'en', passage: 'We stay.', ...changes })

function amendment(target: Signed<'Draft'>, options: { slug?: string; at?: number } = {}) {
  const { slug = 'a1', at = 1 } = options
  const named = { collective: target.scid, slug: target.record.slug, digest: target.statement }
  return signed('Amendment', { did: nubeDid, slug, now: minute(at) }, { target: named })
}

function answering(amendments: readonly Signed<'Amendment'>[], outcome: string) {
  return amendments.map(({ scid, statement, record }) => ({
    amendment: { collective: scid, slug: record.slug, digest: statement },
    outcome,
    reasonMap: { en: 'Because.' },
  }))
}

t.test('the passage is replaced where it stands', async (t) => {
  const amended = applyAmendment(text, change({ replacement: 'We remain.' }), nextId)
  t.strictSame(amended.paragraphs[0], { id: 'p1', text: 'We are here. We remain.' })
  t.strictSame(amended.paragraphs[1], text.paragraphs[1])
  const dollars = applyAmendment(text, change({ replacement: '$& and $1' }), nextId)
  t.equal(dollars.paragraphs[0]?.text, 'We are here. $& and $1', 'as it is written')
})

t.test('what is left empty goes; what an empty line separates are paragraphs', async (t) => {
  const gone = applyAmendment(text, change({ passage: 'We are here. We stay.' }), nextId)
  t.strictSame(
    gone.paragraphs.map(({ id }) => id),
    ['p2'],
  )
  const more = applyAmendment(text, change({ replacement: 'We stay.\n\nFor long.' }), nextId)
  t.strictSame(more.paragraphs, [
    { id: 'p1', text: 'We are here. We stay.' },
    { id: 'p9', text: 'For long.' },
    ...text.paragraphs.slice(1),
  ])
})

t.test('a clause of a charter stays one clause', async (t) => {
  const paragraphs = [{ id: 'c1', level: 'required' as const, text: 'We stay.' }]
  const amended = applyAmendment(
    { ...text, paragraphs },
    change({ replacement: 'We stay.\n\nAlways.' }),
    nextId,
  )
  t.strictSame(amended.paragraphs, [{ ...paragraphs[0], text: 'We stay.\n\nAlways.' }])
})

t.test('title, summary and call to action are amended by their names', async (t) => {
  const whole = { ...text, summary: 'Why we stay.', callToAction: 'Stay with us.' }
  const amend = (paragraph: string, passage: string, replacement = 'X') =>
    applyAmendment(whole, change({ paragraph, passage, replacement }), nextId)
  t.equal(amend('title', 'umbrella').title, 'Under one X')
  t.equal(amend('summary', 'we').summary, 'Why X stay.')
  t.equal(amend('summary', 'Why we stay.', '').summary, null)
  t.equal(amend('call-to-action', 'Stay').callToAction, 'X with us.')
})

t.test('what cannot be made is refused', async (t) => {
  const refused = (changes: object, code: string) =>
    t.throws(() => applyAmendment(text, change(changes), nextId), { code })
  refused({ passage: 'Nowhere.' }, 'passage_not_found')
  refused({ passage: 'We are here.', paragraph: 'p2' }, 'passage_not_found')
  refused({ passage: 'us' }, 'passage_ambiguous')
  refused({ passage: 'We', paragraph: 'p1' }, 'passage_ambiguous')
  refused({ language: 'fr' }, 'bad_amendment')
  refused({ paragraph: 'title', passage: 'Under one umbrella' }, 'bad_amendment')
  refused({ paragraph: 'title', passage: 'one', replacement: 'a\nb' }, 'bad_amendment')
})

t.test('an amendment is open until a version of the text answers it', async (t) => {
  const asked = amendment(one)
  const answered = draft(
    { number: 2, at: 5, from: [one] },
    { answers: answering([asked], 'declined') },
  )
  const stateOf = (drafts: Signed<'Draft'>[]) => {
    const { texts, drafts: all } = jointTexts({ Draft: drafts, Communique: [], Charter: [] })
    const mine = texts.find(({ scid }) => scid === harborScid)
    if (mine === undefined) throw new Error('the text is there')
    return amendmentsTo(mine, kinOf(mine, all), [asked])[0]
  }
  t.match(stateOf([one]), { outcome: 'open', answer: null, elsewhere: [] })
  t.match(stateOf([one, answered]), {
    outcome: 'declined',
    answer: { by: harborScid, reasonMap: { en: 'Because.' } },
  })
  const kept = draft(
    { did: nubeDid, text: 'paraguas', at: 9, from: [one] },
    { answers: answering([asked], 'accepted') },
  )
  t.match(stateOf([one, kept]), {
    outcome: 'open',
    elsewhere: [{ by: nubeScid, outcome: 'accepted' }],
  })
  t.match(stateOf([one, answered, kept]), { outcome: 'declined', elsewhere: [{ by: nubeScid }] })
})

t.test('the last answer counts', async (t) => {
  const asked = amendment(one)
  const no = draft({ number: 2, at: 5, from: [one] }, { answers: answering([asked], 'declined') })
  const yes = draft({ number: 3, at: 6, from: [no] }, { answers: answering([asked], 'accepted') })
  const { texts } = jointTexts({ Draft: [yes, one, no], Communique: [], Charter: [] })
  const [mine] = texts
  t.equal(mine && amendmentsTo(mine, mine.drafts, [asked])[0]?.outcome, 'accepted')
})

t.test('one that names another text, or mixes two, is about no draft here', async (t) => {
  const { texts } = jointTexts({ Draft: [one], Communique: [], Charter: [] })
  const [mine] = texts
  if (mine === undefined) throw new Error('the text is there')
  const other = amendment(draft({ at: 50 }))
  const named = { collective: harborScid, slug: 'umbrella.7', digest: one.statement }
  const mixed = signed('Amendment', { did: rosaDid }, { target: named })
  t.strictSame(amendmentsTo(mine, mine.drafts, [other, mixed]), [])
})
