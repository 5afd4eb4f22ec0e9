import { readdir, readFile } from 'node:fs/promises'

import * as fc from 'fast-check'
import t from 'tap'

import { attrs, type Hole, html, jsonLd, toText } from '../../src/server/html.ts'

const evil = `<script>alert(1)</script>" onload='x`
const escaped = '&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x'

t.test('escapes text and quoted attributes', async (t) => {
  t.equal(toText(html`<p title="${evil}">${evil}</p>`), `<p title="${escaped}">${escaped}</p>`)
  t.equal(toText(html`<p title="${evil}">${1} ${2n}</p>`), `<p title='${escaped}'>1 2</p>`)
  t.equal(toText(html`<title>${evil}</title>`), `<title>${escaped}</title>`)
  t.equal(toText(html`a < b ${'&'} c > d`), 'a < b &amp; c > d')
})

t.test('nests markup and lists, and shows nothing for what is nothing', async (t) => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`)
  t.equal(
    toText(
      html`<ul>
        ${items}
      </ul>`,
    ),
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
  )
  t.equal(toText(html`${null}${undefined}${false}${true}${[]}`), '')
})

t.test('throws for a hole where no escaping is safe', async (t) => {
  const x: Hole = 'x'
  const unsafe: readonly (() => unknown)[] = [
    () => html`<a title=${x}>x</a>`,
    () => html`<a title=${x}>x</a>`,
    () => html`<a title="x${x}">x</a>`,
    () =>
      html`<script>
        ${x}
      </script>`,
    () =>
      html`<style>
        ${x}
      </style>`,
    () => html`<noscript>${x}</noscript>`,
    () => html`<iframe srcdoc="${x}"></iframe>`,
    () => html`<a onclick="${x}">x</a>`,
    () => html`<a ONCLICK="${x}">x</a>`,
    () => html`<a style="color:${x}">x</a>`,
    () => html`<img srcset="${x}" />`,
    () => html`<!-- ${x} -->`,
    () => html`<${x}>`,
    () => html`</${x}>`,
    () => html`<a${x}>`,
    () => html`<a ${x}></a>`,
    () => html`<a ${html`b`}></a>`,
    () => html`<p title="${html`<b>b</b>`}">x</p>`,
    () => html`<p title="${attrs({ id: 'a' })}">x</p>`,
    () => html`<p>${attrs({ id: 'a' })}</p>`,
    () => html`<title>${html`<b>b</b>`}</title>`,
    () => html`<a href="java${x}">x</a>`,
    () => html`<a href="${x}${x}">x</a>`,
    () => html`<a href="javascript:${x}">x</a>`,
    () => html`<a title="${x}`,
    () => html`<a `,
    () => html`<!-- never closed`,
  ]
  for (const [index, render] of unsafe.entries()) t.throws(render, `case ${index}`)
})

function link(url: string): string {
  return toText(html`<a href="${url}">x</a>`)
}

t.test('holds URLs to known schemes', async (t) => {
  for (const url of [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    ' data:text/html,x',
    'vbscript:x',
    'blob:x',
    'file:///etc/passwd',
  ])
    t.equal(link(url), '<a href="about:invalid#blocked">x</a>', url)
  t.equal(link('https://a.example/?a=1&b="'), '<a href="https://a.example/?a=1&amp;b=&quot;">x</a>')
  t.equal(link('/directory?q=a:b'), '<a href="/directory?q=a:b">x</a>')
  t.equal(link('openpgp4fpr:00'), '<a href="openpgp4fpr:00">x</a>')
})

t.test('lets a hole continue a URL, but not choose its host', async (t) => {
  t.equal(toText(html`<a href="/${'fr'}/x">x</a>`), '<a href="/fr/x">x</a>')
  t.equal(toText(html`<a href="/${'/evil.test'}">x</a>`), '<a href="/%2Fevil.test">x</a>')
  t.equal(toText(html`<a href="/${'\\evil.test'}">x</a>`), '<a href="/%5Cevil.test">x</a>')
  t.equal(toText(html`<a href="mailto:${'a@b'}">x</a>`), '<a href="mailto:a@b">x</a>')
  t.equal(toText(html`<a href="${'/a'}?b=${'c&d'}">x</a>`), '<a href="/a?b=c&amp;d">x</a>')
})

t.test('writes attributes from an object', async (t) => {
  const values = attrs({ hidden: true, lang: 'ar', title: '"', open: false, id: null, href: 'x:y' })
  const written = 'hidden lang="ar" title="&quot;" href="about:invalid#blocked"'
  t.equal(toText(html`<p ${values}>x</p>`), `<p ${written}>x</p>`)
  for (const name of ['onclick', 'style', 'srcdoc', 'a b', 'a=', 'A', ''])
    t.throws(() => attrs({ [name]: 'x' }), name)
})

t.test('keeps structured data inside its script element', async (t) => {
  const text = toText(jsonLd({ name: '</script><b>\u2028&' }))
  t.notMatch(text.slice(1, -'</script>'.length), /[<&\u2028]/)
  t.same(JSON.parse(/>(.*)<\/script>$/.exec(text)?.[1] ?? ''), { name: '</script><b>\u2028&' })
})

/** A page with a value in every kind of place. */
function page(value: string): string {
  return toText(
    html`<title>${value}</title
      ><a href="${value}" title="${value}" ${attrs({ id: value })}
        >${[value, html`<b>${value}</b>`]}</a
      >
      <p class="${value}">${value}</p>
      <a href="/${value}?q=${value}">x</a>`,
  )
}

/** What a value may never add to a page, wherever it stands. */
function structureOf(markup: string): string {
  return markup.replace(/[^<>"]/g, '')
}

t.test('no value changes the structure of a page', async (t) => {
  const expected = structureOf(page('x'))
  const pieces = fc.constantFrom('<', '>', '"', "'", '`', '&', 'javascript:', '-->', '</title>')
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' }))).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(values, (value) => {
      const text = page(value)
      t.equal(structureOf(text), expected)
      const url = /<a href="([^"]*)"/.exec(text)?.[1] ?? ''
      // oxlint-disable-next-line no-script-url -- what must not come through
      t.notOk(
        url
          .replace(/[\s\p{Cc}]/gu, '')
          .toLowerCase()
          .startsWith('javascript:'),
      )
    }),
    { numRuns: 500 },
  )
})

t.test('only sanitizers and makers of fixed shapes declare text as markup', async (t) => {
  const folder = new URL('../../src/', import.meta.url)
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const callers: string[] = []
  for (const file of files) {
    const source = await readFile(new URL(file, folder), 'utf8')
    if (/import\s*(?:type\s*)?\{[^}]*\btrusted\b[^}]*\}/.test(source)) callers.push(file)
  }
  const allowed = ['server/markdown.ts', 'server/pages/qr-code.ts', 'server/xml.ts']
  t.strictSame(
    callers.filter((file) => !allowed.includes(file)),
    [],
  )
})
