import * as fc from 'fast-check'
import t from 'tap'

import type { Signed } from '../../src/communique/communique-store.ts'
import { translationsOf } from '../../src/communique/translation-status.ts'
import { always } from '../support/always.ts'
import {
  draft,
  nubeDid,
  nubeScid,
  rosaDid,
  rosaScid,
  translation,
  versionsOf,
} from '../support/texts.ts'

const TITLE = 'Under one umbrella'
const [one] = [draft()]
const two = draft({
  number: 2,
  at: 9,
  from: [one],
  paragraphs: { p1: 'We are here to stay.', p2: 'Join us.' },
})
const whole = { [TITLE]: 'Bajo un paraguas', 'We are here.': 'Aquí estamos.', 'Join us.': 'Únete.' }

function statesOf(lineage: readonly Signed<'Draft'>[], ...translations: Signed<'Translation'>[]) {
  const versions = versionsOf(...lineage.toReversed()).toReversed()
  return translationsOf(versions, translations)
}

t.test('a part is what the best of its translations is', async (t) => {
  const parts = { [TITLE]: 'Bajo un paraguas' }
  const [spanish] = statesOf([one], translation({ parts }))
  t.match(spanish, {
    language: 'es',
    complete: false,
    approved: false,
    counts: { untranslated: 2, 'needs-review': 1, stale: 0, draft: 0, approved: 0 },
    translators: [nubeScid],
  })
  t.strictSame(
    spanish?.parts.map(({ state }) => state),
    ['needs-review', 'untranslated', 'untranslated'],
  )
})

t.test('another collective approves by saying the same words', async (t) => {
  const made = translation({ parts: whole })
  const approval = translation({ did: rosaDid, at: 3, state: 'approved', parts: whole })
  const [spanish] = statesOf([one], made, approval)
  t.match(spanish, {
    complete: true,
    approved: true,
    translators: [nubeScid],
    reviewers: [rosaScid],
  })
  t.match(spanish?.parts[1]?.wording, { by: nubeScid, approvedBy: [rosaScid], state: 'approved' })
})

t.test('who approves is not the translator, whoever spoke first in that language', async (t) => {
  const earlier = translation({ did: rosaDid, at: 0, state: 'approved', parts: whole })
  const [spanish] = statesOf([one], earlier, translation({ at: 3, parts: whole }))
  t.match(spanish, { translators: [nubeScid], reviewers: [rosaScid] })
})

t.test('other words for the same source stand beside, the approved ones first', async (t) => {
  const made = translation({ parts: whole, state: 'draft' })
  const other = translation({
    did: rosaDid,
    at: 4,
    state: 'approved',
    parts: { 'Join us.': 'Súmate.' },
  })
  const [spanish] = statesOf([one], made, other)
  t.match(spanish?.parts[2], {
    state: 'approved',
    wording: { content: 'Súmate.', by: rosaScid },
    others: [{ content: 'Únete.', by: nubeScid }],
  })
})

t.test('what changed in the source is stale at once, and nothing else', async (t) => {
  const [spanish] = statesOf([two, one], translation({ parts: whole }))
  t.strictSame(
    spanish?.parts.map(({ state }) => state),
    ['needs-review', 'stale', 'needs-review'],
  )
  t.match(spanish?.parts[1], { wording: null, earlier: { content: 'Aquí estamos.' } })
  t.match(spanish, { complete: false, counts: { stale: 1 } })
})

t.test('a source that comes back finds its translation again', async (t) => {
  const three = draft({ number: 3, at: 12, from: [two] })
  const [spanish] = statesOf([three, two, one], translation({ parts: whole }))
  t.match(spanish, { complete: true, counts: { stale: 0 } })
})

t.test('a language nobody has begun, and the source itself, are not listed', async (t) => {
  const english = translation({ language: 'en', parts: whole })
  const about = translation({ language: 'ar', parts: { 'Something else.': 'شيء آخر' } })
  t.strictSame(statesOf([one], english, about), [])
  t.strictSame(translationsOf([], [translation({ parts: whole })]), [])
})

t.test('each language stands by itself, in the order of its tag', async (t) => {
  const arabic = translation({ language: 'ar', did: nubeDid, parts: { [TITLE]: 'تحت مظلة واحدة' } })
  const languages = statesOf([one], translation({ parts: whole }), arabic)
  t.strictSame(
    languages.map(({ language, complete }) => [language, complete]),
    [
      ['ar', false],
      ['es', true],
    ],
  )
})

t.test('the order in which translations come says nothing', async () => {
  const all = [
    translation({ parts: whole }),
    translation({ did: rosaDid, at: 3, state: 'approved', parts: whole }),
    translation({ did: rosaDid, at: 4, language: 'ca', parts: whole }),
    translation({ at: 4, language: 'ca', parts: { ...whole, 'Join us.': 'Vine.' } }),
  ]
  const expected = JSON.stringify(statesOf([two, one], ...all))
  always([fc.shuffledSubarray(all, { minLength: all.length })], (shuffled) => {
    if (JSON.stringify(statesOf([two, one], ...shuffled)) !== expected)
      throw new Error('the order changed the state')
  })
})
