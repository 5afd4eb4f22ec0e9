import { generateKey } from 'openpgp'
import t from 'tap'

import { wkdHash } from '../../../src/directory/wkd.ts'
import type { JsonObject } from '../../../src/record/canonical.ts'
import { listingAbout } from '../../support/collective.ts'
import { pathOf, publicServer, textOf } from '../../support/public-server.ts'

const { publicKey } = await generateKey({
  type: 'curve25519',
  userIDs: [{ email: 'security@harbor.example' }],
  date: new Date('2026-11-01T00:00:00Z'),
})
const certificate = `${publicKey.replaceAll('\r\n', '\n').trim()}\n`
const contactKeys = [
  { kind: 'openpgp', purpose: 'security', value: certificate },
  { kind: 'age', value: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p' },
  { kind: 'age', value: `age1${'q'.repeat(58)}` },
]
const server = await publicServer(t, {
  profiles: { harbor: { contactKeys } as unknown as JsonObject },
})
const { get, page, json, world } = server
const { scid } = world.node.collective
const harbor = `/collectives/harbor~${scid.slice(-8)}`

t.test('shows who they are, what they offer and how they are reached', async (t) => {
  const text = textOf(await page(harbor))
  for (const words of [
    'Harbor Commons',
    'Founded May 2009',
    '4 to 7 people',
    'English and some Spanish',
    'Harbor Mail',
    'logs without addresses (3 days)',
    'all data on disk, end to end if you set it up',
    'Translators to Arabic',
    'security@harbor.example',
    'Updated November 22, 2026',
    'Last gone through November 20, 2026',
    'up to date',
  ])
    t.match(text, words)
})

t.test('marks hosts that do not say whose they are', async (t) => {
  t.match(textOf(await page(harbor)), 'https://mail.harbor.example/ not confirmed by the host')
  await world.proveHost('harbor.example')
  t.notMatch(textOf(await page(harbor)), 'not confirmed by the host')
})

t.test('shows keys with fingerprints in groups, and hands them out as files', async (t) => {
  const body = await page(harbor)
  t.match(body, /<kbd class="fingerprint" dir="ltr"\s*>(?:<span>[0-9A-F]{4}<\/span>){10}/)
  t.match(textOf(body), 'This key never expires')
  t.match(textOf(body), 'What is published here is no such key. Do not use it.')
  const files = [...body.matchAll(/href="([^"]*\/keys\/[^"]*)"/g)].map(([, href = '']) => href)
  t.equal(files.length, 2, 'what is no key is not handed out')
  const [first = '', second = ''] = files
  const download = await get(first)
  t.equal(download.body, certificate)
  t.match(download.headers, {
    'content-type': 'application/pgp-keys',
    'content-disposition': /^attachment; filename="zQm[^"/]*\.asc"$/,
  })
  t.match((await get(second)).body, /^age1[a-z0-9]+\n$/)
  const wkd = await get(`/.well-known/openpgpkey/hu/${wkdHash('security')}?l=security`)
  t.match(wkd.headers, { 'content-type': 'application/octet-stream' })
  t.ok(wkd.rawPayload.length > 100 && wkd.rawPayload[0] === 0xc6, 'packets, not armor')
  t.equal((await get('/.well-known/openpgpkey/policy')).statusCode, 200)
})

t.test('shows what they signed, with reservations, and who vouches', async (t) => {
  const text = textOf(await page(harbor))
  t.match(text, 'Charter of Autonomous Servers signed')
  t.match(text, 'consensus, November 15, 2026. 6 agreed, 1 with reservations, 0 stood aside')
  t.match(text, 'Without reservations.')
  t.match(text, 'Who vouches for them Nube Libre')
  t.match(text, 'Fingerprint compared in a video call')
  const nube = textOf(await page(`/collectives/nube~${world.nube.collective.scid.slice(-8)}`))
  t.match(nube, 'One reservation Sign of life Where most of us live')
})

t.test('tells the history of keys', async (t) => {
  const body = await page(harbor)
  t.match(textOf(body), 'Founded. Approved by 2 of 3 members.')
  t.match(textOf(body), '2 of 3 together')
  t.match(body, `href="/did/${scid}/did.jsonl"`)
})

