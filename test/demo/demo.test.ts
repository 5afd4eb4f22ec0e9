import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { listingsOf, parseKnownHosts } from '../../src/directory/known-host-list.ts'
import { decodeObjectLine } from '../../src/federation/sync-lines.ts'
import { scidOf } from '../../src/record/did.ts'
import { digestOf } from '../../src/record/digest.ts'
import type { Commitment } from '../../src/record/kinds/commitment.ts'
import type { Listing } from '../../src/record/kinds/listing.ts'
import type { Vouch } from '../../src/record/kinds/vouch.ts'
import { parseManifest } from '../../src/record/manifest.ts'
import { parseObject } from '../../src/record/object.ts'
import { parseRecord } from '../../src/record/record.ts'
import { COMMUNIQUE_LANGUAGES, demoTextOn, verifyFile } from '../support/demo-text.ts'
import { DEMO_NODES, eventually, startDemo } from '../support/demo.ts'

/** Slow machines found three collectives in a minute; a demo that takes longer has failed. */
const START_PATIENCE = 180_000
/** From the first page until all three nodes hold the same. */
const SYNC_PATIENCE = 240_000
/** Of the communiqué: by all three, and a letter. */
const ENDORSEMENTS = 4
const PAGES = [
  '/',
  '/directory',
  '/charters',
  '/communiques',
  '/join',
  '/about',
  '/verify',
] as const
const HTML = { accept: 'text/html' }
const JSON_TYPE = { accept: 'application/json' }

t.setTimeout(START_PATIENCE + 2 * SYNC_PATIENCE)
interface Agreement {
  readonly heads: readonly string[]
  readonly members: readonly string[]
}

const demo = await startDemo()
t.teardown(async () => {
  if (!t.passing()) t.comment(demo.output())
  await demo.cleanUp()
})

