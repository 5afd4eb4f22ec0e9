import t from 'tap'

import type { JsonObject } from '../../../src/record/canonical.ts'
import type { Charter } from '../../../src/record/kinds/charter.ts'
import { charterTextDigest } from '../../../src/record/kinds/charter.ts'
import { FOUNDING_LANGUAGES } from '../../support/founding-languages.ts'
import { htmlProblems, pathOf, publicServer, textOf } from '../../support/public-server.ts'
import { commitmentTo, signTogether } from '../../support/three-collectives.ts'

const { get, page, json, world } = await publicServer(t)
const { node, nube, rosa, charter } = world
const path = `/charters/charter-of-autonomous-servers~${nube.collective.scid.slice(-8)}`

/** The founding charter with one clause changed, as Atelier Rosa puts it forward. */
async function amend(): Promise<string> {
  const { value } = charter
  const { clauses, nameMap, summaryMap } = value as unknown as Charter
  const changed = clauses.map((clause) =>
    clause.id === 'root'
      ? {
          ...clause,
          contentMap: {
            ...clause.contentMap,
            en:
              clause.contentMap['en']?.replace('in words as plain as these', 'in plain words') ??
              '',
          },
        }
      : clause,
  )
  const text = { nameMap, clauses: changed, ...(summaryMap === undefined ? {} : { summaryMap }) }
  const record = await signTogether(rosa, {
    ...(text as unknown as JsonObject),
    type: 'Charter',
    slug: 'charter-2',
    defaultLanguage: 'en',
    authoritativeLanguages: ['en', 'fr'],
    amends: charter.statement,
    changesMap: { en: 'Says less about itself.' },
    digests: Object.fromEntries(
      Object.keys(nameMap).map((tag) => [tag, charterTextDigest(text, tag) ?? '']),
    ),
  })
  await signTogether(rosa, commitmentTo(record))
  await world.bring(rosa)
  return record.statement
}
const amended = await amend()

t.test('lists charters with who stands under them', async (t) => {
  const text = textOf(await page('/charters'))
  t.match(text, 'Charter of Autonomous Servers first version amended since')
  t.match(text, '2 collectives have signed this version. One of them with reservations.')
  t.match(text, 'One text that nobody in this view has signed')
  t.match(text, 'One more whom this view does not show.')
  t.match(await json('/charters'), {
    charters: [
      {
        statement: charter.statement,
        url: `https://harbor.example${path}`,
        languages: Object.keys(FOUNDING_LANGUAGES),
        count: { inForce: 2, withReservations: 1, suspended: 0, notShown: 0 },
        shown: true,
      },
      { statement: amended, amends: charter.statement, depth: 1, latest: true, shown: false },
    ],
  })
})

t.test('shows the text in any of its languages, clause by clause', async (t) => {
  const english = await page(path)
  t.match(english, '<section class="clause" id="clause-little-data">')
  t.match(textOf(english), '5. As little data as possible required · little-data')
  const french = await page(`${path}?text=fr`)
  t.match(french, '<div class="charter" lang="fr" dir="ltr">')
  t.match(textOf(french), '5. Le moins de données possible required')
  t.match(textOf(await page(`/fr${path}`)), '5. Le moins de données possible obligatoire')
  t.match(
    textOf(await page(`${path}?text=xx`)),
    '5. As little data as possible',
    'no such language',
  )
})

t.test('reads a translation from right to left, and says what is authoritative', async (t) => {
  const arabic = await page(`${path}?text=ar`)
  t.match(arabic, '<h1><bdi lang="ar" dir="rtl">ميثاق الخوادم المستقلة</bdi></h1>')
  t.match(arabic, '<div class="charter" lang="ar" dir="rtl">')
  t.match(arabic, '<h3>8. root في أيدٍ عدة</h3>')
  t.match(arabic, '<li aria-current="true"><bdi lang="ar" dir="rtl">العربية</bdi></li>')
  t.match(textOf(arabic), 'This is a translation. Authoritative: English and French.')
  t.strictSame(await htmlProblems(arabic), [])
  const french = await page(`/fr${path}?text=ar`)
  t.match(textOf(french), 'Ceci est une traduction. Font foi : anglais et français.')
  const own = await get(path, { accept: 'text/html', 'accept-language': 'ar-MA' })
  t.match(own.body, '<div class="charter" lang="ar" dir="rtl">', 'whoever reads it gets it')
  for (const tag of ['en', 'fr'])
    t.notMatch(textOf(await page(`${path}?text=${tag}`)), 'This is a translation', tag)
})

t.test('can be read in every language of the charter, one link from each other', async (t) => {
  for (const tag of Object.keys(FOUNDING_LANGUAGES)) {
    const body = await page(`${path}?text=${tag}`)
    t.equal(body.match(/<section class="clause"/g)?.length, 16, tag)
    for (const other of Object.keys(FOUNDING_LANGUAGES))
      t.equal(body.includes(`?text=${other}#text"`), other !== tag, `${tag} to ${other}`)
  }
})

