import t from 'tap'

import { type Desk, desk, deskIn, founded } from '../support/cli.ts'
import { BRIEF, bringAll, drafted, LETTER, say, show, twoDesks } from '../support/desks.ts'

t.test('drafts go on from each other, and paragraphs keep their ids', async (t) => {
  const at = await drafted(await founded(desk(t)))
  t.strictSame((await at.json<object[]>('communique', 'list')).length, 1)
  const changed = at.write('b.md', LETTER.replace('First.', 'Before all.').replace('# A', '# Our'))
  t.match(await say(at, 'draft', 'letter', changed, '--stage', 'collecting'), {
    code: 0,
    out: /^Published: draft letter\.2\./,
  })
  const page = await show(at)
  t.match(page, { stage: 'collecting', history: [{}, {}], heads: [page.history[1]?.statement] })
  const history = await at.run('communique', 'show', 'letter', '--history')
  t.match(history.out, /title: changed\n +\[-A-\]\{\+Our\+\} letter/)
  t.match(history.out, /p1: changed\n +\[-First-\]\{\+Before all\+\}\./)
  t.notMatch(history.out, /p2/)
  const plain = await at.run('communique', 'show', 'letter')
  t.match(plain, { code: 0, out: /\[p1\]\nBefore all\.\n\n\[p2\]\nTwo boats\./ })
})

t.test('a bad text or name changes nothing', async (t) => {
  const at = await founded(desk(t))
  const before = await at.json('status')
  const file = at.write('a.md', LETTER)
  t.match(await say(at, 'draft', 'Letter!', file), { code: 1, err: /letters a to z/ })
  t.match(await say(at, 'draft', 'letter', at.write('x.md', 'no title')), { code: 1, err: /# / })
  t.match(await say(at, 'draft', 'letter', at.path('none.md')), { code: 1, err: /no file/ })
  t.match(await say(at, 'draft', 'letter', file, '--language', 'in_english'), {
    code: 2,
    err: /tag/,
  })
  t.match(await say(at, 'draft', 'letter', file, '--from', 'nothing'), { code: 1, err: /No text/ })
  t.match(await say(at, 'draft', 'letter', file, '--amends', 'x'), { code: 2, err: /--amends/ })
  t.match(await say(at, 'draft', 'letter', file, '--scope', 'named'), { code: 2, err: /--to/ })
  t.match(await say(at, 'draft', 'letter'), { code: 2, err: /FILE is needed/ })
  t.match(await at.run('communique', 'draft', 'letter', file), { code: 3, err: /passphrase/ })
  t.match(await say(at, 'show', 'letter'), { code: 1, err: /No text here is called "letter"/ })
  t.match(await say(at, 'round', 'letter', '--until', '2020-01-01'), { code: 2, err: /over/ })
  t.strictSame(await at.json('status'), before)
})

t.test('without a file the editor opens with the newest draft', async (t) => {
  const env = { EDITOR: `sed -i 's/boats/ships/'` }
  const at = await founded(deskIn(`${t.testdir()}/desk`, { env }))
  await drafted(at)
  t.match(await say(at, 'draft', 'letter'), { code: 0, out: /letter\.2/ })
  t.match((await at.run('communique', 'show', 'letter')).out, /Two ships\./)
  t.match(await say(at, 'draft', 'letter'), { code: 1, err: /Nothing was changed/ })
})

t.test('a peer amends, and is answered in the next draft', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  await drafted(harbor)
  await bringAll(harbor, nube)
  const amend = (...more: string[]) => say(nube, 'amend', 'letter', '--reason', 'Más.', ...more)
  t.match(await amend('--passage', 'boat'), { code: 0, out: /^Proposed: letter\.1\.\w{8}\.a1~/ })
  t.match(await amend('--passage', 'Two', '--replacement', 'Three', '--language', 'es'), {
    code: 0,
    out: /\.a2~/,
  })
  t.match(await amend('--passage', 'nowhere'), { code: 1, err: /does not stand/ })
  t.match(await amend('--passage', 'o'), { code: 1, err: /more than once/ })
  t.match(await amend('--passage', 'x', '--in', 'fr'), { code: 1, err: /translation/ })
  t.match(await say(nube, 'amend', 'letter', '--passage', 'Two'), { code: 2, err: /--reason/ })
  await bringAll(harbor, nube)
  const [first, second] = (await show(harbor)).amendments.map(({ name }) => name)
  const answer = (...more: string[]) => say(harbor, 'answer', 'letter', ...more)
  t.match(await answer(first ?? '', '--decline'), { code: 2, err: /--reason/ })
  t.match(await answer(first ?? ''), { code: 2, err: /--accept or --decline/ })
  t.match(await answer('a9', '--accept'), { code: 1, err: /No amendment/ })
  t.match(await say(nube, 'answer', 'letter', first ?? '', '--accept'), {
    code: 1,
    err: /Another collective writes/,
  })
  t.match(await answer(first ?? '', '--decline', '--reason', 'It floats.'), { code: 0 })
  t.match(await answer(second ?? '', '--accept'), { code: 0 })
  await bringAll(harbor, nube)
  for (const at of [harbor, nube]) {
    const page = await show(at)
    t.strictSame(
      page.amendments.map(({ outcome }) => outcome),
      ['declined', 'accepted'],
    )
    t.match((await at.run('communique', 'show', 'letter')).out, /Three boats\./)
    const { out } = await at.run('communique', 'show', 'letter', '--history')
    t.match(out, /\.a1~\w+ of Harbor Commons, declined: It floats\./)
  }
})

t.test('anyone goes on from any version, and the kinship stays visible', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  await drafted(harbor)
  await bringAll(harbor, nube)
  const [origin] = (await show(nube)).heads
  const other = nube.write('b.md', LETTER.replace('Two', 'Four'))
  t.match(await say(nube, 'draft', 'reply', other, '--from', origin ?? ''), { code: 0 })
  await bringAll(harbor, nube)
  const [ours, theirs] = [await show(harbor), await show(harbor, 'reply')]
  t.strictSame([ours.relatives, theirs.relatives], [[theirs.name], [ours.name]])
  // And the initiator takes it in, in a draft that goes on from both.
  const joined = harbor.write('c.md', LETTER.replace('Two', 'Four'))
  t.match(await say(harbor, 'draft', 'letter', joined, '--from', 'reply'), { code: 0 })
  t.match(await harbor.run('communique', 'show', 'letter', '--history'), {
    out: /goes on from letter\.1 of Harbor Commons, reply\.1 of Harbor Commons/,
  })
})

