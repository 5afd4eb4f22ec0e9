import t from 'tap'

import type { JsonObject } from '../../../src/record/canonical.ts'
import { publicServer } from '../../support/public-server.ts'
import {
  ARABIC_HEADLINE,
  publishAlerts,
  SECRET_HEADLINE,
  vouchedOne,
} from '../../support/published-alerts.ts'
import { unbalanced } from '../../support/unbalanced.ts'

const { get, world } = await publicServer(t)
await publishAlerts(world, await vouchedOne(t, world))
const nubeEnd = world.nube.collective.scid.slice(-8)

interface Feed extends JsonObject {
  readonly items: readonly (JsonObject & { readonly title: string; readonly url: string })[]
}

async function titles(url: string): Promise<string[]> {
  return (await get(url)).json<Feed>().items.map(({ title }) => title)
}

t.test('tells of all alerts that are shown, with what must not be left out', async (t) => {
  t.strictSame((await titles('/feeds/alerts.json')).toSorted(), [
    'Our archive server was seized',
    'We are flooded',
    '[called off by the members] We are blocked',
    '[exercise] We practice',
    '[possible] A raid at the valley',
  ])
  for (const form of ['atom', 'json'])
    t.notMatch((await get(`/feeds/alerts.${form}`)).body, SECRET_HEADLINE)
  t.match(await titles('/fr/feeds/alerts.json'), /\[levée par les membres\] On nous bloque/)
})

t.test('is read in the language asked for, what to do first', async (t) => {
  const feed = (await get('/feeds/alerts.json?language=ar')).json<Feed>()
  t.match(feed, { language: 'ar' })
  const item = feed.items.find(({ title }) => title === ARABIC_HEADLINE)
  t.match(item, {
    language: 'ar',
    id: `https://harbor.example/alerts/archive~${nubeEnd}`,
    url: `https://harbor.example/alerts/archive~${nubeEnd}?language=ar`,
    summary: 'لا تسجلوا الدخول.',
    content_html: /What to do now.*لا تسجلوا.*<div lang="en">.*It was/s,
    tags: ['seizure', 'actual'],
  })
})

t.test('is Atom that any reader takes, and leads to CAP', async (t) => {
  const { body, headers, statusCode } = await get('/feeds/alerts.atom')
  t.equal(statusCode, 200)
  t.equal(headers['content-type'], 'application/atom+xml; charset=utf-8')
  t.equal(headers['cache-control'], 'public, max-age=60')
  t.strictSame(unbalanced(body), [])
  t.match(body, '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">')
  const href = `https://harbor.example/alerts/archive~${nubeEnd}/cap.xml`
  t.match(body, `<link rel="related" type="application/cap+xml" href="${href}"/>`)
})

t.test('every page leads to the feed', async (t) => {
  const { body } = await get('/about', { accept: 'text/html' })
  t.match(body, /<link rel="alternate"[^>]*title="Alerts"[^>]*href="\/feeds\/alerts\.atom"/)
})
