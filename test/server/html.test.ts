import { readdir, readFile } from 'node:fs/promises'

import * as fc from 'fast-check'
import t from 'tap'

import { attrs, type Hole, html as markup, jsonLd, toText } from '../../src/server/html.ts'

// The alias keeps the formatter from mending what these tests are about.
const evil = `<script>alert(1)</script>" onload='x`
const escaped = '&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x'

t.test('escapes text and quoted attributes', async (t) => {
  t.equal(toText(markup`<p title="${evil}">${evil}</p>`), `<p title="${escaped}">${escaped}</p>`)
  t.equal(toText(markup`<p title='${evil}'>${1} ${2n}</p>`), `<p title='${escaped}'>1 2</p>`)
  t.equal(toText(markup`<title>${evil}</title>`), `<title>${escaped}</title>`)
  t.equal(toText(markup`a < b ${'&'} c > d`), 'a < b &amp; c > d')
})

t.test('nests markup and lists, and shows nothing for what is nothing', async (t) => {
  const items = ['a', '<b>'].map((item) => markup`<li>${item}</li>`)
  t.equal(toText(markup`<ul>${items}</ul>`), '<ul><li>a</li><li>&lt;b&gt;</li></ul>')
  t.equal(toText(markup`${null}${undefined}${false}${true}${[]}`), '')
})

t.test('throws for a hole where no escaping is safe', async (t) => {
  const x: Hole = 'x'
  const unsafe: readonly (() => unknown)[] = [
    () => markup`<a title=${x}>x</a>`,
    () => markup`<a title= ${x}>x</a>`,
    () => markup`<a title=x${x}>x</a>`,
    () => markup`<script>${x}</script>`,
    () => markup`<style>${x}</style>`,
    () => markup`<noscript>${x}</noscript>`,
    () => markup`<iframe srcdoc="${x}"></iframe>`,
    () => markup`<a onclick="${x}">x</a>`,
    () => markup`<a ONCLICK='${x}'>x</a>`,
    () => markup`<a style="color:${x}">x</a>`,
    () => markup`<img srcset="${x}" />`,
    () => markup`<!-- ${x} -->`,
    () => markup`<${x}>`,
    () => markup`</${x}>`,
    () => markup`<a${x}>`,
    () => markup`<a ${x}>`,
    () => markup`<a ${markup`b`}>`,
    () => markup`<p title="${markup`<b>b</b>`}">x</p>`,
    () => markup`<p title="${attrs({ id: 'a' })}">x</p>`,
    () => markup`<p>${attrs({ id: 'a' })}</p>`,
    () => markup`<title>${markup`<b>b</b>`}</title>`,
    () => markup`<a href="java${x}">x</a>`,
    () => markup`<a href="${x}${x}">x</a>`,
    () => markup`<a href="${x}:${x}">x</a>`,
    () => markup`<a href="${x}x/${x}">x</a>`,
    () => markup`<a href="javascript:${x}">x</a>`,
    () => markup`<a title="${x}`,
    () => markup`<a `,
    () => markup`<!-- never closed`,
  ]
  for (const [index, render] of unsafe.entries()) t.throws(render, `case ${index}`)
})

function link(url: string): string {
  return toText(markup`<a href="${url}">x</a>`)
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
  t.equal(toText(markup`<a href="/${'fr'}/x">x</a>`), '<a href="/fr/x">x</a>')
  t.equal(toText(markup`<a href="/${'/evil.test'}">x</a>`), '<a href="/%2Fevil.test">x</a>')
  t.equal(toText(markup`<a href="/${'\\evil.test'}">x</a>`), '<a href="/%5Cevil.test">x</a>')
  t.equal(toText(markup`<a href="/${'fr'}${'/x/'}">x</a>`), '<a href="/fr/x/">x</a>')
  t.equal(toText(markup`<a href="mailto:${'a@b'}">x</a>`), '<a href="mailto:a@b">x</a>')
  t.equal(toText(markup`<a href="${'/a'}?b=${'c&d'}">x</a>`), '<a href="/a?b=c&amp;d">x</a>')
})

t.test('writes attributes from an object', async (t) => {
  const values = attrs({ hidden: true, lang: 'ar', title: '"', open: false, id: null, href: 'x:y' })
  const written = 'hidden lang="ar" title="&quot;" href="about:invalid#blocked"'
  t.equal(toText(markup`<p ${values}>x</p>`), `<p ${written}>x</p>`)
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
  const body = [value, markup`<b>${value}</b>`]
  return toText(markup`<title>${value}</title>
    <a href="${value}" title="${value}" ${attrs({ id: value })}>${body}</a>
    <p class='${value}'>${value}</p><a href="/${value}?q=${value}">x</a>`)
}

/** What a value may never add to a page, wherever it stands. */
function structureOf(text: string): string {
  return text.replace(/[^<>"]/g, '')
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
  const allowed = ['server/markdown.ts', 'server/xml.ts']
  t.strictSame(
    callers.filter((file) => !allowed.includes(file)),
    [],
  )
})
