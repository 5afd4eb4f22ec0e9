import { spawnSync } from 'node:child_process'

import * as fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import t from 'tap'

import { toEpub } from '../../../src/server/publications/epub.ts'
import type { Publication } from '../../../src/server/publications/publication.ts'
import { publication } from '../../support/publications.ts'
import { unbalanced } from '../../support/unbalanced.ts'

const ARABIC = publication({
  language: 'ar',
  title: 'نبقي الأنوار',
  body: 'نحن مجموعات ندير خوادم مستقلة.',
  url: 'https://harbor.example/communiques/lights~abcd1234.ar',
})

t.test('is what readers know an EPUB by', async (t) => {
  const book = Buffer.from(toEpub(publication()))
  // SPEC: EPUB 3.3, section 4.2: at these places, without compression.
  t.equal(book.toString('latin1', 30, 58), 'mimetypeapplication/epub+zip')
  t.equal(book.readUInt16LE(8), 0, 'stored')
  t.equal(book.readUInt16LE(28), 0, 'no extra field')
  t.strictSame(Object.keys(filesOf(publication())), [
    'mimetype',
    'META-INF/container.xml',
    'EPUB/package.opf',
    'EPUB/nav.xhtml',
    'EPUB/style.css',
    'EPUB/text-en.xhtml',
  ])
})

t.test(
  'says what it is, in which language, from when, and for whom it is accessible',
  async (t) => {
    const opf = filesOf(publication())['EPUB/package.opf'] ?? ''
    for (const part of [
      'version="3.0" unique-identifier="id" xml:lang="en" dir="ltr"',
      '<dc:title>We keep the lights on</dc:title>',
      '<dc:language>en</dc:language>',
      '<dc:creator>Harbor Commons</dc:creator>',
      '<meta property="dcterms:modified">2026-11-22T09:00:00Z</meta>',
      '<meta property="schema:accessMode">textual</meta>',
      '<meta property="schema:accessibilityHazard">none</meta>',
      '<spine page-progression-direction="ltr">',
    ]) {
      t.ok(opf.includes(part), part)
    }
  },
)

t.test('holds the whole text, and where to verify it', async (t) => {
  const text = filesOf(publication())['EPUB/text-en.xhtml'] ?? ''
  for (const part of [
    '<h1>We keep the lights on</h1>',
    '<h2 dir="auto">Who we are</h2>',
    '<strong>groups</strong> that run <em>servers</em>',
    '<a href="https://harbor.example/about">our site</a>',
    '<li><p dir="auto">mail and <code>lists</code></p></li>',
    '<ol dir="auto" start="1">',
    '<th scope="col">who</th>',
    '<td>care</td>',
    '<pre dir="auto"><code>uptime # 400 days</code></pre>',
    '<h2>What we ask</h2>',
    '<li dir="auto">Atelier Rosa (by letter)</li>',
    '<a href="https://harbor.example/communiques/lights~abcd1234.en" dir="ltr">',
    'zQmY wAPJ zv5C',
  ]) {
    t.ok(text.includes(part), part)
  }
})

t.test('holds several languages, each in its own direction', async (t) => {
  const files = filesOf(ARABIC, publication())
  const opf = files['EPUB/package.opf'] ?? ''
  t.match(opf, '<spine page-progression-direction="rtl">\n<itemref idref="text-ar"/>')
  t.match(opf, '<dc:language>ar</dc:language><dc:language>en</dc:language>')
  t.match(files['EPUB/text-ar.xhtml'], /<html [^>]*lang="ar" xml:lang="ar" dir="rtl">/)
  t.match(files['EPUB/text-en.xhtml'], /<html [^>]*lang="en" xml:lang="en" dir="ltr">/)
  t.match(files['EPUB/nav.xhtml'], /<a href="text-en.xhtml" hreflang="en" [^>]*dir="ltr">We keep/)
})

t.test('is the same to the byte in another process, in another time zone', async (t) => {
  const script = `
    import { toEpub } from './src/server/publications/epub.ts'
    import { publication } from './test/support/publications.ts'
    process.stdout.write(toEpub(publication()))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../../..', import.meta.url),
    env: { TZ: 'Pacific/Auckland' },
  })
  t.ok(stdout.length > 0)
  t.ok(Buffer.from(toEpub(publication())).equals(stdout))
})

t.test('stays well-formed whatever is in the text', async (t) => {
  const nasty = fc
    .array(
      fc.oneof(
        fc.constantFrom('<b>', '</p>', '&', ']]>', '"', "'", '<!--', '\u0001', '- '),
        fc.string(),
      ),
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(nasty, nasty, nasty, (title, body, name) => {
      const endorsedBy = [{ name, letter: true }]
      const files = filesOf(
        publication({ title, summary: name, body, callToAction: body, by: title, endorsedBy }),
      )
      return Object.entries(files).every(
        ([file, content]) => !/\.(?:xhtml|opf|xml)$/.test(file) || isWellFormed(content),
      )
    }),
  )
  t.pass('always')
})

t.test('leads nowhere that a page would not lead', async (t) => {
  const text = filesOf(
    publication({ body: '[a](javascript:alert(1)) ![b](https://x.example/b.png)' }),
  )
  t.notMatch(text['EPUB/text-en.xhtml'], /javascript|<img/)
})

function filesOf(first: Publication, ...others: readonly Publication[]): Record<string, string> {
  const files = Object.entries(unzipSync(toEpub(first, ...others)))
  return Object.fromEntries(files.map(([name, content]) => [name, strFromU8(content)]))
}

/** Tags closed in order, no bare ampersand, no character that XML forbids. */
function isWellFormed(text: string): boolean {
  return (
    unbalanced(text).length === 0 &&
    !/&(?!(?:amp|lt|gt|quot|#39);)/.test(text) &&
    // oxlint-disable-next-line no-control-regex -- control characters are what it is about
    !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)
  )
}