t.test('shows who signed which version, with reservations in full', async (t) => {
  const body = await page(path)
  const text = textOf(body)
  t.match(text, 'Collectives and the versions they signed')
  t.match(text, /Nube Libre signed November 22, 2026 One reservation/)
  t.match(text, 'Sign of life')
  t.match(text, 'Where most of us live, a statement could be compelled.')
  t.match(text, 'One signatory whom this view does not show')
  const reserved = /href="#(reservations-[^"]*)"/.exec(body)?.[1] ?? ''
  t.match(body, `id="${reserved}"`, 'the link leads somewhere')
})

t.test('shows the tree of versions and what changed between two', async (t) => {
  const body = await page(`/charters/${amended}`)
  t.match(textOf(body), 'amends another')
  t.match(textOf(body), 'Says less about itself.')
  const diff = await page(`/charters/${amended}?compare=${charter.statement}`)
  t.match(textOf(diff), 'What changed since the version of November 22, 2026')
  t.match(diff, '<ins><span class="hidden">added: </span>words</ins>')
  t.match(diff, '<del><span class="hidden">removed: </span>as these</del>')
  t.match(diff, 'content="noindex"')
  const data = await json(`/charters/${amended}?compare=${charter.statement}`)
  const { clauses } = data['diff'] as { clauses: { id: string; change: string }[] }
  t.strictSame(
    clauses.filter(({ change }) => change !== 'same').map(({ id }) => id),
    ['root'],
  )
  t.match(textOf(await page(path)), 'There is a later version that amends this one.')
})

t.test('names lead on only where that is safe', async (t) => {
  const bare = await get('/charters/charter-of-autonomous-servers')
  t.equal(bare.headers.location, path)
  const other = await get('/charters/charter-2')
  t.equal(other.statusCode, 200, 'nobody in the view published it')
  t.match(other.body, 'content="noindex"')
  t.match(await json('/charters/charter-2'), { kind: 'choice', urls: [/charter-2~/] })
})

t.test('gives the same as data, and the record as it was signed', async (t) => {
  const data = await json(path)
  t.match(data, {
    kind: 'charter',
    statement: charter.statement,
    record: { type: 'Charter', slug: 'charter-of-autonomous-servers' },
    tree: [{ statement: charter.statement }, { statement: amended }],
    diff: null,
  })
  const signed = (data['signatories'] as { collective: string }[]).map(
    ({ collective }) => collective,
  )
  t.strictSame(signed, [node.collective.scid, nube.collective.scid].toSorted())
  t.match(data['others'], [{ collective: rosa.collective.scid }])
  const record = await get(pathOf(data['url']), { accept: 'application/activity+json' })
  t.equal(record.body, charter.text)
})

t.test('tells clause by clause who reserves, and how far each keeps it', async (t) => {
  const { clauses } = (await json(path)) as unknown as { clauses: { clause: string }[] }
  t.match(
    clauses.find(({ clause }) => clause === 'sign-of-life'),
    { counts: { unsaid: 2 }, reservations: [{ collective: nube.collective.scid }] },
  )
  const text = textOf(await page(path))
  t.match(text, /Sign of life recommended · one reservation · kept by 0/)
  t.match(text, /required · no reservations · kept by 0, in part by 2, not yet by 0; 0 say nothing/)
  t.match(text, /Nube Libre has a reservation:/)
  t.match(textOf(await page(`/fr${path}`)), /aucune réserve · tenue par 0, en partie par 2/)
  const unsigned = textOf(await page(`/charters/${amended}`))
  t.notMatch(unsigned, 'Clause by clause')
})

t.test('shows what a collective gives as evidence', async (t) => {
  const compliance = [
    {
      clause: 'little-data',
      state: 'partly',
      evidenceMap: { en: 'Logs of seven days.' },
      evidenceUrl: 'https://harbor.example/logs',
      date: '2026-11-01',
    },
  ]
  await signTogether(node, { ...commitmentTo(charter), compliance })
  await world.refresh()
  const shown = await page(path)
  t.match(textOf(shown), /keeps it in part \(November 1, 2026\) Logs of seven days\./)
  t.match(shown, 'href="https://harbor.example/logs" rel="nofollow noopener noreferrer ugc"')
  t.match(htmlProblems(shown), [])
})

t.test('shows since when and why a signature is suspended, or was taken back', async (t) => {
  const suspended = { since: '2026-11-20', reasonMap: { en: 'We move house.' } }
  await signTogether(node, { ...commitmentTo(charter), suspended })
  const reason = { withdrawn: true, withdrawnReasonMap: { en: 'We close.' } }
  await signTogether(nube, { ...commitmentTo(charter), ...reason })
  await world.bring(nube)
  const text = textOf(await page(path))
  t.match(text, 'Suspended since November 20, 2026 We move house.')
  t.match(text, 'Unless renewed, it no longer counts from November 22, 2028.')
  t.match(text, 'We close.')
  t.match(await json(path), { tree: [{ count: { inForce: 0, suspended: 1 } }, {}] })
})
