import t from 'tap'

import { publicServer, textOf } from '../../support/public-server.ts'
import { xssCorpus } from '../../support/xss-corpus.ts'

const { get, page, json, world } = await publicServer(t)
const idsOf = (answer: Readonly<Record<string, unknown>>): string[] =>
  (answer['entries'] as { id: string }[]).map(({ id }) => id)

t.test('shows what the view shows, with the reason', async (t) => {
  const text = textOf(await page('/directory'))
  t.match(text, '4 entries')
  t.match(text, 'This node starts from this collective. Vouched for by Nube Libre.')
  t.match(text, 'Vouched for by Harbor Commons.')
  t.match(text, 'Listed by Harbor Commons. It has no node of its own here')
  t.notMatch(text, 'مرسم روزا', 'nobody vouches for it')
})

t.test('shows the others on demand, marked, and keeps search engines away', async (t) => {
  const body = await page('/directory?unvouched=1')
  t.match(textOf(body), 'مرسم روزا not vouched for')
  t.match(textOf(body), 'Nobody shown here vouches for it; this view asks for one.')
  t.match(body, '<meta name="robots" content="noindex" />')
  t.notMatch(await page('/directory'), 'content="noindex"')
})

t.test('finds words in any script, and says what a filter would leave', async (t) => {
  const { rosa, nube } = world
  t.strictSame(idsOf(await json('/directory?q=archivos')), [nube.collective.scid])
  t.strictSame(idsOf(await json('/directory?q=courriel')), [world.node.collective.scid])
  t.strictSame(idsOf(await json(`/directory?unvouched=1&q=${encodeURIComponent('مدونات')}`)), [
    rosa.collective.scid,
  ])
  const body = await page('/directory')
  t.match(body, /<a href="\/directory\?service=email" rel="nofollow"\s*>E-mail<\/a\s*>/)
  t.match(body, /href="\/directory\?place=NL"[^>]*>Netherlands</)
  t.match(body, /href="\/directory\?language=pt"[^>]*>Portuguese</)
})

t.test('a filter that is set can be taken back', async (t) => {
  const body = await page('/directory?q=mail&service=email&cost=donation')
  t.match(body, 'Remove the filter \u2068E-mail\u2069')
  t.match(body, 'href="/directory?q=mail&amp;cost=donation"')
  t.match(body, '<input type="hidden" name="service" value="email" />')
})

t.test('tells how to look more widely where nothing was found', async (t) => {
  const text = textOf(await page('/directory?q=archivos&service=email'))
  t.match(text, 'Nothing found')
  t.match(text, 'One entry without the words')
  t.match(text, 'One entry without the filter “Service”')
  t.match(textOf(await page('/directory?q=rosa')), 'One entry that nobody here vouches for')
})

t.test('pages have limits', async (t) => {
  t.match(await json('/directory?limit=1000000'), { total: 4, pages: 1 })
  t.match(await json('/directory?limit=2'), { total: 4, pages: 2 })
  const second = await page('/directory?page=2')
  t.match(textOf(second), '4 entries')
  for (const query of [
    'page=0',
    'page=-1',
    'page=x',
    'page=1.5',
    'limit=0',
    `q=${'a'.repeat(201)}`,
  ])
    t.equal((await get(`/directory?${query}`)).statusCode, 400, query)
  const many = Array.from({ length: 30 }, (_, at) => `service=x${at}`).join('&')
  t.equal((await get(`/directory?${many}`)).statusCode, 400)
})

t.test('queries mean words and nothing else', async (t) => {
  const hostile = ['"', '*', 'NEAR(', '-x', 'a AND', '((((', 'title:secret', "' or 1=1 --", '%_']
  for (const query of [...hostile, ...xssCorpus]) {
    const { statusCode } = await get(`/directory?q=${encodeURIComponent(query)}`)
    t.ok(statusCode === 200 || statusCode === 400, query)
    const facet = await get(`/directory?service=${encodeURIComponent(query.slice(0, 64))}`)
    t.equal(facet.statusCode, 200, query)
  }
})

t.test('gives the same as data', async (t) => {
  const answer = await json('/directory?service=email')
  t.match(answer, {
    view: 'default',
    total: 1,
    entries: [
      {
        id: world.node.collective.scid,
        kind: 'collective',
        standing: 'shown',
        url: `https://harbor.example/collectives/harbor~${world.node.collective.scid.slice(-8)}`,
        names: { en: 'Harbor Commons', es: 'Puerto Común' },
        services: [{ id: 'mail', type: 'email', load: 'limited' }, { id: 'lists' }],
      },
    ],
    facets: { service: { email: 1, 'mailing-list': 1 }, cost: { donation: 1 } },
    hints: null,
  })
  t.match((await get('/directory', { accept: 'application/json' })).headers, {
    'content-type': /^application\/json/,
    vary: /Accept/,
  })
})

t.test('a view with a stricter rule shows fewer', async (t) => {
  t.match(await json('/directory?view=strict'), { view: 'strict', total: 3 })
  const text = textOf(await page('/directory?view=strict&unvouched=1'))
  t.match(text, 'Only Harbor Commons vouches for it; this view asks for 2.')
})
