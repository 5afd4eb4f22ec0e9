import decodeQr from 'qr/decode.js'
import t from 'tap'

import { html, type SafeHtml, toText } from '../../../src/server/html.ts'
import { readCatalog } from '../../../src/server/i18n.ts'
import {
  type ShownState,
  stateBadge,
  stateNotice,
  vouchBadge,
  vouchNotice,
} from '../../../src/server/pages/badges.ts'
import {
  address,
  card,
  definitions,
  facetList,
  name,
  notice,
  pagination,
  table,
  time,
} from '../../../src/server/pages/components.ts'
import { fingerprint, fingerprintBlock, qrCode } from '../../../src/server/pages/keys.ts'
import { chooseText, languageBlock, languageLine } from '../../../src/server/pages/language-text.ts'
import { richText } from '../../../src/server/pages/rich-text.ts'
import { createReaderOf } from '../../../src/server/reader.ts'
import { LOCALES } from '../../support/test-server.ts'
import { xssCorpus } from '../../support/xss-corpus.ts'

const catalog = await readCatalog({ directory: LOCALES })
const english = catalog.localizer('en')

/** Markup without the white space between its parts. */
function compact(markup: SafeHtml | null): string {
  if (markup === null) return ''
  return toText(markup)
    .replace(/\s+/g, ' ')
    .replace(/ ?(<\/?(?:\w+)[^>]*?) ?>/g, '$1>')
    .trim()
}

t.test('isolates names and addresses', async (t) => {
  t.equal(compact(name('<b>')), '<bdi>&lt;b&gt;</bdi>')
  t.equal(compact(address('a.example')), '<bdi dir="ltr" class="address">a.example</bdi>')
})

t.test('writes times for people and machines', async (t) => {
  const at = '2026-11-22T09:05:00Z'
  t.equal(compact(time(english, at)), `<time datetime="${at}">November 22, 2026</time>`)
  t.match(compact(time(english, at, 'minute')), /09:05 UTC<\/time>/)
})

t.test('lists only what is known', async (t) => {
  t.equal(
    definitions([
      ['a', null],
      ['b', ''],
      ['c', []],
      ['d', [null, '']],
    ]),
    null,
  )
  t.match(
    compact(
      definitions([
        ['a', 'x'],
        ['b', undefined],
      ]),
    ),
    '<dt>a</dt><dd>x</dd>',
  )
  t.notMatch(
    compact(
      definitions([
        ['a', 'x'],
        ['b', undefined],
      ]),
    ),
    '<dt>b',
  )
})

t.test('shows one thing among others', async (t) => {
  const marks = vouchBadge(english, true)
  const text = compact(card({ title: 'A', href: '/a', marks, body: html`<p>x</p>` }))
  t.match(text, '<h2><a href="/a">A</a></h2><span class="badge good">vouched for</span>')
  t.match(compact(card({ title: 'A', href: '/a', level: 3 })), '<h3>')
})

t.test('leads from page to page', async (t) => {
  t.equal(pagination(english, { previous: null, next: null }), null)
  const first = compact(pagination(english, { previous: null, next: '?p=2', page: 1, pages: 3 }))
  t.notMatch(first, 'rel="prev"')
  t.match(first, '<a rel="next" href="?p=2">Next</a>')
  t.match(first, /Page \u2068?1\u2069? of \u2068?3/)
  t.match(compact(pagination(english, { previous: '?', next: null })), 'rel="prev"')
})

