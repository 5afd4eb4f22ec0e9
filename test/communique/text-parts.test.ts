import t from 'tap'

import { draftMembers, partsOf, textOf } from '../../src/communique/text-parts.ts'
import { sourceDigestOf } from '../../src/record/kinds/translation.ts'
import { draft } from '../support/texts.ts'

t.test('a text falls into its title, summary, paragraphs and call to action', async (t) => {
  const whole = { summaryMap: { en: 'Why.' }, callToActionMap: { en: 'Come.' } }
  const parts = partsOf(textOf(draft({}, whole).record))
  t.strictSame(
    parts.map(({ id, text }) => [id, text]),
    [
      ['title', 'Under one umbrella'],
      ['summary', 'Why.'],
      ['p1', 'We are here.'],
      ['p2', 'Join us.'],
      ['call-to-action', 'Come.'],
    ],
  )
  for (const { text, sourceDigest } of parts) t.equal(sourceDigest, sourceDigestOf('en', text))
})

t.test('a clause has a level, nothing else does', async (t) => {
  const paragraphs = [{ id: 'care', level: 'recommended', contentMap: { en: 'We rest.' } }]
  const parts = partsOf(textOf(draft({}, { draftOf: 'charter', paragraphs }).record))
  t.strictSame(
    parts.map(({ level }) => level),
    [null, 'recommended'],
  )
})

t.test('the members of a draft say its text again', async (t) => {
  for (const changes of [{}, { summaryMap: { en: 'Why.' }, callToActionMap: { en: 'Come.' } }]) {
    const { record } = draft({}, changes)
    t.match(record, draftMembers(textOf(record)))
  }
})
