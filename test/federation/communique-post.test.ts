import { Article, Note } from '@fedify/fedify/vocab'
import t from 'tap'

import { type PostForm, toPost } from '../../src/federation/communique-post.ts'
import { ownIdsAt } from '../../src/federation/own-ids.ts'
import type { Communique } from '../../src/record/kinds/communique.ts'
import { toText } from '../../src/server/html.ts'
import { endonym } from '../../src/server/language-names.ts'
import { markdown } from '../../src/server/markdown.ts'
import { communiqueContent } from '../support/posts.ts'
import { signed } from '../support/texts.ts'

const own = ownIdsAt('https://harbor.example')
const wording = { toHtml: (text: string) => toText(markdown(text)), languageName: endonym }
const PAGE = 'https://harbor.example/communiques/umbrella~HHHHHHHH'

function post(
  form: PostForm,
  communique: Communique = signed('Communique', {}, communiqueContent(['ar', 'en', 'fr'])).record,
) {
  const times = { published: '2026-11-22T09:00:00Z', updated: null }
  const told = { communique, id: `${own.origin}/posts/x/${form}`, page: PAGE, ...times }
  return toPost(told, form, { own, wording })
}

t.test('an Article has title, summary and text, the default language first', async (t) => {
  const article = post('article')
  t.match(article, {
    type: 'Article',
    attributedTo: own.actor,
    to: ['https://www.w3.org/ns/activitystreams#Public'],
    cc: [own.followers],
    url: PAGE,
    name: 'Under one umbrella & more',
    summary: '<p dir="auto">Who we are, in <em>short</em>.</p>',
  })
  t.strictSame(Object.keys(article.contentMap), ['en', 'ar', 'fr'])
  t.equal(article.content, article.contentMap['en'])
  t.notMatch(article.content, 'Under one umbrella')
  t.match(article.content, /We look after computers/)
  t.match(article.content, /Stand with us/)
})

t.test('each text links to the other languages and to its page', async (t) => {
  const { contentMap } = post('note')
  const links = (tag: string) =>
    [...(contentMap[tag] ?? '').matchAll(/<a href="([^"]*)"[^>]*>([^<]*)/g)].map(
      ([, href, text]) => `${text} ${href}`,
    )
  t.match(links('en').slice(-3), [
    `العربية ${PAGE}?language=ar`,
    `français ${PAGE}?language=fr`,
    `harbor.example/communiques/umbrella~HHHHHHHH ${PAGE}`,
  ])
  t.match(links('fr'), [`English ${PAGE}?language=en`, `العربية ${PAGE}?language=ar`, /umbrella~/])
})

t.test('a Note begins with its title, escaped, and hides behind no warning', async (t) => {
  const note = post('note')
  t.notOk('summary' in note)
  t.notOk('name' in note)
  t.match(note.content, /^<p><strong>Under one umbrella &amp; more<\/strong><\/p>/)
  t.match(note.contentMap['ar'], /^<p><strong>تحت مظلة واحدة/)
})

t.test('markup of the text stays text', async (t) => {
  t.notMatch(post('note').content, '<script')
  t.match(post('note').content, '&lt;script&gt;')
})

function large(languages: readonly string[], size: number): Communique {
  const text = (what: string) =>
    Object.fromEntries(languages.map((tag) => [tag, `${what} ${'x'.repeat(size)}`]))
  const title = (what: string) => Object.fromEntries(languages.map((tag) => [tag, what]))
  return signed('Communique', {}, { nameMap: title('Long'), contentMap: text('Body') }).record
}

t.test('what is too large keeps its default language, or says where to read', async (t) => {
  const many = post('article', large(['en', 'ar', 'fr'], 80_000))
  t.strictSame(Object.keys(many.contentMap), ['en'])
  t.match(many.content, /Body x/)
  t.match(many.content, /\?language=ar/)
  const one = post('note', large(['en', 'ar'], 200_000))
  t.match(one.content, /^<p><strong>Long<\/strong><\/p>/)
  t.notMatch(one.content, 'Body')
  for (const object of [many, one]) t.ok(JSON.stringify(object).length < 256 * 1024)
})

t.test('other implementations read it', async (t) => {
  const context = { '@context': 'https://www.w3.org/ns/activitystreams' }
  const article = await Article.fromJsonLd({ ...context, ...post('article') })
  t.match(article.url, { href: PAGE })
  t.match(article.name?.toString(), 'Under one umbrella')
  t.strictSame(
    article.contents
      .filter((content) => typeof content !== 'string')
      .map((content) => String(content.locale))
      .toSorted(),
    ['ar', 'en', 'fr'],
  )
  const note = await Note.fromJsonLd({ ...context, ...post('note') })
  t.match(String(note.content), 'We look after computers')
})