t.test('filters by links with counts, and says what is chosen', async (t) => {
  t.equal(facetList(english, 'Services', []), null)
  const mail = { label: 'Mail', count: 1200, href: '?s=mail', chosen: false }
  const closed = compact(facetList(english, 'Services', [mail]))
  t.notMatch(closed, ' open')
  t.match(closed, '<a href="?s=mail" rel="nofollow">Mail</a><span class="count">1,200</span>')
  const open = compact(facetList(english, 'Services', [{ ...mail, chosen: true }]))
  t.match(open, '<details class="facet" open>')
  t.match(open, /aria-label="Remove the filter \u2068?Mail/)
  t.match(open, '<span class="hidden">chosen</span>')
})

t.test('names the rows and columns of tables', async (t) => {
  const text = compact(
    table({
      caption: 'C',
      columns: ['a', 'b'],
      rows: [
        ['x', 1],
        ['y', 2],
      ],
    }),
  )
  t.match(text, '<caption> C</caption>')
  t.match(text, '<th scope="col">a</th><th scope="col">b</th>')
  t.match(text, '<tr><th scope="row">x</th><td>1</td></tr>')
  t.match(compact(notice('grave', 'x')), '<div class="notice grave">x</div>')
})

t.test('says the state of a collective in plain words, in every language', async (t) => {
  const states: readonly ShownState[] = [
    'OK',
    'PENDING',
    'STALE',
    'KEY-EXPIRED',
    'FORKED',
    'DISPUTED',
    'RETIRED',
    'SUCCEEDED',
    'NEEDS-UPGRADE',
  ]
  for (const tag of catalog.languages) {
    const localizer = catalog.localizer(tag)
    const badges = states.map((state) => compact(stateBadge(localizer, state)))
    t.equal(new Set(badges).size, states.length, `${tag}: no two states look alike`)
    for (const state of states) {
      const text = compact(stateNotice(localizer, state, '2026-11-02T00:00:00Z'))
      t.match(text, '<time datetime="2026-11-02T00:00:00Z">')
      t.ok(text.length > compact(stateBadge(localizer, state)).length + 60, `${tag} ${state}`)
    }
    t.not(compact(vouchNotice(localizer, true)), compact(vouchNotice(localizer, false)))
    t.not(compact(vouchBadge(localizer, true)), compact(vouchBadge(localizer, false)))
  }
  t.notMatch(compact(stateNotice(english, 'OK', null)), '<time')
})

t.test('shows fingerprints in groups of four that copy as one', async (t) => {
  const text = toText(fingerprint('abcdefghij'))
  t.match(text, '<span>abcd</span><span>efgh</span><span>ij</span>')
  t.equal(text.replace(/<[^>]*>/g, '').trim(), 'abcdefghij')
  t.match(compact(fingerprintBlock(english, 'abcd')), 'over another channel')
})

/** Draws the rectangles of a QR code's path, eight dots to a module. */
function draw(markup: string): { width: number; height: number; data: Uint8Array } {
  const scale = 8
  const width = Number(/viewBox="0 0 (\d+)/.exec(markup)?.[1]) * scale
  const data = new Uint8Array(width * width * 3).fill(255)
  for (const [, x, y, run] of markup.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = 0; row < scale; row += 1) {
      const start = (Number(y) * scale + row) * width + Number(x) * scale
      data.fill(0, start * 3, (start + Number(run) * scale) * 3)
    }
  return { width, height: width, data }
}

t.test('draws QR codes that can be read', async (t) => {
  const text = 'did:webvh:QmexampleexampleexampleexampleexampleexampleExa:harbor.example'
  const markup = toText(qrCode(english, text))
  t.equal(decodeQr(draw(markup)), text)
  t.match(markup, '█', 'and in letters')
  t.notMatch(markup, /style=|<image|href=/)
})

function link(text: string): SafeHtml {
  return html`<a href="/x">${text}</a>`
}

function show(message: string): string {
  return toText(richText(message, { link }))
}

t.test('puts markup into messages where translators placed it', async (t) => {
  t.equal(show('Read <link>it & <b></link>.'), 'Read <a href="/x">it &amp; &lt;b&gt;</a>.')
  t.equal(show('<link>a</link><link>b</link>'), '<a href="/x">a</a><a href="/x">b</a>')
  t.equal(show('<other>x</other>'), '&lt;other&gt;x&lt;/other&gt;')
  t.equal(show('<constructor>x</constructor>').includes('<constructor'), false)
  for (const payload of xssCorpus) t.notMatch(show(payload), /<(?!a href="\/x">|\/a>)/)
})

const readerOf = createReaderOf(catalog)

t.test('chooses the text that the reader reads, never a translation by machine', async (t) => {
  const map = { es: 'hola', gl: 'ola', 'pt-BR': 'oi' }
  const choose = (acceptLanguage: string, fallback?: string) =>
    chooseText(readerOf({ url: '/', acceptLanguage }), map, fallback)
  t.match(choose('gl'), { language: 'gl', text: 'ola', direction: 'ltr', asked: true })
  t.match(choose('pt-PT'), { language: 'pt-BR', asked: true })
  t.match(choose('fr', 'es'), { language: 'es', asked: false })
  t.match(choose('fr'), { language: 'es', asked: false })
  t.equal(chooseText(readerOf({ url: '/', acceptLanguage: '' }), {}), null)
})

t.test('marks texts with their language, and says when it is another one', async (t) => {
  const reader = readerOf({ url: '/fr/', acceptLanguage: 'en' })
  t.equal(compact(languageLine(reader, { ar: 'سلام' })), '<bdi lang="ar" dir="rtl">سلام</bdi>')
  t.match(compact(languageBlock(reader, { ar: '*x*' }, 'ar')), /n’existe pas.*français.*arabe/)
  const known = compact(languageBlock(reader, { en: '*x*', ar: 'y' }))
  t.notMatch(known, 'n’existe pas')
  t.match(known, '<div class="text" lang="en" dir="ltr"><p dir="auto"><em>x</em></p></div>')
  t.equal(languageLine(reader, {}), null)
  t.equal(languageBlock(reader, {}), null)
})

t.test('no component lets a text become markup', async (t) => {
  const reader = readerOf({ url: '/', acceptLanguage: 'en' })
  const render = (text: string) =>
    toText(
      html`${name(text)}${address(text)}${definitions([[text, text]])}
      ${card({ title: text, href: text, body: text })}
      ${pagination(english, { previous: text, next: text })}
      ${facetList(english, text, [{ label: text, count: 1, href: text, chosen: true }])}
      ${table({ caption: text, columns: [text], rows: [[text]] })}
      ${fingerprint(text.slice(0, 4))}${languageLine(reader, { en: text })}`,
    )
  const tags = (text: string) =>
    render(text)
      .replace(/"[^"]*"/g, '')
      .match(/<[^>]*>/g)
  const expected = tags('x')
  for (const payload of xssCorpus) t.strictSame(tags(payload), expected, payload)
})
