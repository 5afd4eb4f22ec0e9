import t from 'tap'

import { draftContent } from '../../../src/communique/compose.ts'
import { communiqueTextDigest } from '../../../src/record/kinds/communique.ts'
import { htmlProblems, publicServer } from '../../support/public-server.ts'
import { signTogether } from '../../support/three-collectives.ts'
import { unbalanced } from '../../support/unbalanced.ts'
import { xssCorpus } from '../../support/xss-corpus.ts'

const clean = xssCorpus
  .map((text) => text.trim())
  .filter((text) => /^[\u0020-\u007e]{1,150}$/.test(text))
const [title = ''] = clean
const { get, world } = await publicServer(t)
const { publisher, collective, store } = world.node
const end = collective.scid.slice(-8)

async function publish(): Promise<void> {
  const text = {
    sourceLanguage: 'en',
    title,
    summary: clean.slice(0, 10).join('\n\n'),
    paragraphs: clean.map((one, i) => ({ id: `p${i}`, text: one })),
    callToAction: clean.slice(10, 20).join('\n\n'),
  }
  const address = { draftOf: 'communique', text: 'hostile', number: 1, scope: 'public' } as const
  await publisher.publishContents([draftContent(text, address)])
  const [draft] = await store.listCurrent({ scid: collective.scid, types: ['Draft'] })
  if (draft === undefined) throw new Error('the draft was not published')
  const target = { collective: collective.scid, slug: draft.slug, digest: draft.statement }
  const amendments = clean.slice(0, 15).map((passage, i) => ({
    type: 'Amendment' as const,
    slug: `hostile.1.a${i}`,
    defaultLanguage: 'en',
    target,
    language: 'en',
    passage,
    replacement: clean[i + 20] ?? '',
    reasonMap: { en: passage },
  }))
  await publisher.publishContents(amendments)
  await publisher.publishContents([
    draftContent(
      { ...text, title: clean[1] ?? '' },
      { ...address, number: 2 },
      { goesOnFrom: [target] },
    ),
  ])
  const frozen = { nameMap: { en: title }, contentMap: { en: clean.join('\n\n') } }
  const communique = {
    ...frozen,
    type: 'Communique' as const,
    slug: 'finished',
    defaultLanguage: 'en',
    expires: '2027-11-22T12:00:00Z',
    credits: clean.slice(0, 10).map((name) => ({ name, role: 'wrote' })),
    tags: clean.slice(0, 5).map((tag) => tag.slice(0, 40).trim()),
    digests: { en: communiqueTextDigest(frozen, 'en') ?? '' },
  }
  const signed = await signTogether(world.node, communique)
  await signTogether(world.node, {
    type: 'Endorsement',
    slug: 'finished',
    defaultLanguage: 'en',
    communique: { collective: signed.scid, slug: signed.slug },
    digests: communique.digests,
    decisionRecord: {
      method: 'consensus',
      quorum: 1,
      agree: 1,
      reservations: 0,
      standAside: 0,
      block: 0,
      date: '2026-11-15',
    },
    letter: { name: title, received: '2026-11-20', how: 'email' },
    noteMap: { en: clean.slice(0, 10).join('\n') },
  })
  await world.refresh()
}
await publish()

t.test('texts that try to be markup stay texts, on pages and in feeds', async (t) => {
  for (const path of [
    '/',
    '/communiques',
    `/communiques/hostile~${end}`,
    `/communiques/hostile~${end}/history`,
    `/communiques/hostile~${end}/translations`,
    `/communiques/finished~${end}`,
    `/communiques/finished~${end}/print`,
    `/collectives/harbor~${end}`,
  ]) {
    const { statusCode, body } = await get(path, { accept: 'text/html' })
    t.equal(statusCode, 200, path)
    t.match(body, '&lt;', path)
    t.notMatch(body, /<(?:script|img|iframe|object|embed|base|math|style|video|audio)[\s>/]/i, path)
    t.notMatch(body, /<[^<>]*\son\w+=[^<>]*>/i, path)
    t.notMatch(body, /<[^<>]*href="(?:javascript|data|vbscript|file|blob):/i, path)
    t.equal(body.match(/<svg/g)?.length ?? 0, body.match(/<svg viewBox/g)?.length ?? 0, path)
    const problems = await htmlProblems(body)
    // What people write as headings may skip a level.
    t.strictSame(
      problems.filter((problem) => !problem.includes('heading-level')),
      [],
      path,
    )
  }
  const atom = await get('/feeds/communiques.atom')
  t.strictSame(unbalanced(atom.body), [], 'well-formed')
  t.match(atom.body, '<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>')
  const [, content = ''] = /<content type="html">(.*?)<\/content>/s.exec(atom.body) ?? []
  const entry = content.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  t.match(entry, '<p dir=')
  t.notMatch(entry, /<(?:script|img|iframe|svg|style)[\s>/]/i)
})
