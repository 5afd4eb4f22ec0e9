import { test } from 'tap'

import { diffCharters } from '../../src/charter/diff-charters.ts'
import type { Clause } from '../../src/record/kinds/charter.ts'
import { charterVersion } from '../support/charters.ts'
import { someDigest } from '../support/records.ts'

function clause(id: string, en: string, level: Clause['level'] = 'required'): Clause {
  return { id, level, contentMap: { en } }
}

function charterOf(clauses: readonly Clause[]) {
  return { ...charterVersion().charter, clauses }
}

const [one, two, three] = [
  clause('one', 'First.'),
  clause('two', 'Second.'),
  clause('three', 'Third.'),
]

test('what changed between two versions of a charter', async (t) => {
  t.test('is told clause by clause', async (t) => {
    const before = charterOf([one, two, three])
    const after = charterOf([one, clause('two', 'Second and more.'), clause('four', 'Fourth.')])
    const { clauses } = diffCharters(before, after, 'en')
    t.strictSame(
      clauses.map(({ id, change }) => [id, change]),
      [
        ['one', 'same'],
        ['two', 'changed'],
        ['three', 'removed'],
        ['four', 'added'],
      ],
    )
    t.match(clauses[1]?.text, [{ kind: 'same' }, { kind: 'added', text: ' and more' }, {}])
    t.strictSame(clauses[2]?.text, [{ kind: 'removed', text: 'Third.' }])
    t.notOk(clauses.some(({ moved }) => moved))
  })

  t.test('includes a level, even where the words are the same', async (t) => {
    const { clauses } = diffCharters(
      charterOf([one]),
      charterOf([clause('one', 'First.', 'recommended')]),
      'en',
    )
    t.match(clauses, [
      { change: 'same', level: { before: 'required', after: 'recommended' }, moved: false },
    ])
  })

  t.test('includes the order of the clauses that stayed', async (t) => {
    const { clauses } = diffCharters(charterOf([one, two]), charterOf([two, one]), 'en')
    t.ok(clauses.every(({ moved, change }) => moved && change === 'same'))
  })

  t.test('shows removed clauses where they stood, at the start too', async (t) => {
    const { clauses } = diffCharters(charterOf([one, two, three]), charterOf([three]), 'en')
    t.strictSame(
      clauses.map(({ id }) => id),
      ['one', 'two', 'three'],
    )
  })

  t.test('includes title, preamble and languages', async (t) => {
    const before = charterVersion().charter
    const after = {
      ...before,
      nameMap: { en: 'Common ground, again' },
      summaryMap: { en: 'Why.' },
      authoritativeLanguages: ['es', 'en'],
      digests: { en: someDigest, ar: someDigest },
    }
    t.match(diffCharters(before, after, 'en'), {
      title: [{ kind: 'same' }, { kind: 'added', text: ', again' }],
      preamble: [{ kind: 'added', text: 'Why.' }],
      languagesAdded: ['ar'],
      languagesRemoved: ['es'],
      authorityChanged: true,
    })
  })

  t.test('takes a language that a version lacks as empty', async (t) => {
    const { clauses } = diffCharters(
      charterOf([one]),
      charterOf([{ ...one, contentMap: { en: 'First.', fr: 'Premier.' } }]),
      'fr',
    )
    t.strictSame(clauses[0]?.text, [{ kind: 'added', text: 'Premier.' }])
  })
})
