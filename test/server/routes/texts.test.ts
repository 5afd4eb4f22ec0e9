import { brotliCompressSync } from 'node:zlib'

import t from 'tap'

import type { JsonObject } from '../../../src/record/canonical.ts'
import { htmlProblems, publicServer, textOf } from '../../support/public-server.ts'
import { ARABIC_PARAGRAPH, ARABIC_TITLE, publishTexts } from '../../support/published-texts.ts'

const { get, page, json, world } = await publicServer(t)
const texts = await publishTexts(world)
const ending = ({ collective }: { readonly collective: { readonly scid: string } }) =>
  collective.scid.slice(-8)
const umbrella = `/communiques/umbrella~${ending(world.nube)}`
const lights = `/communiques/lights~${ending(world.node)}`
const raid = `/communiques/raid~${ending(world.nube)}`
const fork = `/communiques/saisie~${ending(world.rosa)}`
const ground = `/charters/drafts/ground~${ending(world.node)}`

const PAGES = [
  '/',
  '/communiques',
  umbrella,
  `${umbrella}?language=ar`,
  `${umbrella}?language=tr`,
  `${umbrella}?version=${texts.firstUmbrella.statement}`,
  `${umbrella}/history`,
  `${umbrella}/translations`,
  `${umbrella}/print?language=ar`,
  lights,
  raid,
  `${raid}?language=ar`,
  `${raid}?version=${texts.raid[0].statement}`,
  `${raid}/history`,
  `${raid}/translations`,
  `${raid}/translations?language=ar`,
  `${raid}/translations?language=el`,
  fork,
  `${fork}/history`,
  '/charters/drafts',
  ground,
  `${ground}/history`,
  `${ground}/translations`,
]

t.test(
  'every page of texts is valid and accessible HTML, and light, in every language',
  async (t) => {
    for (const path of PAGES) {
      for (const url of [path, `/fr${path}`]) {
        const { statusCode, body } = await get(url, { accept: 'text/html' })
        t.equal(statusCode, 200, url)
        t.strictSame(await htmlProblems(body), [], url)
        t.notMatch(body, /<script|<iframe|<img|<object|style="|\son\w+="/, url)
        t.ok(brotliCompressSync(body).length < 20_000, url)
      }
    }
  },
)

