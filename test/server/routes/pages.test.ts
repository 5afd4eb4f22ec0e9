import { brotliCompressSync } from 'node:zlib'

import t from 'tap'

import { htmlProblems, publicServer } from '../../support/public-server.ts'

const server = await publicServer(t)
const { get, page, world } = server
const { scid } = world.node.collective
const scid8 = (of: string): string => of.slice(-8)
const harbor = `/collectives/harbor~${scid8(scid)}`
const charter = `/charters/charter-of-autonomous-servers~${scid8(world.nube.collective.scid)}`

const PAGES = [
  '/',
  '/?view=strict',
  '/directory',
  '/directory?q=correo',
  '/directory?service=email&language=es&unvouched=1',
  '/directory?q=nothing-like-this&service=vpn',
  harbor,
  `/collectives/${world.rosa.collective.scid}`,
  `/collectives/nube~${scid8(world.nube.collective.scid)}`,
  '/collectives/rosa',
  '/collectives/host:mail.quay.example',
  '/charters',
  charter,
  `${charter}?text=fr`,
  `/charters/${world.charter.statement}?compare=${world.charter.statement}`,
  '/join',
  '/about',
  '/about?view=strict',
  '/verify',
  `/verify?q=${world.charter.digest}`,
  '/verify?q=nonsense',
  '/api',
]

t.test('every page is valid and accessible HTML, in every language', async (t) => {
  for (const path of PAGES) {
    for (const url of [path, `/fr${path}`]) {
      const { statusCode, body } = await get(url)
      t.equal(statusCode, path === '/verify?q=nonsense' ? 400 : 200, url)
      t.match(body, /<h1[ >]/, url)
      t.strictSame(await htmlProblems(body), [], url)
    }
  }
})

t.test('pages ask nobody else for anything, run nothing and set nothing', async (t) => {
  for (const url of PAGES) {
    const { body, headers } = await get(url)
    t.notMatch(body, /<script|<iframe|<img|<object|style="|\son\w+="/, url)
    t.equal(headers['set-cookie'], undefined, url)
    t.match(headers['content-security-policy'], "default-src 'none'", url)
    for (const [, address = ''] of body.matchAll(/<link [^>]*href="([^"]*)"/g))
      t.match(address, /^\/(?!\/)/, url)
  }
})

t.test('pages are light', async (t) => {
  for (const url of PAGES) t.ok(brotliCompressSync(await page(url)).length < 20_000, url)
})

/** How many parts a page has. */
function sections(body: string): number {
  return body.match(/<(?:section|article|h2)/g)?.length ?? 0
}

t.test('a page is as long in French as in English, and in French', async (t) => {
  for (const path of ['/', '/directory', '/join', '/about', '/verify', '/charters']) {
    const [english, french] = [await page(`/en${path}`), await page(`/fr${path}`)]
    t.match(french, '<html lang="fr" dir="ltr">')
    t.not(english, french)
    t.equal(sections(english), sections(french), path)
  }
})

t.test('a fixed language and a chosen view stay in every link to a page', async (t) => {
  const body = await page('/fr/directory?view=strict')
  const main = /<main.*<\/main>/s.exec(body)?.[0] ?? ''
  const links = [...main.matchAll(/href="(\/[^"]*)"/g)].map(([, href = '']) => href)
  t.ok(links.length > 3)
  for (const href of links) t.match(href, /^\/fr\//)
  const kept = links.filter((href) => href.includes('view=strict'))
  // The switch leads to the other views.
  t.ok(kept.length >= links.length - 1, links.join(' '))
  t.match(body, '<input type="hidden" name="view" value="strict" />')
})

t.test('what is not there is not there', async (t) => {
  for (const url of [
    '/collectives/nobody',
    `/collectives/Qm${'1'.repeat(44)}`,
    '/collectives/host:none.example',
    '/charters/none',
    `/charters/zQm${'1'.repeat(44)}`,
    `${charter}?compare=zQm${'1'.repeat(44)}`,
    '/directory?view=none',
    `/records/${scid}/Profile/none`,
    `${harbor}/keys/none.asc`,
    '/.well-known/openpgpkey/hu/iffe93qcsgp4c8ncbb378rxjo6cn9q6u',
  ]) {
    const { statusCode, headers } = await get(url)
    t.equal(statusCode, 404, url)
    t.match(headers['content-type'], 'text/html', url)
    t.equal((await get(url, { accept: 'application/json' })).statusCode, 404, url)
  }
})
