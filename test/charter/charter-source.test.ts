import { test } from 'tap'

import { formatCharterText, parseCharterText } from '../../src/charter/charter-source.ts'

const source =
  '# Title\n\nPreamble.\n\n## One {#one}\n\nFirst.\n\nMore.\n\n## Two {#two}\n\nSecond.\n'

test('a charter written in Markdown', async (t) => {
  t.test('gives its title, its preamble and its clauses in order', async (t) => {
    const text = parseCharterText(source, 'en')
    t.match(text, { language: 'en', title: 'Title', preamble: 'Preamble.' })
    t.strictSame(
      [...text.clauses],
      [
        ['one', '# One\n\nFirst.\n\nMore.'],
        ['two', '# Two\n\nSecond.'],
      ],
    )
  })

  t.test('is written as it was read', async (t) => {
    t.equal(formatCharterText(parseCharterText(source, 'en')), source)
    const bare = source.replace('Preamble.\n\n', '')
    t.equal(formatCharterText(parseCharterText(bare, 'en')), bare)
  })

  t.test('is read in composed form', async (t) => {
    t.equal(parseCharterText('# Cafe\u0301\n\nx', 'fr').title, 'Caf\u00e9')
  })

  const refusals = {
    'without a title': 'Preamble.\n\n## One {#one}\n\nFirst.',
    'with a clause without an id': source.replace(' {#one}', ''),
    'with an id that is no slug': source.replace('{#one}', '{#One Two}'),
    'with a clause without a text': source.replace('First.\n\nMore.', ''),
    'with one id twice': source.replace('{#two}', '{#one}'),
  }
  for (const [what, bad] of Object.entries(refusals)) {
    t.test(`is refused ${what}`, async (t) => {
      t.throws(() => parseCharterText(bad, 'en'), { code: 'bad_charter_source' })
    })
  }

  t.test('is refused in a language that is none', async (t) => {
    t.throws(() => parseCharterText(source, 'EN'), { code: 'bad_charter_source' })
  })
})
