import * as fc from 'fast-check'
import t from 'tap'

import { toText } from '../../src/server/html.ts'
import { markdown, MARKDOWN_LIMIT } from '../../src/server/markdown.ts'
import { xssCorpus } from '../support/xss-corpus.ts'

const TAGS = 'p|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|br|hr|table|thead|tbody|tr|th|td'
const HARMLESS = new RegExp(
  `^<(?:/(?:${TAGS})|(?:${TAGS})(?: dir="auto"| start="\\d+"` +
    `| href="(?:https?|mailto|xmpp|tel|matrix|openpgp4fpr):[^"<>]*"` +
    `| rel="nofollow noopener noreferrer ugc")*(?: /)?)>$`,
)

function render(source: string): string {
  return toText(markdown(source))
}

/** The tags of a page that are not of the few shapes a text may have. */
function foreignTags(page: string): readonly string[] {
  const tags = page.match(/<[^>]*>?/g) ?? []
  return tags.filter((tag) => !HARMLESS.test(tag))
}

t.test('shows formatted text, each block with its own direction', async (t) => {
  t.equal(render('سلام **x**'), '<p dir="auto">سلام <strong>x</strong></p>\n')
  t.equal(
    render('1. a\n2. b\n\n> c\n\nd\n\n    e\n'),
    '<ol dir="auto">\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ol>\n' +
      '<blockquote dir="auto">\n<p dir="auto">c</p>\n</blockquote>\n' +
      '<p dir="auto">d</p>\n<pre dir="auto"><code>e\n</code></pre>\n',
  )
  t.match(render('|a|\n|-|\n|b|'), '<th dir="auto">a</th>')
})

t.test('puts headings below those of the page', async (t) => {
  t.equal(render('# a'), '<h3 dir="auto">a</h3>\n')
  t.equal(render('###### a'), '<h6 dir="auto">a</h6>\n')
})

t.test('marks links as made by strangers and hides where the reader comes from', async (t) => {
  t.equal(
    render('[a](https://a.example/?b=1&c "title")'),
    '<p dir="auto"><a href="https://a.example/?b=1&amp;c" rel="nofollow noopener noreferrer ugc">' +
      'a</a></p>\n',
  )
})

t.test('keeps the text of a link that leads nowhere safe', async (t) => {
  for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil.test', '/admin', 'x'])
    t.equal(render(`a [b *c*](${url}) d`), '<p dir="auto">a b <em>c</em> d</p>\n', url)
})

function link(url: string, text: string): string {
  return `<p dir="auto"><a href="${url}" rel="nofollow noopener noreferrer ugc">${text}</a></p>\n`
}

t.test('turns images into links, so that nothing is loaded', async (t) => {
  t.equal(render('![a b](https://a.example/x.png)'), link('https://a.example/x.png', 'a b'))
  t.equal(
    render('![](https://a.example/x.png)'),
    link('https://a.example/x.png', 'https://a.example/x.png'),
  )
  t.equal(
    render('[![a](https://a.example/x.png)](https://b.example)'),
    link('https://b.example', 'a'),
  )
  t.equal(render('![a](data:image/gif;base64,xx)'), '<p dir="auto">a</p>\n')
})

t.test('no text of the corpus becomes anything but text and plain formatting', async (t) => {
  t.ok(xssCorpus.length >= 120)
  for (const source of xssCorpus) t.strictSame(foreignTags(render(source)), [], source)
  t.strictSame(foreignTags(render(xssCorpus.join('\n\n'))), [])
})

t.test('no mixture of Markdown and markup does either', async (t) => {
  const pieces = fc.constantFrom(...xssCorpus, '[', '](', ')', '<', '>', '`', '**', '\n', '&#', ';')
  const texts = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 12 })
  fc.assert(
    fc.property(texts, (parts) => {
      t.strictSame(foreignTags(render(parts.join(''))), [])
    }),
    { numRuns: 300 },
  )
})

t.test('shows what is too long as it was written', async (t) => {
  const long = '*<b>'.repeat(MARKDOWN_LIMIT / 4 + 1)
  const page = render(long)
  t.ok(page.startsWith('<pre dir="auto">*&lt;b&gt;*'))
  t.notMatch(page, '<em>')
})
