import t from 'tap'

import { testCases } from '../../support/record-form.ts'
import { nubeScid, someDigest, statementOf } from '../../support/records.ts'

const { paragraphs, answers = [] } = statementOf('Draft')
const asClauses = paragraphs.map((paragraph) => ({ ...paragraph, level: 'required' as const }))
const earlier = { collective: nubeScid, slug: 'on-the-raid.1', digest: someDigest }
const inSpanish = [{ id: 'p1', contentMap: { en: 'We are here.', es: 'Aquí estamos.' } }]
const declined = [{ ...answers[0], outcome: 'declined' }]

t.test('a draft is whole in its source language, and in no other', async (t) => {
  testCases(t, 'Draft', [
    [
      'another source language',
      { sourceLanguage: 'es', defaultLanguage: 'en' },
      'missing_language',
    ],
    ['a translation inside', { paragraphs: inSpanish }, 'bad_member'],
    ['a title in two languages', { nameMap: { en: 'Hello', es: 'Hola' } }, 'bad_member'],
    ['a summary elsewhere', { summaryMap: { en: 'a', es: 'b' } }, 'bad_member'],
  ])
})

t.test('a draft goes to whom it says', async (t) => {
  testCases(t, 'Draft', [
    ['for nobody', { scope: 'named' }, 'missing_member'],
    ['for named peers', { scope: 'named', recipients: [nubeScid] }, null],
    ['public, with recipients', { recipients: [nubeScid] }, 'bad_member'],
  ])
})

t.test('its paragraphs, answers and origins stand there once', async (t) => {
  testCases(t, 'Draft', [
    ['two paragraphs of one id', { paragraphs: [paragraphs[0], paragraphs[0]] }, 'duplicate_item'],
    ['a paragraph called title', { paragraphs: [{ ...paragraphs[0], id: 'title' }] }, 'bad_member'],
    ['two answers to one', { answers: [answers[0], answers[0]] }, 'duplicate_item'],
    ['one origin twice', { goesOnFrom: [earlier, earlier] }, 'duplicate_item'],
    ['an origin', { goesOnFrom: [earlier] }, null],
    ['a charter without levels', { draftOf: 'charter' }, 'bad_member'],
    ['a charter', { draftOf: 'charter', paragraphs: asClauses }, null],
    ['a communiqué with levels', { paragraphs: asClauses }, 'bad_member'],
    ['declined without a reason', { answers: declined }, 'missing_member'],
    ['declined, and why', { answers: [{ ...declined[0], reasonMap: { en: 'Why.' } }] }, null],
  ])
})

t.test('a round has a window that ends later than it begins', async (t) => {
  testCases(t, 'Draft', [
    ['an unknown stage', { stage: 'done' }, 'bad_member'],
    ['a round without a window', { stage: 'deciding' }, 'bad_member'],
    ['a window without a round', { positionsUntil: '2999-01-01T00:00:00Z' }, 'bad_member'],
    ['a round', { stage: 'deciding', positionsUntil: '2999-01-01T00:00:00Z' }, null],
    ['one over', { stage: 'deciding', positionsUntil: '2000-01-01T00:00:00Z' }, 'bad_validity'],
  ])
})
