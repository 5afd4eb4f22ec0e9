import * as fc from 'fast-check'
import t from 'tap'

import { toPlainText } from '../../../src/server/publications/plain-text.ts'
import { columnsOf, wrapText } from '../../../src/server/publications/wrap-text.ts'
import { publication } from '../../support/publications.ts'

t.test('writes a text as people write mail', async (t) => {
  t.equal(
    toPlainText(publication()),
    `We keep the lights on
=====================

Frozen by Harbor Commons
2026-11-22

A joint text of those who run servers.

Who we are
----------

We are groups that run servers: our site <https://harbor.example/about>.

- mail and lists
- places to publish
  1. sites
  2. streams

> Nobody needs to build a server to begin.

who | what
all | care

    uptime # 400 days

* * *

Last line
and its end.

What we ask
-----------

Learn to keep your own.

Endorsed by
-----------

- Nube Libre
- Atelier Rosa (by letter)

Verify this text at:
https://harbor.example/communiques/lights~abcd1234.en

Digest of this text:
zQmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG
zQmY wAPJ zv5C ZsnA 625s 3Xf2 nemt YgPp HdWE z79o jWnP bdG
`,
  )
})

t.test('leaves out what a text does not have', async (t) => {
  const text = toPlainText(
    publication({ summary: null, callToAction: null, endorsedBy: [], body: 'One.' }),
  )
  t.equal(
    text,
    `We keep the lights on
=====================

Frozen by Harbor Commons
2026-11-22

One.

Verify this text at:
https://harbor.example/communiques/lights~abcd1234.en

Digest of this text:
zQmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG
zQmY wAPJ zv5C ZsnA 625s 3Xf2 nemt YgPp HdWE z79o jWnP bdG
`,
  )
})

t.test('ends lines with LF, and none with a space, whatever the text', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (body, title) => {
      const text = toPlainText(publication({ body, title }))
      return text === toPlainText(publication({ body, title })) && !/[ \t\r]\n/.test(text)
    }),
  )
  t.pass('all clean')
})

t.test('breaks at spaces, and where a script has none between its characters', async (t) => {
  t.strictSame(wrapText('we keep the lights on', 12), ['we keep the', 'lights on'])
  t.strictSame(wrapText('Мы держим свет', 9), ['Мы держим', 'свет'])
  t.strictSame(wrapText('نحن نبقي الأنوار', 9), ['نحن نبقي', 'الأنوار'])
  t.strictSame(wrapText('私たちは、灯を守る。', 10), ['私たちは、', '灯を守る。'])
  t.strictSame(wrapText('「灯」を守る', 6), ['「灯」', 'を守る'])
  t.strictSame(wrapText('守る「灯」', 6), ['守る', '「灯」'])
  t.strictSame(wrapText('灯を、守る', 4), ['灯', 'を、', '守る'])
  t.strictSame(wrapText('see https://harbor.example/a-long-one now', 12), [
    'see',
    'https://harbor.example/a-long-one',
    'now',
  ])
  t.strictSame(wrapText('เราดูแลเซิร์ฟเวอร์', 5), ['เราดูแลเซิร์ฟเวอร์'])
  t.strictSame(wrapText('', 5), [''])
})

t.test('counts columns: wide characters twice, marks not at all', async (t) => {
  t.equal(columnsOf('abc'), 3)
  t.equal(columnsOf('灯火'), 4)
  t.equal(columnsOf('हि'), 1)
  t.equal(columnsOf('می\u200cگ'), 3)
  t.equal(columnsOf('각'), 2)
})

t.test('loses no word and keeps the width where words allow it', async (t) => {
  const word = fc.stringMatching(/^[a-z]{1,9}$/)
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 9, max: 40 }), (words, width) => {
      const lines = wrapText(words.join(' '), width)
      return lines.join(' ') === words.join(' ') && lines.every((line) => line.length <= width)
    }),
  )
  t.pass('every word is there')
})
