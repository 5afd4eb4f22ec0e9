import { brotliCompressSync } from 'node:zlib'

import t from 'tap'

import type { JsonObject } from '../../../src/record/canonical.ts'
import { htmlProblems, publicServer, textOf } from '../../support/public-server.ts'
import {
  answerContent,
  ARABIC_HEADLINE,
  publishAlerts,
  publishOne,
  SECRET_HEADLINE,
  vouchedOne,
} from '../../support/published-alerts.ts'

const { get, page, json, world } = await publicServer(t)
const fern = await vouchedOne(t, world)
const alerts = await publishAlerts(world, fern)
const [harborEnd, nubeEnd, rosaEnd] = [world.node, world.nube, world.rosa].map(
  ({ collective: { scid } }) => scid.slice(-8),
)
const seizure = `/alerts/archive~${nubeEnd}`
const behalf = `/alerts/fern-raid~${nubeEnd}`
const flood = `/alerts/flood~${nubeEnd}`
const blocked = `/alerts/blocked~${harborEnd}`
const drill = `/alerts/drill~${harborEnd}`

const PAGES = [
  '/',
  '/alerts',
  seizure,
  `${seizure}?language=ar`,
  `${seizure}?language=tr`,
  behalf,
  flood,
  blocked,
  drill,
]

/** What stands on top of a page. */
function bannerOf(body: string): string {
  const [, banner = ''] = /<aside class="alerts"[^>]*>(.*?)<\/aside>/s.exec(body) ?? []
  return textOf(`<main>${banner}</main>`)
}

t.test('every page of alerts is valid, accessible and light, in every language', async (t) => {
  for (const path of PAGES) {
    for (const url of [path, `/fr${path}`]) {
      const { statusCode, body } = await get(url, { accept: 'text/html' })
      t.equal(statusCode, 200, url)
      t.strictSame(await htmlProblems(body), [], url)
      t.notMatch(body, /<script|<iframe|<img|<object|style="|\son\w+="/, url)
      t.ok(brotliCompressSync(body).length < 20_000, url)
    }
  }
})

