import { readFileSync } from 'node:fs'

import t from 'tap'

import { allKeys, type Desk, desk, founded } from '../support/cli.ts'
import {
  BRIEF,
  bringAll,
  bringSealed,
  DECISION,
  drafted,
  LETTER,
  pass,
  say,
  show,
  twoDesks,
} from '../support/desks.ts'

const take = (at: Desk, ...more: string[]) => say(at, 'position', 'letter', ...more)

t.test('a round collects positions with their reasons', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  await drafted(harbor)
  await bringAll(harbor, nube)
  t.match(await take(nube, 'agree', ...DECISION), { code: 1, err: /No round is open/ })
  t.match(await say(harbor, 'round', 'letter', '--until', '2026-12-01'), { code: 0 })
  await bringAll(harbor, nube)
  t.match(await take(nube, 'block', ...DECISION), { code: 2, err: /--reason/ })
  t.match(await take(nube, 'agree', '--method', 'consensus', '--agree', '1', '--quorum', '5'), {
    code: 1,
    err: /fewer took part/,
  })
  t.match(await take(nube, 'against'), { code: 2, err: /against/ })
  t.match(await take(nube, 'observer'), { code: 0 })
  t.match(await take(nube, 'stand-aside', '--reason', 'No estuvimos.', ...DECISION), { code: 0 })
  t.match(await take(harbor, 'agree', ...DECISION), { code: 0 })
  await bringAll(harbor, nube)
  for (const at of [harbor, nube]) {
    t.match((await show(at)).rounds, [{ counts: { agree: 1, 'stand-aside': 1, observer: 0 } }])
    const { out } = await at.run('communique', 'show', 'letter', '--rounds')
    t.match(out, /stand-aside, Harbor Commons: No estuvimos\.\n +decided on 2026-11-20/)
  }
  t.match(await say(harbor, 'draft', 'letter', '--withdraw', '--reason', 'Too late.'), { code: 0 })
  const page = await show(harbor)
  t.match(page, { stage: 'withdrawn', rounds: [{ outcomes: [{ kind: 'withdrawn' }] }] })
  const freeze = await harbor.run('communique', 'freeze', 'letter', ...allKeys(harbor))
  t.match(freeze, { code: 1, err: /was ended/ })
})

t.test('who goes on without a blocker says why, and it stays visible', async (t) => {
  const at = await drafted(await founded(desk(t)))
  await say(at, 'round', 'letter', '--until', '2026-12-01')
  await say(at, 'position', 'letter', 'block', '--reason', 'It names us.', ...DECISION)
  const freeze = (...more: string[]) =>
    at.run('communique', 'freeze', 'letter', ...more, ...allKeys(at))
  t.match(await freeze(), { code: 2, err: /a block is no vote.*--reason is needed/s })
  t.equal((await show(at)).frozen.length, 0)
  t.match(await at.json('communique', 'freeze', 'letter', '--reason', 'We ask.', ...allKeys(at)), {
    outcome: 'published',
  })
  const page = await show(at)
  t.match(page.rounds, [{ outcomes: [{ kind: 'frozen', without: [/^Qm/] }] }])
  t.equal(page.rounds[0]?.outcomes.length, 1)
  const { out } = await at.run('communique', 'show', 'letter', '--history')
  t.match(out, /letter\.3, frozen.*\n +because: We ask\./)
})

t.test('a language added later leaves endorsements as they are', async (t) => {
  const at = await drafted(await founded(desk(t)))
  const keys = allKeys(at)
  const endorse = (...more: string[]) => at.run('communique', 'endorse', 'letter', ...more)
  t.match(await endorse('--read', 'en', ...DECISION, ...keys), { code: 1, err: /not frozen/ })
  await say(at, 'translate', 'letter', 'fr', at.write('fr.md', BRIEF))
  const freeze = (...more: string[]) => at.run('communique', 'freeze', 'letter', ...more, ...keys)
  t.match(await freeze('--language', 'pt'), { code: 1, err: /no translation/ })
  t.match(await freeze('--tag', 'boats', '--license', 'CC-BY-SA-4.0'), {
    code: 0,
    err: /Left out: fr, not approved: 5 parts\.\n.*text in en: zQm/s,
  })
  t.match(await endorse('--read', 'fr', ...DECISION, ...keys), { code: 1, err: /not frozen in fr/ })
  t.match(await endorse('--read', 'en', ...DECISION, '--block', '1', ...keys), { code: 1 })
  t.match(await endorse('--read', 'en', ...DECISION, '--note', 'Gladly.', ...keys), {
    code: 0,
    err: /read in en: zQm.*decided on 2026-11-20 by consensus: 7 agree/s,
  })
  const letter = ['--letter', 'Radio Marea', '--read', 'en', ...DECISION, ...keys]
  t.match(await endorse(...letter), { code: 2, err: /--received/ })
  t.match(await endorse(...letter, '--received', '2026-11-20', '--how', 'post'), { code: 0 })
  at.elapse(1000)
  await say(at, 'translate', 'letter', 'fr', '--approve')
  t.match(await freeze(), { code: 0, out: /Communique "letter", version 2/ })
  const page = await show(at)
  t.match(page, { languages: ['en', 'fr'], signed: { counted: [{}], letterCount: 1 } })
  t.match(await at.run('communique', 'show', 'letter', '--language', 'fr'), {
    out: /Deux bateaux\..*Endorsed by 1, by letter 1.*by letter: Radio Marea, post/s,
  })
  at.elapse(1000)
  t.match(await endorse('--withdraw', ...keys), { code: 2, err: /--reason/ })
  t.match(await endorse('--withdraw', '--reason', 'No more.', ...keys), { code: 0 })
  t.match(await endorse('--withdraw', '--reason', 'No more.', ...keys), { code: 1 })
  t.match((await show(at)).signed, { counted: [], letterCount: 1 })
})

