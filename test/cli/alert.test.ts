import t from 'tap'

import { DAY, HOUR } from '../../src/kernel/time.ts'
import { allKeys, type Desk, desk, deskIn, founded } from '../support/cli.ts'
import { bringAll, bringSealed, pass, twoDesks } from '../support/desks.ts'

/** A command of `alert` that the node key signs, a second after the one before. */
function say(at: Desk, ...argv: string[]) {
  at.elapse(1000)
  return at.run('alert', ...argv, ...pass(at), '--yes')
}

/** Without peers a node vouches for nobody: the view starts from them. */
async function removePeers(at: Desk): Promise<void> {
  await using node = await at.deps.openNode({})
  for (const { scid } of await node.peers.listPeers()) await node.peers.removePeer(scid)
}

interface Shown {
  readonly name: string
  readonly state: string
  readonly standing: string
  readonly held: string | null
  readonly version: {
    readonly version: number
    readonly msgType: string
    readonly headlineMap: Readonly<Record<string, string>>
    readonly expires: string
  }
  readonly beside: { readonly msgType: string } | null
}

const show = (at: Desk, name: string, ...more: string[]): Promise<Shown> =>
  at.json<Shown>('alert', 'show', name, ...more)
const list = (at: Desk, ...more: string[]) => at.json<Shown[]>('alert', 'list', ...more)

t.test('one short command raises an alert in all languages', async (t) => {
  const at = await founded(desk(t))
  t.match(await at.run('alert', 'list'), { code: 0, out: /No alert is on/ })
  const { code, out, err } = await say(at, 'raise', 'seizure')
  t.equal(code, 0, err)
  t.match(out, /^Sent: seizure-2026-11-22~.{8}, until 2026-11-29T09:00:01Z\./)
  t.match(err, /\[fr\] Harbor Commons : un serveur a été saisi/, 'it is read before it is sent')
  const page = await show(at, 'seizure-2026-11-22')
  t.match(page, {
    state: 'active',
    standing: 'own',
    version: { status: 'actual', severity: 'severe', urgency: 'immediate', certainty: 'observed' },
  })
  t.strictSame(Object.keys(page.version.headlineMap), ['en', 'es', 'fr'])
  const spanish = await at.run('alert', 'show', 'seizure-2026-11-22', '--language', 'es')
  t.match(spanish.out, /se llevaron un servidor.*What to do now:\nNo inicies sesión/s)
})

t.test('what is said by flags is said', async (t) => {
  const at = await founded(desk(t))
  const own = ['--headline', 'Our rack is gone', '--headline', 'fr=Notre baie a disparu']
  const more = ['--severity', 'extreme', '--help-wanted', 'legal-contact=Today', '--exercise']
  const where = ['--host', 'mx.harbor.example', '--expires', '2026-11-24', '--name', 'rack']
  t.match(await say(at, 'raise', 'seizure', ...own, ...more, ...where), { code: 0 })
  const page = await show(at, 'rack')
  t.match(page.version, {
    status: 'exercise',
    severity: 'extreme',
    expires: '2026-11-24T00:00:00Z',
    headlineMap: { en: 'Our rack is gone', fr: 'Notre baie a disparu', es: /^Simulacro: / },
    affectedHosts: ['mx.harbor.example'],
    helpRequested: [{ kind: 'legal-contact', noteMap: { en: 'Today' } }],
  })
  t.match(await at.run('alert', 'list'), { out: /Our rack is gone.*exercise, active/ })
  const again = await say(at, 'raise', 'raid', '--language', 'fr')
  t.match(again, { code: 0 })
  t.strictSame(Object.keys((await show(at, 'raid-2026-11-22')).version.headlineMap), ['fr'])
})