t.test('every link on a page of texts leads somewhere', async (t) => {
  const seen = new Set<string>()
  for (const path of PAGES) {
    const main = /<main.*<\/main>/s.exec(await page(path))?.[0] ?? ''
    for (const [, href = ''] of main.matchAll(/href="(\/[^"#]*)/g)) {
      const url = href.replaceAll('&amp;', '&')
      if (seen.has(url) || /\.pdf$|^\/did\/|^\/objects\//.test(url)) continue
      seen.add(url)
      t.match((await get(url, { accept: 'text/html' })).statusCode, /^(?:200|302)$/, url)
    }
  }
  t.ok(seen.size > 30)
})

t.test('lists what is finished, what is in the making, and strangers apart', async (t) => {
  const body = await page('/communiques')
  const [shown = '', folded = ''] = body.split('<details>')
  const text = textOf(`<main>${shown}</main>`)
  t.match(text, /Finished .*Under one umbrella.*One collective has endorsed it\./)
  t.match(text, 'One more signed by letter.')
  t.match(text, /In the making .*On the raid.*being written.*2 versions apart/)
  t.match(text, 'Positions are asked for until November 29, 2026 at 12:00 UTC')
  t.match(text, 'English and Arabic')
  t.notMatch(shown, 'saisie')
  t.match(folded, '/communiques/saisie~')
  t.match(textOf(await page('/fr/communiques')), 'Un collectif l’a cosigné.')
  const data = await json('/communiques')
  t.match(data, { view: 'default' })
  const list = data['texts'] as readonly JsonObject[]
  const one = list.find(({ slug }) => slug === 'umbrella')
  t.match(one, { stage: 'frozen', endorsements: 1, letters: 1, languages: ['en', 'ar'] })
  t.match(
    list.find(({ slug }) => slug === 'saisie'),
    { shown: false, endorsements: null },
  )
  t.equal(
    list.find(({ slug }) => slug === 'ground'),
    undefined,
    'a charter is no communiqué',
  )
})

t.test('names lead on only where that is safe, and a digest leads to its text', async (t) => {
  t.equal((await get('/communiques/umbrella')).headers.location, umbrella)
  t.equal((await get('/fr/communiques/raid/history')).headers.location, `/fr${raid}/history`)
  t.equal((await get(`/communiques/${texts.umbrella.statement}`)).headers.location, umbrella)
  const older = `${umbrella}?version=${texts.firstUmbrella.statement}`
  t.equal((await get(`/communiques/${texts.firstUmbrella.statement}`)).headers.location, older)
  const foreign = await get('/communiques/saisie', { accept: 'text/html' })
  t.equal(foreign.statusCode, 200, 'nobody in the view wrote it')
  t.match(foreign.body, 'content="noindex"')
  t.match(await json('/communiques/saisie'), { kind: 'choice', urls: [/saisie~/] })
  for (const url of [
    '/communiques/none',
    '/charters/drafts/umbrella',
    `/communiques/zQm${'1'.repeat(44)}`,
    `${umbrella}?version=zQm${'1'.repeat(44)}`,
    `${umbrella}/de.txt`,
    `${umbrella}/en.doc`,
    `${raid}/en.txt`,
    `${raid}/bundle.tessera`,
  ])
    t.equal((await get(url)).statusCode, 404, url)
})

t.test('the record page of a draft or communiqué is its text', async (t) => {
  const { scid } = world.nube.collective
  const communique = await get(`/records/${scid}/Communique/umbrella`, { accept: 'text/html' })
  t.equal(communique.headers.location, umbrella)
  const draft = await get(`/records/${scid}/Draft/raid.1`, { accept: 'text/html' })
  t.equal(draft.headers.location, `${raid}?version=${texts.raid[0].statement}`)
})

t.test('J11: a text keeps its direction in a page of another', async (t) => {
  const arabic = await page(`${umbrella}?language=ar`)
  t.match(arabic, '<html lang="en" dir="ltr">')
  t.match(arabic, `<h1><bdi lang="ar" dir="rtl">${ARABIC_TITLE}</bdi></h1>`)
  t.match(arabic, '<div class="charter" lang="ar" dir="rtl">')
  t.match(arabic, `<p dir="auto">${ARABIC_PARAGRAPH}</p>`)
  t.match(arabic, '<bdi lang="en" dir="ltr">English</bdi>')
  const own = await get(umbrella, { accept: 'text/html', 'accept-language': 'ar-MA' })
  t.match(own.body, '<div class="charter" lang="ar" dir="rtl">', 'whoever reads it gets it')
  t.match(await page('/communiques'), '<bdi lang="ar" dir="rtl">مرسم روزا</bdi>')
})

t.test('a language that is missing is said to be missing', async (t) => {
  const turkish = textOf(await page(`${umbrella}?language=tr`))
  t.match(turkish, 'This text is not available in Turkish. It is shown in English.')
  t.match(turkish, 'We look after computers.')
  const french = await page(`/fr${umbrella}`)
  t.match(textOf(french), /n’(?:existe|est) pas/)
  t.match(french, '<div class="charter" lang="en" dir="ltr">')
})

t.test('shows who stands under a text, and how each decided', async (t) => {
  const text = textOf(await page(umbrella))
  t.match(text, 'by 2 of the 3 members of this collective, with their own keys')
  t.match(text, /Who stands under it One collective has endorsed it\. Harbor Commons/)
  t.match(text, 'consensus, November 15, 2026. 7 agreed, 1 with reservations, 2 stood aside')
  t.match(text, 'Quorum 5 Read in Arabic and English')
  t.match(text, 'Translated by (Arabic): Casa del Puerto', 'credited without a node')
})

t.test('a letter is marked, counted apart, and says who passed it on', async (t) => {
  const text = textOf(await page(umbrella))
  t.match(text, 'One collective without a node, signed by letter')
  t.match(
    text,
    'Casa del Puerto signed by letter Passed on by Harbor Commons: by post, November 20, 2026.',
  )
})

t.test('an endorsement that was taken back stays visible, with its reason', async (t) => {
  const text = textOf(await page(umbrella))
  t.match(text, 'Nube Libre withdrawn Taken back on November 22, 2026')
  t.match(text, 'Our assembly changed its mind.')
  t.match(textOf(await page(`${umbrella}/history`)), 'Nube Libre took its endorsement back')
})

t.test('H04: an endorsement of another text is not one of this', async (t) => {
  const text = textOf(await page(lights))
  t.match(text, 'No collective shown here has endorsed it yet.')
  t.match(text, 'Nube Libre endorsed another text in some languages')
  t.match(text, 'English and French. Another text in Arabic.')
  const older = textOf(await page(`${umbrella}?version=${texts.firstUmbrella.statement}`))
  t.match(older, 'This is an earlier version.')
  t.match(
    older,
    /Harbor Commons endorsed another text in some languages .*Arabic\. Another text in English\./,
  )
})

t.test('H02: strangers are folded away, with their number', async (t) => {
  const body = await page(umbrella)
  const [, folded = ''] = body.split('One endorsement by a collective that this view does not show')
  t.match(folded, 'مرسم روزا')
  t.match(await json(umbrella), {
    kind: 'text',
    endorsements: {
      counted: [{ collective: world.node.collective.scid, state: 'counts', same: ['ar', 'en'] }],
      letters: [{ record: { letter: { name: 'Casa del Puerto' } } }],
      notCounted: [{ state: 'withdrawn' }],
      notShown: [{ collective: world.rosa.collective.scid }],
      readers: { ar: 1, en: 1 },
    },
  })
})

t.test('says how to check the text, to endorse it and to take it along', async (t) => {
  const body = await page(umbrella)
  const text = textOf(body)
  t.match(text, `tessera bundle verify umbrella~${ending(world.nube)}.tessera`)
  t.match(text, texts.umbrella.statement)
  t.match(text, `tessera communique endorse umbrella~${ending(world.nube)}`)
  const { digests } = texts.umbrella.value as unknown as { digests: Record<string, string> }
  for (const digest of Object.values(digests)) t.match(text, digest)
  for (const file of ['print?language=en', 'en.pdf', 'en.epub', 'en.txt', 'bundle.tessera'])
    t.match(body, `href="${umbrella}/${file}"`)
  t.notMatch(body, 'txt.asc', 'the key of this node is not at hand')
})

t.test('a page to print holds the text, who stands under it, and a code', async (t) => {
  const body = await page(`${umbrella}/print?language=ar`)
  t.match(body, '<div class="charter" lang="ar" dir="rtl">')
  t.match(textOf(body), 'Harbor Commons')
  t.match(textOf(body), 'Casa del Puerto (signed by letter)')
  t.match(textOf(body), `https://harbor.example${umbrella}?language=ar`)
  t.match(body, '<svg viewBox=')
})

t.test('the first page and the collective’s own tell of texts', async (t) => {
  const home = textOf(await page('/'))
  t.match(home, /What collectives say together .*Under one umbrella One collective has endorsed it/)
  t.match(home, /Open for positions For the winter Positions are asked for until November 29, 2026/)
  const nube = textOf(await page(`/collectives/nube~${ending(world.nube)}`))
  t.match(nube, /Communiqués Wrote .*Under one umbrella/)
  const harbor = textOf(await page(`/collectives/harbor~${ending(world.node)}`))
  t.match(harbor, /Endorsed Under one umbrella/)
})

t.test('gives the record as it was signed', async (t) => {
  const { body } = await get(umbrella, { accept: 'application/activity+json' })
  const record = await world.node.store.findByStatement(texts.umbrella.statement)
  t.equal(body, record?.text)
  const older = `${umbrella}?version=${texts.firstUmbrella.statement}`
  const earlier = await get(older, { accept: 'application/activity+json' })
  t.match(earlier.json(), { type: 'Communique', version: 1 })
  t.match(await json(umbrella), { text: { url: `https://harbor.example${umbrella}` } })
})
