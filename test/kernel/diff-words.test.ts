import * as fc from 'fast-check'
import { test } from 'tap'

import { type DiffPart, diffWords } from '../../src/kernel/diff-words.ts'

function sideOf(parts: readonly DiffPart[], side: 'removed' | 'added'): string {
  return parts
    .filter(({ kind }) => kind === 'same' || kind === side)
    .map(({ text }) => text)
    .join('')
}

const words = fc.array(
  fc.constantFrom(
    'we',
    'keep',
    'no',
    'logs',
    ' ',
    ' ',
    '. ',
    'كتاب',
    ' في ',
    'می‌خواهم',
    '日本語の',
    'é',
  ),
  { maxLength: 40 },
)
const text = fc.oneof(
  words.map((list) => list.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

test('the words in which two texts differ', async (t) => {
  t.test('give both texts back, whatever the language', async () => {
    const languages = fc.constantFrom('en', 'fr', 'ar', 'fa', 'ja', 'th')
    fc.assert(
      fc.property(text, text, languages, (before, after, language) => {
        const parts = diffWords(before, after, language)
        return sideOf(parts, 'removed') === before && sideOf(parts, 'added') === after
      }),
      { numRuns: 500 },
    )
  })

  t.test('never leave an empty part or two neighbors of one kind', async () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = diffWords(before, after, 'en')
        return parts.every(({ kind, text }, i) => text !== '' && parts[i - 1]?.kind !== kind)
      }),
      { numRuns: 500 },
    )
  })

  t.test('are whole words, and a replaced phrase is one part', async (t) => {
    t.strictSame(diffWords('We keep the log for a year.', 'We keep all logs for a year.', 'en'), [
      { kind: 'same', text: 'We keep ' },
      { kind: 'removed', text: 'the log' },
      { kind: 'added', text: 'all logs' },
      { kind: 'same', text: ' for a year.' },
    ])
  })

  t.test('are none where nothing changed', async (t) => {
    t.strictSame(diffWords('same', 'same', 'en'), [{ kind: 'same', text: 'same' }])
    t.strictSame(diffWords('', '', 'en'), [])
  })

  t.test('keep letters with their marks and joiners', async (t) => {
    t.strictSame(diffWords('می‌خواهم بروم', 'می‌خواهد بروم', 'fa'), [
      { kind: 'removed', text: 'می‌خواهم' },
      { kind: 'added', text: 'می‌خواهد' },
      { kind: 'same', text: ' بروم' },
    ])
  })

  t.test('never cut a directional isolate open', async (t) => {
    const parts = diffWords('see \u2068one two\u2069 now', 'see \u2068one three\u2069 now', 'en')
    t.strictSame(parts, [
      { kind: 'same', text: 'see' },
      { kind: 'removed', text: ' \u2068one two\u2069' },
      { kind: 'added', text: ' \u2068one three\u2069' },
      { kind: 'same', text: ' now' },
    ])
  })

  t.test('are cut where the language has no spaces', async (t) => {
    const parts = diffWords('私たちは記録を保存します', '私たちは記録を削除します', 'ja')
    t.strictSame(
      parts.filter(({ kind }) => kind !== 'same'),
      [
        { kind: 'removed', text: '保存' },
        { kind: 'added', text: '削除' },
      ],
    )
  })

  t.test('are given up for texts with too little in common', async (t) => {
    const before = Array.from({ length: 2_000 }, (_, i) => `a${i}`).join(' ')
    const after = Array.from({ length: 2_000 }, (_, i) => `b${i}`).join(' ')
    const parts = diffWords(`start ${before}`, `start ${after}`, 'en')
    t.strictSame(
      parts.map(({ kind }) => kind),
      ['same', 'removed', 'added'],
    )
  })
})
