import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'

import t from 'tap'

import { listingsOf, parseKnownHosts } from '../../src/directory/known-host-list.ts'
import { planImport } from '../../src/directory/known-hosts.ts'
import type { ListingContent } from '../../src/directory/record-content.ts'
import { draftStatement } from '../../src/exchange/draft-statement.ts'
import { addTime, DAY, type Timestamp } from '../../src/kernel/time.ts'
import type { Statement } from '../../src/record/kinds/common.ts'
import type { Listing } from '../../src/record/kinds/listing.ts'
import { toMultikey } from '../../src/record/multikey.ts'
import { signRecord } from '../../src/record/record.ts'
import { harborDid } from '../support/records.ts'

const now = '2026-11-22T09:00:00Z'
const text = readFileSync(new URL('../../content/known-hosts.json', import.meta.url), 'utf8')
const known = parseKnownHosts(text)
const none = { own: [], profileHosts: new Set<string>(), now }

function published(contents: readonly ListingContent[], at: Timestamp = now): Statement<Listing>[] {
  return contents.map((content) => {
    const options = { did: harborDid, origin: 'https://harbor.example', now: at, previous: null }
    return draftStatement(content, options) as unknown as Statement<Listing>
  })
}

t.test('the shipped list gives a valid listing for every host, with its source', async (t) => {
  const { publish, created } = planImport(known, none)
  t.equal(known.length, 101)
  t.equal(publish.length, 101)
  t.equal(created.length, 101)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = { did: harborDid, multikey: toMultikey(publicKey), privateKey }
  for (const statement of published(publish)) t.ok(signRecord(statement, key), statement.slug)
  t.ok(publish.every(({ sources }) => sources.length > 0))
})

t.test('reads names, regions, languages and services of the lists', async (t) => {
  const byHost = new Map(listingsOf(known).map((listing) => [listing.host, listing]))
  t.match(byHost.get('anarchyplanet.org'), { nameMap: { en: 'anarchyplanet.org' } })
  t.match(byHost.get('no-log.org'), {
    nameMap: { en: 'no-log.org' },
    status: { state: 'closed-to-new' },
  })
  t.match(byHost.get('taharar.org'), { status: { state: 'memorial' }, slug: 'taharar.org' })
  t.match(byHost.get('tachanka.org'), {
    regionsServed: ['world'],
    supportLanguages: [{ language: 'en' }, { language: 'fr' }, { language: 'pt' }],
    services: [
      { type: 'mailing-list' },
      { type: 'cms' },
      { type: 'dns' },
      { type: 'virtual-server' },
    ],
    sources: [{ nameMap: { en: 'Riseup, "Radical Servers" (en)' }, date: '2024-10-22' }],
    origin: 'imported',
  })
  t.match(byHost.get('webarch.coop'), { officeCountry: 'GB', regionMap: { en: 'Sheffield, UK' } })
  t.match(byHost.get('indiehosters.net'), { regionMap: { en: 'Lyon, Wiesbaden' } })
  t.equal(byHost.get('indiehosters.net')?.officeCountry, undefined)
  t.equal(byHost.get('autonomic.zone')?.regionMap, undefined)
})

t.test('importing again changes nothing', async (t) => {
  const first = planImport(known, none)
  const again = planImport(known, { ...none, own: published(first.publish) })
  t.strictSame(again.publish, [])
  t.equal(again.unchanged.length, 101)
})

t.test('what the list says differently is a new version of the same record', async (t) => {
  const first = planImport(known, none)
  const own = published(first.publish)
  const changed = known.map((host) =>
    host.url === 'https://boum.org' ? { ...host, serviceTypes: ['email', 'pad'] } : host,
  )
  const plan = planImport(changed, { ...none, own })
  t.strictSame([plan.changed, plan.publish.map(({ slug }) => slug)], [['boum.org'], ['boum.org']])
})

t.test('a listing that is about to expire is said again', async (t) => {
  const own = published(planImport(known.slice(0, 2), none).publish)
  const plan = (days: number) =>
    planImport(known.slice(0, 2), { ...none, own, now: addTime(now, days * DAY) })
  t.strictSame(plan(139).renewed, [])
  t.equal(plan(141).renewed.length, 2)
  t.equal(plan(141).publish.length, 2)
})

t.test('what was edited by hand, or speaks for itself, is left alone', async (t) => {
  const [listing] = published(listingsOf(known.slice(0, 1)))
  t.ok(listing)
  const own = listing === undefined ? [] : [{ ...listing, origin: 'peer-entered' as const }]
  const profileHosts = new Set(['riseup.net'])
  const plan = planImport(known, { own, profileHosts, now })
  t.strictSame(
    plan.skipped.toSorted((a, b) => (a.reason < b.reason ? -1 : 1)),
    [
      { host: listing?.host, reason: 'edited-here' },
      { host: 'riseup.net', reason: 'has-profile' },
    ],
  )
  t.equal(plan.publish.length, 99)
})

t.test('several entries about one host are one listing with all sources', async (t) => {
  const one = { name: 'A', region: null, languages: ['fr'], url: 'https://www.a.example/x' }
  const two = { name: 'B', region: null, languages: ['en'], url: 'http://A.example' }
  const [listing, ...others] = listingsOf([
    { ...one, serviceTypes: ['pad', 'email'], source: 'One, 2024-01-01' },
    { ...two, serviceTypes: ['email', 'unheard-of'], source: 'Two, 2024-01-02' },
  ])
  t.strictSame(others, [])
  t.match(listing, {
    host: 'a.example',
    nameMap: { en: 'A' },
    services: [{ id: 'email' }, { id: 'pad' }],
    supportLanguages: [{ language: 'en' }, { language: 'fr' }],
  })
  t.equal(listing?.sources.length, 2)
})

t.test('a list that is wrong somewhere is refused whole', async (t) => {
  const good = {
    name: 'A',
    url: 'https://a.example',
    region: null,
    serviceTypes: [],
    languages: [],
    source: 'X, 2024-01-01',
  }
  const bad = [
    {},
    null,
    { ...good, url: 'javascript:alert(1)' },
    { ...good, source: 'no date' },
    { ...good, name: 1 },
    { ...good, serviceTypes: 'email' },
    { ...good, languages: [1] },
    { ...good, region: 5 },
  ]
  for (const item of bad) {
    t.throws(() => parseKnownHosts(JSON.stringify([good, item])), { code: 'bad_known_hosts' })
  }
  for (const other of ['', '{}', '['])
    t.throws(() => parseKnownHosts(other), { code: 'bad_known_hosts' })
})