t.test('what was written apart is shown and joined, and nothing is lost', async (t) => {
  const at = await drafted(await founded(desk(t)))
  const [first = ''] = (await show(at)).heads
  const version = (word: string) => at.write(`${word}.md`, LETTER.replace('Two', word))
  await say(at, 'draft', 'letter', version('Five'), '--from', first)
  await say(at, 'draft', 'letter', version('Six'), '--from', first)
  t.equal((await show(at)).heads.length, 2)
  const { out } = await at.run('communique', 'show', 'letter')
  t.match(out, /Written apart, 2 versions.*\[-Two-\]\{\+Five\+\}.*\[-Two-\]\{\+Six\+\}/s)
  t.match(await at.run('communique', 'list'), { out: /2 versions apart/ })
  t.match(await say(at, 'draft', 'letter', version('Ten')), { code: 1, err: /written apart/ })
  t.match(await say(at, 'round', 'letter', '--until', '2027-01-01'), { code: 1, err: /apart/ })
  t.match(await say(at, 'draft', 'letter', version('Ten'), '--join'), { code: 0 })
  t.equal((await show(at)).heads.length, 1)
})

/** Into French. */
const translate = (at: Desk, ...more: string[]) => say(at, 'translate', 'letter', 'fr', ...more)

t.test('a translation is stale where the source changed, and nowhere else', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  await drafted(harbor)
  await bringAll(harbor, nube)
  const file = nube.write('fr.md', BRIEF)
  t.match(await translate(nube, file), { code: 0, out: /5 of 5 parts in fr/ })
  t.match(await translate(nube, file), { code: 1, err: /Nothing in it is new/ })
  t.match(await translate(nube, nube.write('s.md', '# Une\n\nUn.\n')), {
    code: 1,
    err: /2 paragraphs, the translation 1/,
  })
  t.match(await say(nube, 'translate', 'letter', 'en', file), { code: 1, err: /itself is in en/ })
  await bringAll(harbor, nube)
  t.match(await translate(harbor, '--approve', '--part', 'p9'), { code: 1, err: /no part "p9"/ })
  t.match(await translate(harbor, '--approve'), { code: 0, out: /^Approved: 5/ })
  t.match(await translate(harbor, '--approve'), { code: 1, err: /no wording to approve/ })
  const changed = harbor.write('b.md', LETTER.replace('Two', 'Three'))
  await say(harbor, 'draft', 'letter', changed)
  await bringAll(harbor, nube)
  for (const at of [harbor, nube]) {
    const [french] = (await show(at)).translations
    t.match(french, { counts: { approved: 4, stale: 1 }, translators: [/^Qm/], reviewers: [/^Qm/] })
    t.match(
      french?.parts.find(({ id }) => id === 'p2'),
      { state: 'stale' },
    )
  }
  const template = await nube.run('communique', 'translate', 'letter', 'fr', '--template')
  t.match(template.out, /<!-- p2: .*Three boats\. -->\n\nDeux bateaux\.\n\n---\n\nVenez\./s)
  // Left as it was, nobody has said that it is right.
  t.match(await translate(nube, nube.write('t.md', template.out)), { code: 1, err: /untranslated/ })
  const mended = nube.write('u.md', template.out.replace('Deux', 'Trois'))
  t.match(await translate(nube, mended), { code: 0, out: /1 of 5 parts in fr \(p2\)/ })
  t.match(await translate(nube, '--part', 'p1', '--text', 'Une.', '--state', 'draft'), { code: 0 })
  t.match(await nube.run('communique', 'show', 'letter', '--translations'), {
    out: /fr: 4 approved, 1 needs-review\n +translated by Harbor Commons/,
  })
})

t.test('a template leaves out what nobody has translated', async (t) => {
  const at = await drafted(await founded(desk(t)))
  const { out } = await at.run('communique', 'translate', 'letter', 'ar', '--template')
  const part = at.write('ar.md', out.replace(/(p1: [^>]*-->\n\n)___/, '$1أولاً.'))
  t.match(await say(at, 'translate', 'letter', 'ar', part), { code: 0, out: /1 of 5 parts.*p1/ })
  const isolated = 'رقم \u2066+1 (2)\u2069.'
  await say(at, 'translate', 'letter', 'ar', '--part', 'title', '--text', isolated)
  const again = await at.run('communique', 'translate', 'letter', 'ar', '--template')
  t.ok(again.out.includes(`# ${isolated}\n`), 'right-to-left text comes back as it went in')
  const shown = await at.run('communique', 'show', 'letter', '--language', 'ar')
  t.match(shown.out, /Not all of it is in ar.*\[p1\]\nأولاً\.\n\n\[p2, not translated\]\nTwo/s)
})
