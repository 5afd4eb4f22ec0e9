import t from 'tap'

import type { JsonObject } from '../../../src/record/canonical.ts'
import { publicServer } from '../../support/public-server.ts'
import { unbalanced } from '../../support/unbalanced.ts'
import { xssCorpus } from '../../support/xss-corpus.ts'

interface Feed extends JsonObject {
  readonly items: readonly {
    readonly title: string
    readonly url: string
    readonly language: string
  }[]
}

t.test('tells what changed, each in its own language', async (t) => {
  const { get, world } = await publicServer(t)
  const atom = await get('/fr/feeds/directory.atom')
  t.match(atom.headers['content-type'], 'application/atom+xml')
  t.match(atom.body, '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">')
  t.match(atom.body, '<title>Changements dans l’annuaire</title>')
  t.match(atom.body, /<entry xml:lang="es">\s*<id>[^<]*<\/id>\s*<title>Nube Libre<\/title>/)
  t.match(atom.body, '<category term="Courriel"/>')
  const json = (await get('/feeds/directory.json')).json<Feed>()
  t.match(json, { version: 'https://jsonfeed.org/version/1.1', language: 'en' })
  t.strictSame(json.items.map(({ title }) => title).toSorted(), [
    'Harbor Commons',
    'Nube Libre',
    'lists.hill.example',
    'mail.quay.example',
  ])
  t.match(
    json.items.find(({ title }) => title === 'Nube Libre'),
    {
      language: 'es',
      content_text: 'Archivos y pads sin amo',
      url: `https://harbor.example/collectives/nube~${world.nube.collective.scid.slice(-8)}`,
    },
  )
})

t.test('a change that comes later comes first', async (t) => {
  const { get, world } = await publicServer(t)
  const titles = async (): Promise<string[]> =>
    (await get('/feeds/directory.json')).json<Feed>().items.map(({ title }) => title)
  const before = await titles()
  await world.node.publisher.publishContents([
    {
      type: 'Listing',
      slug: 'wiki',
      defaultLanguage: 'en',
      nameMap: { en: 'A wiki of the valley' },
      about: 'wiki.valley.example',
      host: 'wiki.valley.example',
      sources: [{ nameMap: { en: 'Word of mouth' }, date: '2026-11-20' }],
    },
  ])
  await world.refresh()
  t.strictSame(await titles(), ['A wiki of the valley', ...before])
})

t.test('names that try to be markup stay names, in feeds and on pages', async (t) => {
  const clean = xssCorpus.filter((text) => /^[\u0020-\u007e]{1,150}$/.test(text))
  t.ok(clean.length > 90)
  const nameMap = { en: clean[0] ?? '' }
  const services = clean.map((text, at) => ({
    id: `s${at}`,
    type: 'other',
    nameMap: { en: text.trim() },
    summaryMap: { en: text },
    quotas: [{ what: text.trim(), value: 1, unit: text.trim() }],
    cost: { kind: 'free', noteMap: { en: text } },
  }))
  const hostile = {
    nameMap,
    taglineMap: { en: clean[6] ?? '' },
    summaryMap: { en: clean.slice(0, 25).join('\n\n') },
    selfStatementMap: { en: clean.toReversed().join('\n\n') },
    services: services.slice(0, 60),
    alsoKnownAs: clean.slice(0, 10).map((text) => text.trim()),
    decisionMethodMap: { en: clean.slice(20, 45).join('\n') },
  } as unknown as JsonObject
  const { get, page, world } = await publicServer(t, { profiles: { harbor: hostile } })
  const { scid } = world.node.collective
  for (const url of [
    '/',
    '/directory',
    `/collectives/${scid}`,
    '/fr/about',
    `/charters/${world.charter.statement}`,
  ]) {
    const body = await page(url)
    t.match(body, '&lt;', url)
    t.notMatch(body, /<(?:script|img|iframe|object|embed|base|math|style|video|audio)[\s>/]/i, url)
    t.notMatch(body, /<[^<>]*\son\w+=[^<>]*>/i, url)
    t.notMatch(body, /<[^<>]*href="(?:javascript|data|vbscript|file|blob):/i, url)
    t.equal(body.match(/<svg/g)?.length ?? 0, body.match(/<svg viewBox/g)?.length ?? 0, url)
  }
  const atom = (await get('/feeds/directory.atom')).body
  t.match(atom, '<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>')
  t.strictSame(unbalanced(atom), [], 'well-formed')
  const json = (await get('/feeds/directory.json')).json<Feed>()
  t.ok(json.items.some(({ title }) => title === clean[0]))
})