t.test('what cannot be sent is refused before anything is asked', async (t) => {
  const at = await founded(desk(t))
  t.match(await say(at, 'raise', 'raid', '--service', 'mail'), {
    code: 1,
    err: /no service "mail"/,
  })
  t.match(await say(at, 'raise', 'raid', '--scope', 'named'), { code: 2, err: /--to COLLECTIVE/ })
  t.match(await say(at, 'raise', 'raid', '--members', '--scope', 'peers'), {
    code: 2,
    err: /for everybody/,
  })
  t.match(await say(at, 'raise', 'raid', '--expires', '2027-01-01'), { code: 1, err: /no later/ })
  t.match(await say(at, 'raise', 'raid', '--name', 'A B'), { code: 1, err: /The name of an alert/ })
  t.match(await say(at, 'raise', 'raid', '--language', 'ar'), {
    code: 2,
    err: /no alert templates/,
  })
  t.match(await say(at, 'raise', 'raid', '--help-wanted', 'gold'), { code: 2, err: /not "gold"/ })
  t.match(await say(at, 'raise', 'raid', '--on-behalf', 'harbor.example'), { code: 2 })
  t.strictSame(await list(at, '--all'), [])
  const own = ['--headline', 'أُخذ خادم', '--instruction', 'لا تدخلوا', '--language', 'ar']
  const arabic = await say(at, 'raise', 'seizure', ...own)
  t.match(arabic, { code: 0 }, arabic.err)
})

t.test('a second alert of one day gets a name of its own; a fourth is refused', async (t) => {
  const at = await founded(desk(t))
  for (let i = 0; i < 3; i++) t.match(await say(at, 'raise', 'ddos'), { code: 0 })
  t.strictSame(
    (await list(at)).map(({ name }) => name.split('~')[0]),
    ['ddos-2026-11-22-3', 'ddos-2026-11-22-2', 'ddos-2026-11-22'],
  )
  t.match(await say(at, 'raise', 'raid'), { code: 3, err: /at most 3.*--members/s })
  t.match(await at.run('alert', 'raise', 'raid', ...allKeys(at)), { code: 0 }, 'members are exempt')
  t.equal((await list(at)).length, 4)
})

t.test('an update takes the place of the alert, a milder one stands beside', async (t) => {
  const at = await founded(desk(t))
  await say(at, 'raise', 'intrusion', '--name', 'breach')
  t.match(await say(at, 'raise', 'intrusion', '--name', 'breach'), {
    code: 1,
    err: /alert update breach/,
  })
  t.match(await say(at, 'update', 'breach', '--headline', 'More was read'), { code: 0 })
  t.match(await show(at, 'breach'), {
    version: { version: 2, msgType: 'update', headlineMap: { en: 'More was read', fr: /serveur/ } },
    beside: null,
  })
  const milder = await say(at, 'update', 'breach', '--severity', 'minor')
  t.match(milder, { code: 0, err: /milder than the alert.*--members/s })
  t.match(await show(at, 'breach'), {
    version: { version: 2, severity: 'severe' },
    beside: { severity: 'minor' },
  })
})

t.test('the node key does not end an alert, members do', async (t) => {
  const at = await founded(desk(t))
  await say(at, 'raise', 'raid', '--name', 'raid')
  const { code, out, err } = await say(at, 'cancel', 'raid', '--reason', 'They left.')
  t.equal(code, 0, err)
  t.match(err, /whoever holds a seized server must not be able to call it off/)
  t.match(out, /shown beside the alert.*alert cancel raid --members/s)
  t.match(await show(at, 'raid'), { state: 'active', beside: { msgType: 'cancel' } })
  at.elapse(1000)
  const prepared = await at.run('alert', 'cancel', 'raid', '--members')
  t.match(prepared, { code: 0, out: /waits for 2 more members/ })
  t.match(prepared.err, /ends the alert everywhere.*\[en\] Over: Harbor Commons/s)
  const done = await at.run('alert', 'cancel', 'raid', ...allKeys(at))
  t.match(done, { code: 0, out: /Published: Alert "raid", version 3/ }, done.err)
  t.match(await show(at, 'raid'), { state: 'cancelled', beside: null, version: { version: 3 } })
  t.strictSame(await list(at), [])
  t.match(await say(at, 'update', 'raid'), { code: 1, err: /is over/ })
})