async function read(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch(url, { headers })
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`)
  return await response.text()
}

async function lines(url: string): Promise<string[]> {
  return (await read(url)).split('\n').filter((line) => line !== '')
}

/** The objects of a feed; the numbers beside them are each node's own. */
async function objects(url: string): Promise<string[]> {
  return (await lines(url)).map((line) => decodeObjectLine(line)?.text ?? line).toSorted()
}

/** What the three nodes give away, once it is the same and the founding is complete. */
async function agreement(): Promise<Agreement | null> {
  const given = await Promise.all(
    DEMO_NODES.map(async (node) => ({
      heads: await objects(`${node}/sync/heads.ndjson`),
      members: await objects(`${node}/sync/members.ndjson`),
    })),
  )
  const [first] = given
  if (first === undefined || new Set(given.map((one) => JSON.stringify(one))).size > 1) return null
  const types = first.members.map((text) => parseRecord(text).type)
  const isSigned = types.filter((type) => type === 'Commitment').length === 3
  const isEndorsed = types.filter((type) => type === 'Endorsement').length === ENDORSEMENTS
  const listings = await listingsUnder(DEMO_NODES[0], first.heads)
  return isSigned && isEndorsed && listings.length >= known.length ? first : null
}

/** The listings that heads lead to, as one node gives them. */
async function listingsUnder(node: string, heads: readonly string[]): Promise<Listing[]> {
  const listings: Listing[] = []
  for (const text of heads) {
    const head = parseObject(text)
    if (head.kind !== 'head') throw new Error('heads.ndjson holds something else')
    // eslint-disable-next-line no-await-in-loop -- three of them
    const manifest = parseManifest(await read(`${node}/objects/${head.value.manifest}`))
    const digests = manifest.items.filter(({ type }) => type === 'Listing').map((i) => i.digest)
    if (digests.length === 0) continue
    // eslint-disable-next-line no-await-in-loop
    const response = await fetch(`${node}/objects`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ digests }),
    })
    // eslint-disable-next-line no-await-in-loop
    const texts = (await response.text()).split('\n').filter((line) => line !== '')
    listings.push(...texts.map((line) => parseRecord(line).value as unknown as Listing))
  }
  return listings
}

const known = listingsOf(
  parseKnownHosts(
    readFileSync(join(import.meta.dirname, '../../content/known-hosts.json'), 'utf8'),
  ),
)

let started = false

t.test('three nodes start', async (t) => {
  const health = await Promise.all(
    DEMO_NODES.map((node) => eventually(() => read(`${node}/healthz`), START_PATIENCE)),
  )
  for (const [i, node] of DEMO_NODES.entries()) {
    t.ok(health[i], `${node} answers`)
    t.ok(demo.output().includes(node), 'its address was printed')
  }
  started = t.passing()
})

/** Filled once the nodes agree. */
let agreed: Agreement | null = null

t.test('they come to hold the same', async (t) => {
  // Not after a failed start: and no bailout there, which would leave the demo running.
  if (!started) return t.fail('the demo did not start')
  agreed = await eventually(agreement, SYNC_PATIENCE)
  t.ok(agreed !== null, 'same heads and member-signed records on all three')
  if (agreed === null) return
  t.equal(agreed.heads.length, 3)
  const indexes = await Promise.all(
    DEMO_NODES.map(async (node) => (await lines(`${node}/sync/index.txt`)).toSorted()),
  )
  const [first = []] = indexes
  t.ok(first.length >= 3)
  for (const index of indexes) t.strictSame(index, first)
  for (const line of first) t.match(line, /^Qm\w{44} \S+ \S+Z zQm\w{44}$/)
})

t.test('each of them gives away every DID log, and the logs are the same', async (t) => {
  const scids = (agreed?.heads ?? []).map((text) => parseObject(text).value.scid)
  t.equal(new Set(scids).size, 3)
  for (const scid of scids) {
    const logs = await Promise.all(DEMO_NODES.map((node) => read(`${node}/did/${scid}/did.jsonl`)))
    t.equal(new Set(logs).size, 1, scid)
  }
  for (const [i, node] of DEMO_NODES.entries()) {
    const own = await read(`${node}/.well-known/did.jsonl`)
    t.match(own, new RegExp(`localhost%3A${8081 + i}`))
    t.match(await read(`${node}/.well-known/did-witness.json`), /versionId/)
  }
})

t.test('what is fetched by digest has that digest', async (t) => {
  for (const text of agreed?.members ?? []) {
    for (const node of DEMO_NODES) {
      t.equal(await read(`${node}/objects/${digestOf(text)}`), text)
    }
  }
})

t.test('all three signed the charter, one with a reservation, one as 2 of 3', async (t) => {
  const records = (agreed?.members ?? []).map((text) => parseRecord(text))
  const commitments = records.filter(({ type }) => type === 'Commitment')
  t.equal(new Set(commitments.map(({ scid }) => scid)).size, 3)
  const values = commitments.map(({ value }) => value as unknown as Commitment)
  t.equal(new Set(values.map(({ charter }) => JSON.stringify(charter))).size, 1)
  t.equal(values.filter(({ reservations = [] }) => reservations.length > 0).length, 1)
  t.equal(commitments.filter(({ signers }) => signers.length === 2).length, 1)
})

t.test('they vouch for each other', async (t) => {
  const vouches = (agreed?.members ?? [])
    .map((text) => parseRecord(text).value as unknown as Vouch)
    .filter(({ type }) => type === 'Vouch')
  const pairs = new Set(vouches.map(({ attributedTo, whom }) => `${scidOf(attributedTo)} ${whom}`))
  t.equal(pairs.size, 6)
})

t.test('the communiqué is the same on all three, in ten languages', async (t) => {
  const texts = await Promise.all(DEMO_NODES.map((node) => demoTextOn(node)))
  const statements = new Set(texts.map(({ page }) => page.version.statement))
  t.equal(statements.size, 1, 'one statement')
  for (const { page, history, translations, path, node } of texts) {
    const { digests } = page.version.record
    t.strictSame(Object.keys(digests).toSorted(), COMMUNIQUE_LANGUAGES, node)
    t.equal(page.endorsements.counted.length, 3)
    t.equal(page.endorsements.letters.length, 1)
    t.strictSame(Object.keys(page.endorsements.readers).toSorted(), ['ca', 'en', 'es', 'fr'])
    t.strictSame(page.amendments.map(({ outcome }) => outcome).toSorted(), ['accepted', 'declined'])
    t.match(page.rounds, [
      { counts: { agree: 1, 'agree-with-reservations': 1, 'stand-aside': 1, block: 0 } },
    ])
    t.strictSame(
      page.rounds[0]?.outcomes.map(({ kind }) => kind),
      ['frozen'],
    )
    t.equal(history.drafts.length, 4)
    t.ok(translations.translations.every(({ approved }) => approved))
    t.match(await read(`${node}${path}?language=ar`, HTML), /lang="ar"[^>]*dir="rtl"|dir="rtl"/)
    t.match(await read(`${node}${path}/history`, HTML), /<ins|<del/)
  }
})

t.test('its bundle is verified without a node, and a changed byte is found', async (t) => {
  const done = async () => (demo.output().includes('Ctrl-C stops') ? true : null)
  t.ok(await eventually(done, SYNC_PATIENCE), 'the demo has come to its end')
  const file = join(demo.data, 'autonomous-servers.tessera')
  t.match(await verifyFile(file), { code: 0, out: /endorsed by 3 collectives/ })
  const changed = join(demo.data, 'changed.tessera')
  const text = readFileSync(file, 'utf8').replace('soup nights', 'soap nights')
  writeFileSync(changed, text)
  t.match(await verifyFile(changed), { code: 1, out: /^Changed: in line \d+ .*byte/m })
})

t.test('every known host is listed, with its source, on every node', async (t) => {
  for (const node of DEMO_NODES) {
    const listings = await listingsUnder(node, agreed?.heads ?? [])
    t.strictSame(
      new Set(listings.map(({ host }) => host)),
      new Set(known.map(({ host }) => host)),
      node,
    )
    t.ok(listings.every(({ sources }) => sources.length > 0))
  }
})

t.test('pages can be read, and set nothing and call nobody', async (t) => {
  for (const node of DEMO_NODES) {
    for (const path of PAGES) {
      const response = await fetch(node + path, { headers: HTML })
      const html = await response.text()
      t.equal(response.status, 200, node + path)
      t.match(response.headers.get('content-type'), /^text\/html/)
      t.match(response.headers.get('content-security-policy'), /default-src 'none'/)
      t.equal(response.headers.get('set-cookie'), null)
      t.notMatch(html, /<script/i)
      t.match(html, /<main[ >]/)
    }
    t.match(await read(`${node}/fr/directory`, HTML), /<html lang="fr"/)
  }
})

t.test('the same addresses give data', async (t) => {
  for (const node of DEMO_NODES) {
    for (const path of ['/directory', '/charters', '/api/openapi.json', '/feeds/directory.json']) {
      t.ok(JSON.parse(await read(node + path, JSON_TYPE)), node + path)
    }
    t.match(await read(`${node}/feeds/directory.atom`), /<feed/)
  }
})

t.test('the directory finds a host by its name', async (t) => {
  const [name = ''] = known.flatMap(({ nameMap }) => Object.values(nameMap))
  for (const node of DEMO_NODES) {
    t.ok((await read(`${node}/directory?q=${encodeURIComponent(name)}`, HTML)).includes(name))
  }
})

t.test('the rest of the fediverse finds each collective', async (t) => {
  for (const node of DEMO_NODES) {
    const { host } = new URL(node)
    const resource = encodeURIComponent(`acct:collective@${host}`)
    const finger = JSON.parse(await read(`${node}/.well-known/webfinger?resource=${resource}`))
    t.match(finger.links, [{ rel: 'self', href: `${node}/actor` }])
    const actor = JSON.parse(await read(`${node}/actor`, { accept: 'application/activity+json' }))
    t.match(actor, { id: `${node}/actor`, type: 'Organization', inbox: `${node}/actor/inbox` })
    t.match(JSON.parse(await read(`${node}/.well-known/nodeinfo`)).links, [{}])
    t.ok(JSON.parse(await read(`${node}/.well-known/tessera.json`)))
  }
})

t.test('Ctrl-C ends all of it, without complaint, and frees the ports', async (t) => {
  const end = await demo.interrupt()
  t.equal(end.left, false, 'no process is left')
  t.ok(end.code === 0 || end.signal === 'SIGINT' || end.code === 130, JSON.stringify(end))
  t.notMatch(demo.output(), /\n\s+at .+:\d+:\d+/, 'no stack trace was printed')
  for (const node of DEMO_NODES) await t.rejects(fetch(`${node}/healthz`), node)
})
