import { unzipSync } from 'fflate'
import t from 'tap'

import { createSigningKey } from '../../../src/identity/keys.ts'
import { toTimestamp } from '../../../src/kernel/time.ts'
import type { JsonObject } from '../../../src/record/canonical.ts'
import { createTextSigner } from '../../../src/text-signer.ts'
import { publicServer } from '../../support/public-server.ts'
import { ARABIC_PARAGRAPH, ARABIC_TITLE, publishTexts } from '../../support/published-texts.ts'
import { NOON } from '../../support/three-collectives.ts'
import { unbalanced } from '../../support/unbalanced.ts'

const server = await publicServer(t, {
  signer: ({ store, collective }) => createTextSigner(store, collective, { node: collective.node }),
})
const { get, world } = server
await publishTexts(world)
const name = `umbrella~${world.nube.collective.scid.slice(-8)}`
const path = `/communiques/${name}`

t.test('a text leaves the web as plain text, with an OpenPGP signature beside it', async (t) => {
  const text = await get(`${path}/ar.txt`)
  t.match(text.headers, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `inline; filename="${name}.ar.txt"`,
  })
  t.match(text.body, ARABIC_TITLE)
  t.match(text.body, ARABIC_PARAGRAPH)
  t.match(text.body, 'Casa del Puerto (by letter)')
  t.match(text.body, `https://harbor.example${path}?language=ar`)
  const french = await get(`/fr${path}/ar.txt`)
  t.equal(french.body, text.body, 'whoever fetches it gets the same bytes')
  const signature = await get(`${path}/ar.txt.asc`)
  t.match(signature.headers['content-type'], 'application/pgp-signature')
  t.match(signature.body, '-----BEGIN PGP SIGNATURE-----')
  const key = await get('/node-key.asc')
  t.match(key.headers['content-type'], 'application/pgp-keys')
  t.match(key.body, '-----BEGIN PGP PUBLIC KEY BLOCK-----')
  const page = await get(path, { accept: 'text/html' })
  t.match(page.body, `href="${path}/en.txt.asc"`)
  t.match(page.body, 'href="/node-key.asc"')
})

t.test('without the node key there is no signature, and it says so', async (t) => {
  const locked = await publicServer(t)
  await publishTexts(locked.world)
  const end = locked.world.nube.collective.scid.slice(-8)
  for (const url of [`/communiques/umbrella~${end}/ar.txt.asc`, '/node-key.asc']) {
    const answer = await locked.get(url, { accept: 'application/json' })
    t.equal(answer.statusCode, 404, url)
    t.match(answer.json(), { code: 'no_signature' }, url)
  }
})

t.test('a key that no entry of the log names signs nothing', async (t) => {
  const { node } = world
  const stranger = { node: createSigningKey() }
  t.equal(await createTextSigner(node.store, node.collective, stranger), null)
})

t.test('a text is a book', async (t) => {
  const { headers, rawPayload } = await get(`${path}/ar.epub`)
  t.equal(headers['content-type'], 'application/epub+zip')
  t.equal(headers['content-disposition'], `attachment; filename="${name}.ar.epub"`)
  const files = unzipSync(rawPayload)
  t.ok(Object.keys(files).includes('EPUB/text-ar.xhtml'))
})

t.test('a text is a leaflet, the same for everybody', async (t) => {
  const { statusCode, headers, rawPayload } = await get(`${path}/en.pdf`)
  t.equal(statusCode, 200)
  t.equal(headers['content-type'], 'application/pdf')
  t.equal(rawPayload.subarray(0, 5).toString(), '%PDF-')
  const again = await get(`/fr${path}/en.pdf`)
  t.ok(again.rawPayload.equals(rawPayload))
})

t.test('who has a file already is told so before it is made', async (t) => {
  const { etag = '' } = (await get(`${path}/en.txt`)).headers
  const known = await get(`${path}/en.txt`, { 'if-none-match': etag })
  t.equal(known.statusCode, 304)
  t.not((await get(`${path}/ar.txt`)).headers.etag, etag)
})

t.test('a bundle holds the text and what was signed about it, and stays the same', async (t) => {
  const { headers, rawPayload } = await get(`${path}/bundle.tessera`)
  t.equal(headers['content-disposition'], `attachment; filename="${name}.tessera"`)
  const [header = '', ...lines] = rawPayload.toString().trim().split('\n')
  t.match(JSON.parse(header), { type: 'Bundle', about: { kind: 'communique', slug: 'umbrella' } })
  t.match(lines.join('\n'), 'Casa del Puerto')
  t.equal((await get(`${path}/bundle.tessera`)).body, rawPayload.toString())
})

interface Feed extends JsonObject {
  readonly items: readonly { readonly id: string; readonly title: string }[]
}

t.test('feeds hold whole texts, in the language asked for where they have it', async (t) => {
  const atom = await get('/feeds/communiques.atom?language=ar')
  t.match(atom.headers['content-type'], 'application/atom+xml')
  t.strictSame(unbalanced(atom.body), [], 'well-formed')
  t.match(atom.body, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">`)
  t.match(atom.body, `<title>${ARABIC_TITLE}</title>`)
  t.match(atom.body, `&lt;p dir=&quot;auto&quot;&gt;${ARABIC_PARAGRAPH}&lt;/p&gt;`)
  t.match(atom.body, /<entry xml:lang="en">\s*<id>[^<]*<\/id>\s*<title>We keep the lights on</)
  const json = await get('/fr/feeds/communiques.json')
  t.match(json.headers['content-type'], 'application/feed+json')
  const feed = json.json<Feed>()
  t.match(feed, { language: 'fr', title: 'Communiqués' })
  t.match(
    feed.items.find(({ title }) => title === 'Nous gardons la lumière'),
    {
      language: 'fr',
      url: /\/fr\/communiques\/lights~.*\?language=fr$/,
      content_html: /Il faut bien que des gens le fassent\./,
      date_modified: toTimestamp(NOON),
    },
  )
  const umbrella = feed.items.find(({ id }) => id.endsWith(path))
  t.match(umbrella, { language: 'en', title: 'Under one umbrella' }, 'no French, nothing invented')
  t.equal(feed.items.length, 2, 'no drafts, no strangers')
  const english = (await get('/feeds/communiques.json?language=en')).json<Feed>()
  const ids = (some: Feed) => some.items.map(({ id }) => id).toSorted()
  t.strictSame(ids(english), ids(feed), 'one text is one entry in every language')
})

t.test('every page tells where the feed is', async (t) => {
  const { body } = await get('/fr/', { accept: 'text/html' })
  t.match(body, 'href="/fr/feeds/communiques.atom"')
})