t.test('an alert disappears when its time is over', async (t) => {
  const at = await founded(desk(t))
  await say(at, 'raise', 'ddos', '--expires', '2026-11-23')
  t.equal((await list(at)).length, 1)
  at.elapse(15 * HOUR)
  t.equal((await list(at)).length, 0)
  t.match(await list(at, '--all'), [{ state: 'expired' }])
})

t.test('a peer speaks for one that cannot, and others confirm', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  const more: Desk[] = []
  for (const name of ['rosa', 'fern'])
    more.push(
      await founded(deskIn(`${t.testdirName}/${name}`, { origin: `https://${name}.example` })),
    )
  const [rosa, fern] = more
  if (rosa === undefined || fern === undefined) throw new Error('there are two more')
  await bringAll(nube, rosa, fern, harbor)
  t.match(await say(nube, 'raise', 'seizure', '--on-behalf', 'harbor.example', '--name', 'taken'), {
    code: 0,
    err: /may not be able to speak/,
  })
  t.match(await say(nube, 'respond', 'taken', 'confirm'), { code: 1, err: /You raised this/ })
  await bringAll(nube, rosa, fern, harbor)
  t.match(await say(rosa, 'respond', 'taken', 'confirm'), { code: 0 })
  t.match(await say(harbor, 'respond', 'taken', 'confirm', '--reason', 'It is so.'), {
    code: 0,
    err: /confirms nothing/,
  })
  await bringAll(rosa, nube, fern, harbor)
  t.match(await show(nube, 'taken'), {
    standing: 'possible',
    confirmedBy: [/^Qm/],
    fromSubject: [{ response: 'confirm' }],
  })
  t.match(await say(fern, 'respond', 'taken', 'confirm'), { code: 0 })
  await say(fern, 'respond', 'taken', 'offer-help', '--kind', 'warm-mirror=Tonight')
  await bringAll(rosa, nube, fern, harbor)
  for (const at of [nube, rosa, harbor]) {
    t.match(await show(at, 'taken'), { standing: 'confirmed', offers: [{}] })
    t.match(await at.run('alert', 'show', 'taken'), {
      out: /itself: confirm: It is so\..*offers warm-mirror \(Tonight\)/s,
    })
  }
  t.match(await say(nube, 'update', 'taken', '--severity', 'extreme'), { err: /confirm .* again/ })
  t.match(await show(nube, 'taken'), { standing: 'possible', version: { version: 2 } })
  t.match(await say(harbor, 'cancel', 'taken'), { code: 1, err: /Another collective raised/ })
  t.match(await say(rosa, 'respond', 'taken', 'dispute'), { code: 2, err: /--reason/ })
  t.match(await say(rosa, 'respond', 'taken', 'offer-help'), { code: 2, err: /--kind/ })
  t.match(await say(rosa, 'respond', 'taken', 'confirm', '--kind', 'money'), { code: 2 })
})

t.test('an alert for some is sealed to them and stands nowhere else', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  const raised = await say(harbor, 'raise', 'legal-demand', '--to', 'nube.example', '--name', 'us')
  t.match(raised, { code: 0 }, raised.err)
  t.strictSame(await list(harbor), [])
  await bringSealed(harbor, nube)
  t.strictSame(await list(nube, '--all'), [])
  t.match(await list(nube, '--sealed', ...pass(nube)), [{ name: /^us~/, state: 'active' }])
  t.match(await say(harbor, 'cancel', 'us'), { code: 0 })
  await bringSealed(harbor, nube)
  t.match(await show(nube, 'us', '--sealed', ...pass(nube)), { beside: { msgType: 'cancel' } })
  t.match(await nube.run('alert', 'show', 'us'), { code: 1, err: /No alert here/ })
})

t.test('an alert by an unknown collective is held', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  await say(nube, 'raise', 'raid')
  await bringAll(nube, harbor)
  t.equal((await list(harbor)).length, 1)
  await removePeers(harbor)
  t.strictSame(await list(harbor), [])
  t.match(await list(harbor, '--all'), [{ held: 'unvouched' }])
  harbor.elapse(30 * DAY)
  t.match(await list(harbor, '--all'), [{ state: 'expired' }], 'and forgotten later')
})