t.test('has one address for each, and leads on from others only where that is safe', async (t) => {
  t.match(await page(`/collectives/${scid}`), new RegExp(`rel="canonical"\\s+href="${harbor}"`))
  const bare = await get('/fr/collectives/harbor?view=default')
  t.equal(bare.statusCode, 302)
  t.equal(bare.headers.location, `/fr${harbor}?view=default`)
  const rosa = await get('/collectives/rosa')
  t.equal(rosa.statusCode, 200, 'nobody vouches for the only one of that name')
  t.match(textOf(rosa.body), 'Which one do you mean?')
  t.match(rosa.body, 'content="noindex"')
})

t.test('keeps search engines from whom nobody vouches for', async (t) => {
  const rosa = await page(`/collectives/${world.rosa.collective.scid}`)
  t.match(rosa, 'content="noindex"')
  t.match(textOf(rosa), 'Nobody shown here vouches for it; this view asks for one.')
  t.notMatch(await page(harbor), 'content="noindex"')
})

t.test('shows Arabic in its direction, whatever the language of the page', async (t) => {
  const path = `/collectives/${world.rosa.collective.scid}`
  const english = await page(`/en${path}`)
  t.match(english, '<html lang="en" dir="ltr">')
  t.match(english, '<bdi lang="ar" dir="rtl">مرسم روزا</bdi>')
  t.match(english, '<div class="text" lang="ar" dir="rtl">')
  t.match(textOf(english), 'This text is not available in English. It is shown in Arabic.')
  const french = await page(`/fr${path}`)
  t.match(french, '<bdi lang="fr" dir="ltr">Atelier Rosa</bdi>')
  t.match(textOf(french), 'Un collectif de cinq personnes')
})

t.test('a host without a node has a page of its own, which says who says so', async (t) => {
  const text = textOf(await page('/collectives/host:mail.quay.example'))
  t.match(text, 'The collective itself has no node here and has signed nothing of this.')
  t.match(text, 'Listed by Harbor Commons from: A public list (October 22, 2024)')
  t.match(await json('/collectives/host:mail.quay.example'), {
    kind: 'host',
    host: 'mail.quay.example',
    standing: 'listed',
    listings: [{ by: scid, record: { type: 'Listing', host: 'mail.quay.example' } }],
  })
})

t.test('gives the same as data, and the record as it was signed', async (t) => {
  const answer = await json(harbor)
  t.match(answer, {
    kind: 'collective',
    scid,
    state: 'OK',
    standing: { shown: true, distance: 0, vouchedBy: [world.nube.collective.scid], gaps: [] },
    profile: { type: 'Profile', nameMap: { en: 'Harbor Commons' } },
    commitments: [{ state: 'in-force', record: { type: 'Commitment' } }],
    vouchesReceived: [{ voucher: world.nube.collective.scid }],
    listings: 2,
    log: [{ number: 1, approvals: 2, threshold: 2, members: 3, changes: [{ kind: 'founded' }] }],
  })
  const signed = await get(harbor, { accept: 'application/activity+json' })
  t.match(signed.headers['content-type'], 'application/activity+json')
  const [profile] = await world.node.store.listCurrent({ scid, types: ['Profile'] })
  t.equal(signed.body, profile?.text)
})

t.test('records have addresses', async (t) => {
  const [profile] = await world.node.store.listCurrent({ scid, types: ['Profile'] })
  const id = pathOf((JSON.parse(profile?.text ?? '') as { id: string }).id)
  const record = await get(id, { accept: 'application/activity+json' })
  t.equal(record.body, profile?.text)
  t.equal(record.headers.etag, `"${profile?.digest}"`)
  const led = await get(id)
  t.equal(led.headers.location, harbor)
  const [vouch] = await world.node.store.listCurrent({ scid, types: ['Vouch'] })
  t.equal(
    (await get(`/records/${scid}/Vouch/${vouch?.slug}`)).headers.location,
    `/verify?q=${vouch?.digest}`,
  )
})

t.test('warns of hosts that look like others', async (t) => {
  const { page, world } = await publicServer(t)
  await world.node.publisher.publishContents([
    listingAbout('harb0r.example'),
    listingAbout('xn--hrbor-4ve.example'),
  ])
  await world.refresh()
  const imitated = textOf(await page('/collectives/host:harb0r.example'))
  t.match(imitated, 'Careful: harb0r.example looks like harbor.example, which is another')
  const mixed = textOf(await page('/collectives/host:xn--hrbor-4ve.example'))
  t.match(mixed, 'Careful: xn--hrbor-4ve.example looks like harbor.example')
  t.notMatch(textOf(await page('/collectives/host:lists.hill.example')), 'Careful:')
})