t.test('every link on a page of alerts leads somewhere', async (t) => {
  const seen = new Set<string>()
  for (const path of PAGES) {
    const main = /<main.*<\/main>/s.exec(await page(path))?.[0] ?? ''
    for (const [, href = ''] of main.matchAll(/href="(\/[^"#]*)/g)) {
      const url = href.replaceAll('&amp;', '&')
      if (seen.has(url) || url.startsWith('/objects/')) continue
      seen.add(url)
      t.match((await get(url, { accept: 'text/html' })).statusCode, /^(?:200|302)$/, url)
    }
  }
  t.ok(seen.size > 15)
})

t.test('lists what is on, exercises apart, what is over, and how many are held', async (t) => {
  const body = await page('/alerts')
  const text = textOf(body)
  t.match(text, /that are on.*archive server.*A raid at the valley.*We are flooded.*Exercises/)
  t.match(text, /Exercises.*nothing has happened\..*We practice.*Over.*We are blocked/i)
  t.match(text, /called off by the members.*One alert is held back/)
  t.notMatch(body, SECRET_HEADLINE)
  t.notMatch(JSON.stringify(await json('/alerts')), SECRET_HEADLINE)
  const data = await json('/alerts')
  t.match(data, { view: 'default', held: { unvouched: 1, limit: 0 } })
  const list = data['alerts'] as readonly JsonObject[]
  t.strictSame(
    list.map(({ slug, state, standing, status }) => [slug, state, standing, status]),
    [
      ['archive', 'active', 'own', 'actual'],
      ['fern-raid', 'active', 'possible', 'actual'],
      ['flood', 'active', 'own', 'actual'],
      ['drill', 'active', 'own', 'exercise'],
      ['blocked', 'cancelled', 'own', 'actual'],
    ],
  )
  t.equal((await get(`/alerts/held~${rosaEnd}`)).statusCode, 404, 'what is held has no page')
})

t.test('says first what to do, then who says so, what happened and who helps', async (t) => {
  const body = await page(seizure)
  const text = textOf(body)
  t.ok(body.indexOf('id="now"') < body.indexOf('<h2>'), 'what to do comes first')
  t.match(text, /What to do now Do not log in\. .*Nube Libre says this about itself\./)
  t.match(text, 'It stands until November 23, 2026 at 12:00 UTC.')
  t.match(text, 'It was encrypted and <switched> off'.replaceAll('<', '&lt;').replace('>', '&gt;'))
  t.match(body, new RegExp(`href="/collectives/nube~${nubeEnd}#service-archivos"`))
  t.match(body, '<code>nothing-known</code>')
  t.match(text, /What would help .*A mirror ready to take over For two weeks\. .*Money/)
  t.match(text, /Help that is offered .*Harbor Commons.*offers help.*We have room today\./)
  t.match(text, 'Read by Harbor Commons')
  t.match(text, 'by the key of the server, without the members')
  t.match(text, /Updated: Our archive server was seized shown.*Raised:/)
})

t.test('is read in each of its languages, and says which are missing', async (t) => {
  const arabic = await page(`${seizure}?language=ar`)
  t.match(arabic, `<h1><bdi lang="ar" dir="rtl">${ARABIC_HEADLINE}</bdi></h1>`)
  t.match(arabic, /<div class="text" lang="ar" dir="rtl">\s*<p[^>]*>لا تسجلوا/)
  t.match(
    arabic,
    /<div class="text" lang="en" dir="ltr">\s*<p[^>]*>It was/,
    'what is missing is named',
  )
  t.match(
    textOf(await page(`/fr${seizure}`)),
    'Ce texte n’existe pas dans la langue demandée (français).',
  )
  t.match(textOf(await page(`/fr${blocked}`)), 'Les membres l’ont levée le')
})

t.test('an alert on behalf of another is possible until two others confirm it', async (t) => {
  const { collective } = fern
  const first = textOf(await page(behalf))
  t.match(first, /until 2 other collectives confirm it\. So far Harbor Commons has\./)
  t.match(first, 'One more answer comes from a collective that this view does not show.')
  const data = await json(behalf)
  t.match(data, { kind: 'alert', alert: { standing: 'possible', about: collective.scid } })
  t.match(data, { confirmedBy: [world.node.collective.scid] })
})

t.test('what only a server says is told and does not count', async (t) => {
  const text = textOf(await page(flood))
  t.match(text, /on their server says it is over disputed/)
  t.match(text, 'Only the members can call it off.')
  t.match(text, 'Disputed by Harbor Commons: read why.')
  t.match(text, 'It is a test.')
  t.match(await json(flood), { beside: { record: { msgType: 'cancel' } } })
})

t.test('what members called off is over', async (t) => {
  const text = textOf(await page(blocked))
  t.match(text, 'What was asked at the time')
  t.match(text, 'The members called it off on November 22, 2026 at 12:00 UTC.')
  t.match(text, 'by 2 of the 3 members of this collective')
  t.match(text, 'Called off: We are blocked')
})

t.test('answers with the record as it was signed, and finds it by digest and slug', async (t) => {
  const signed = await get(seizure, { accept: 'application/activity+json' })
  t.equal(signed.headers['content-type'], 'application/activity+json')
  t.equal(signed.body, alerts.seizure.text)
  for (const name of ['archive', alerts.firstSeizure.statement, alerts.seizure.statement]) {
    const { statusCode, headers } = await get(`/alerts/${name}`)
    t.match({ statusCode, location: headers.location }, { statusCode: 302, location: seizure })
  }
  t.match(await json('/alerts/none'), { status: 404, code: 'alert_not_found' })
})

t.test('the gravest alert stands on top of every page, and how many more', async (t) => {
  for (const url of ['/', '/directory', '/alerts', '/about'])
    t.equal(
      bannerOf(await page(url)),
      'Alert: Our archive server was seized (Nube Libre) · and 2 more',
      url,
    )
  const spanish = await get('/directory', { accept: 'text/html', 'accept-language': 'es, fr' })
  t.match(bannerOf(spanish.body), 'Alerte : Incautaron nuestro servidor de archivos')
  t.match(spanish.body, '<bdi lang="es" dir="ltr">Incautaron')
  const arabic = await get('/', { accept: 'text/html', 'accept-language': 'ar' })
  t.match(arabic.body, `<bdi lang="ar" dir="rtl">${ARABIC_HEADLINE}</bdi>`)
  const strict = await page('/directory?view=strict')
  t.notMatch(bannerOf(strict), 'Nube', 'who is not in the view is not on its pages')
  t.match(await get('/directory?view=none'), { statusCode: 404 })
})

t.test('the first page has all that are on', async (t) => {
  const text = textOf(await page('/'))
  t.match(text, /Alerts that are on.*archive server.*We practice.*exercise.*All alerts/)
  const data = await json('/')
  t.equal((data['alerts'] as readonly unknown[]).length, 4)
})

t.test('a second confirmation makes it count, that of whom it is about does not', async (t) => {
  await publishOne(fern, answerContent(alerts.behalf, 'confirm'))
  await world.bring(fern)
  t.match(await json(behalf), { alert: { standing: 'possible' } })
  t.match(textOf(await page(behalf)), /The collective itself.*fern\.example.*confirms it/)
  const oak = await vouchedOne(t, world, 'oak.example')
  await publishOne(oak, answerContent(alerts.behalf, 'confirm'))
  await world.bring(oak)
  t.match(await json(behalf), { alert: { standing: 'confirmed' } })
  t.match(textOf(await page(behalf)), /Confirmed by .*Harbor Commons/)
})

t.test('what nobody called off is over when its time is, on every page', async (t) => {
  const site = await publicServer(t, { now: () => new Date('2026-11-24T12:00:00Z') })
  await publishAlerts(site.world, await vouchedOne(t, site.world))
  const end = site.world.nube.collective.scid.slice(-8)
  const [home, list] = [await site.page('/'), await site.page('/alerts')]
  t.equal(bannerOf(home), '')
  t.notMatch(home, 'Alerts that are on')
  t.match(textOf(list), /No alert is on\. Over .*expired/)
  const behalf = textOf(await site.page(`/alerts/fern-raid~${end}`))
  t.match(behalf, 'What was asked at the time')
  t.match(behalf, /Too few others confirmed it\. Its time was over on November 23, 2026/)
  const flood = textOf(await site.page(`/alerts/flood~${end}`))
  t.notMatch(flood, 'Only the members can call it off.', 'it matters no more')
  t.match(flood, 'Called off: We are flooded')
  t.match((await site.get('/alerts/badge.svg')).body, '<title>No alert</title>')
})
