import t from 'tap'

import { draftSourceDigest } from '../../../src/record/kinds/draft.ts'
import { testCases } from '../../support/record-form.ts'
import { nubeScid, statementOf } from '../../support/records.ts'

const draft = statementOf('Draft')
const { paragraphs } = draft
const asClauses = paragraphs.map((paragraph) => ({ ...paragraph, level: 'required' as const }))

t.test('a translation follows its source: any change there makes it stale', async (t) => {
  const [translation] = draft.translations ?? []
  t.equal(draftSourceDigest(draft), translation?.sourceDigest)
  const [first, second] = paragraphs
  if (first === undefined || second === undefined) throw new Error('two paragraphs are needed')
  const changed = (en: string, es: string) =>
    draftSourceDigest({ ...draft, paragraphs: [{ ...first, contentMap: { en, es } }, second] })
  t.equal(changed(first.contentMap['en'] ?? '', 'Otra traducción.'), translation?.sourceDigest)
  t.not(changed('Last month a server was taken.', 'x'), translation?.sourceDigest)
  t.not(draftSourceDigest({ ...draft, paragraphs: asClauses }), translation?.sourceDigest)
  t.equal(draftSourceDigest({ ...draft, sourceLanguage: 'fr' }), null)
})

t.test('a draft is whole in its source language and goes to whom it says', async (t) => {
  testCases(t, 'Draft', [
    ['a gap in the source', { sourceLanguage: 'es' }, 'missing_language'],
    ['two paragraphs of one id', { paragraphs: [paragraphs[0], paragraphs[0]] }, 'duplicate_item'],
    ['a charter without levels', { draftOf: 'charter' }, 'bad_member'],
    ['a charter', { draftOf: 'charter', paragraphs: asClauses }, null],
    ['a communiqué with levels', { paragraphs: asClauses }, 'bad_member'],
    ['for nobody', { scope: 'named' }, 'missing_member'],
    ['for named peers', { scope: 'named', recipients: [nubeScid] }, null],
    ['public, with recipients', { recipients: [nubeScid] }, 'bad_member'],
    [
      'one language twice',
      { translations: [...(draft.translations ?? []), ...(draft.translations ?? [])] },
      'duplicate_item',
    ],
    ['an unknown stage', { stage: 'done' }, 'bad_member'],
  ])
})