t.test('another text under the same name is told before it is signed', async (t) => {
  const at = await drafted(await founded(desk(t)))
  await at.run('communique', 'freeze', 'letter', ...allKeys(at))
  await say(at, 'draft', 'letter', at.write('b.md', LETTER.replace('Two', 'No')))
  const withoutYes = allKeys(at).filter((flag) => flag !== '--yes')
  const asked = await at.run('communique', 'freeze', 'letter', ...withoutYes)
  t.match(asked, { code: 2, err: /another text now: en\..*--yes is needed/s })
  t.equal((await show(at)).frozen.length, 1)
})

t.test('a sealed text is shown to whom it is for, and published by nobody else', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  const { identity } = await nube.json<{ identity: { scid: string } }>('status')
  await drafted(harbor, '--to', identity.scid)
  t.strictSame(await harbor.json('communique', 'list'), [])
  t.match(await harbor.run('communique', 'show', 'letter'), { code: 1, err: /No text/ })
  const sealed = ['--sealed', ...pass(harbor)]
  t.match(await harbor.json('communique', 'list', ...sealed), [{ stage: 'writing', shown: true }])
  t.match(await harbor.run('communique', 'show', 'letter', ...sealed), { out: /Two boats\./ })
  // What follows goes to the same, and so does what is said of it.
  t.match(await say(harbor, 'round', 'letter', '--until', '2026-12-01'), { out: /sealed/ })
  await say(harbor, 'position', 'letter', 'agree', ...DECISION)
  t.match(await harbor.json('status'), { records: { Profile: 1, Draft: undefined } })
  const rounds = await harbor.run('communique', 'show', 'letter', '--rounds', ...sealed)
  t.match(rounds.out, /agree, Harbor Commons/)
  const wide = harbor.write('b.md', LETTER)
  const asked = await say(harbor, 'draft', 'letter', wide, '--scope', 'public')
  t.match(asked, { code: 2, err: /--yes/ })
  t.match(await say(harbor, 'draft', 'letter', wide, '--scope', 'public', '--yes'), { code: 0 })
  t.equal((await harbor.json<object[]>('communique', 'list')).length, 1)
  t.match(await harbor.run('log'), { out: /record_sealed/ })
})

t.test('whom it is sealed to answers in the same circle', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  const { identity } = await nube.json<{ identity: { scid: string } }>('status')
  await drafted(harbor, '--to', identity.scid)
  await bringSealed(harbor, nube)
  nube.elapse(5000)
  const sealed = ['--sealed', ...pass(nube)]
  t.match(await nube.run('communique', 'show', 'letter', ...sealed), { out: /Two boats\./ })
  const amend = ['--passage', 'Two', '--replacement', 'Six', '--reason', 'More of us.']
  t.match(await say(nube, 'amend', 'letter', ...amend), { code: 0 })
  t.match(await say(nube, 'translate', 'letter', 'fr', nube.write('fr.md', BRIEF)), { code: 0 })
  const reply = nube.write('reply.md', LETTER.replace('Two', 'Six'))
  t.match(await say(nube, 'draft', 'reply', reply, '--from', 'letter'), { out: /sealed/ })
  t.match(await nube.json('status'), { records: { Profile: 1, Amendment: undefined } })
  t.strictSame(await nube.json('communique', 'list'), [])
  await bringSealed(nube, harbor)
  harbor.elapse(60_000)
  t.match(await say(harbor, 'answer', 'letter', 'a1', '--accept'), { out: /sealed/ })
  const shown = await harbor.json('communique', 'show', 'letter', '--sealed', ...pass(harbor))
  t.match(shown, {
    amendments: [{ outcome: 'accepted' }],
    relatives: [/^reply~/],
    translations: [{ language: 'fr', counts: { stale: 1, 'needs-review': 4 } }],
  })
})

t.test('a charter comes to be in the same way', async (t) => {
  const at = await founded(desk(t))
  await at.run('charter', 'publish-founding', ...allKeys(at))
  const source = readFileSync(
    new URL('../../content/charter/founding.en.md', import.meta.url),
    'utf8',
  )
  const changed = at.write('en.md', `${source}\n## Meals {#meals}\n\nWe eat together.\n`)
  const draft = (...more: string[]) =>
    at.run('charter', 'draft', 'second-charter', changed, ...more, ...pass(at))
  const founding = 'charter-of-autonomous-servers'
  t.match(await draft('--amends', founding, '--recommended', 'meal'), { code: 1, err: /"meal"/ })
  t.match(await draft('--amends', founding, '--recommended', 'meals'), { code: 0 })
  t.match(await at.run('charter', 'drafts'), { out: /second-charter~\w+ .*writing/ })
  t.match(await at.run('charter', 'drafts', 'second-charter'), { out: /\[meals, recommended\]/ })
  t.match(await at.run('communique', 'show', 'second-charter'), { code: 1, err: /No text/ })
  const freeze = (...more: string[]) =>
    at.run('charter', 'freeze', 'second-charter', ...more, ...allKeys(at))
  t.match(await freeze('--authoritative', 'en,fr'), { code: 1, err: /not among the languages/ })
  t.match(await freeze('--changes', 'Meals.'), { code: 0, out: /Charter "second-charter"/ })
  t.match(await at.run('charter', 'list'), { out: /^ {2}second-charter~/m })
  const diff = await at.run('charter', 'diff', founding, 'second-charter')
  t.match(diff.out, /meals: added/)
  t.notMatch(diff.out, /now (required|recommended)/)
  const sign = ['charter', 'sign', 'second-charter', '--read', 'en', ...DECISION]
  t.match(await at.run(...sign, ...allKeys(at)), { code: 0 })
})
