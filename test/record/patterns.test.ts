import t from 'tap'

import {
  DIGEST_PATTERN,
  SLUG_PATTERN,
  TYPE_PATTERN,
  VERSION_ID_PATTERN,
} from '../../src/record/patterns.ts'
import { someDigest } from '../support/records.ts'

const hash = someDigest.slice(1)
const patterns = [
  {
    pattern: SLUG_PATTERN,
    good: ['a', '0', 'main', 'a.b_c-d', 'a--', 'a'.repeat(64)],
    bad: [
      '',
      '-a',
      '.',
      '..',
      '_a',
      'A',
      'a/b',
      '../x',
      'a b',
      'á',
      'a\n',
      'a\u0000',
      'a'.repeat(65),
    ],
  },
  {
    pattern: DIGEST_PATTERN,
    good: [someDigest],
    bad: ['', hash, `${someDigest}1`, `${someDigest}\n`, `m${hash}`, `zQm${'0'.repeat(44)}`],
  },
  {
    pattern: TYPE_PATTERN,
    good: ['A', 'AlertResponse', 'Zine2', `A${'a'.repeat(39)}`],
    bad: ['', 'alert', '2A', 'A b', 'A-b', 'Á', 'A\n', `A${'a'.repeat(40)}`],
  },
  {
    pattern: VERSION_ID_PATTERN,
    good: [`1-${hash}`, `10-${hash}`, `999-${hash}`],
    bad: [
      `0-${hash}`,
      `01-${hash}`,
      `1000-${hash}`,
      `-1-${hash}`,
      hash,
      `1-${hash}1`,
      `1-${hash}\n`,
    ],
  },
]

t.test('patterns match whole texts of their form and no other', async (t) => {
  for (const { pattern, good, bad } of patterns) {
    const form = new RegExp(pattern, 'u')
    for (const text of good) t.match(text, form)
    for (const text of bad) t.notMatch(text, form)
  }
})
