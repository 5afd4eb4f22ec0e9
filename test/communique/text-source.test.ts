import { globSync, readFileSync } from 'node:fs'

import * as fc from 'fast-check'
import t from 'tap'

import { blocksOf, formatTextSource, parseTextSource } from '../../src/communique/text-source.ts'
import { textProblem } from '../../src/kernel/text.ts'
import { always } from '../support/always.ts'

const WHOLE = `# Under one umbrella

> Who we are,
> and why.

## Who we are

We are here.

---

Join us.
`

t.test('a text has a title, a summary, blocks and a call to action', async (t) => {
  t.strictSame(parseTextSource(WHOLE), {
    title: 'Under one umbrella',
    summary: 'Who we are,\nand why.',
    blocks: ['## Who we are', 'We are here.'],
    callToAction: 'Join us.',
  })
  t.strictSame(parseTextSource('# T\r\n\r\nOne.\r\n \r\nTwo.'), {
    title: 'T',
    summary: null,
    blocks: ['One.', 'Two.'],
    callToAction: null,
  })
})

t.test('what is no such text is refused with what is wrong', async (t) => {
  const refused = (source: string, message: RegExp) =>
    t.throws(() => parseTextSource(source), { code: 'bad_text_source', message })
  refused('', /must start with/)
  refused('We are here.', /must start with/)
  refused('# One\nTwo\n\nThree', /must start with/)
  refused('# Title', /no paragraph/)
  refused('# Title\n\n> Only a summary', /no paragraph/)
  refused('# T\n\nA\n\n---\n\nB\n\n---\n\nC', /more than one line/)
})

t.test('writing a text and reading it gives the same text', async () => {
  const line = fc.stringMatching(/^[a-zàéñ]+( [a-zàéñ]+){0,4}$/)
  const block = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'))
  const text = fc.record({
    title: line,
    summary: fc.option(block),
    blocks: fc.array(block, { minLength: 1, maxLength: 5 }),
    callToAction: fc.option(block),
  })
  always([text], (source) => {
    const normal = JSON.parse(JSON.stringify(source).normalize('NFC')) as typeof source
    const again = parseTextSource(formatTextSource(normal))
    if (JSON.stringify(again) !== JSON.stringify({ ...again, ...normal }))
      throw new Error(`${JSON.stringify(again)} is not ${JSON.stringify(normal)}`)
  })
})

t.test('blocks are what empty lines separate', async (t) => {
  t.strictSame(blocksOf('\n\na\nb\n \n\n\nc\n'), ['a\nb', 'c'])
  t.strictSame(blocksOf('  '), [])
})

t.test('the communiqué in content/ has the same parts in every language', async (t) => {
  const folder = new URL('../../content/communique/', import.meta.url)
  const names = globSync('autonomous-servers.*.md', { cwd: folder })
  const shapes = names.map((name) => {
    const source = readFileSync(new URL(name, folder), 'utf8')
    t.equal(textProblem(source), null, name)
    const text = parseTextSource(source)
    t.not(text.summary, null, name)
    t.not(text.callToAction, null, name)
    return text.blocks.map((block) => block.startsWith('## ')).join()
  })
  t.equal(names.length, 10)
  t.equal(new Set(shapes).size, 1, 'headings and paragraphs stand in one order')
})
