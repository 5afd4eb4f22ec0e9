import t from 'tap'

import { type Desk, desk, founded } from '../support/cli.ts'

const pass = (at: Desk): string[] => ['--passphrase-file', at.path('pass')]

t.test('lists a collective without a node, with the source', async (t) => {
  const at = await founded(desk(t), '--discoverable')
  const add = (...more: string[]) =>
    at.run('listing', 'add', 'atelier.example', ...more, ...pass(at))
  t.match(await add(), { code: 2, err: /--name is needed/ })
  t.match(await add('--name', 'Atelier Rosa'), { code: 2, err: /--source is needed/ })
  const flags = ['--name', 'Atelier Rosa', '--source', 'A visit', '--service', 'email']
  t.match(await add(...flags), { code: 0, out: /an entry about atelier.example/ })
  t.match(await at.json('listing', 'list'), [
    {
      slug: 'atelier.example',
      about: 'https://atelier.example/',
      sources: [{ date: '2026-11-22' }],
    },
  ])
  t.match(await at.run('listing', 'add', 'harbor.example', ...flags, ...pass(at)), {
    code: 1,
    err: /profile of its own/,
  })
  const search = ['directory', 'search']
  t.match(await at.json(...search, 'atelier'), {
    total: 1,
    entries: [{ entry: { id: 'host:atelier.example' }, standing: 'listed' }],
  })
  t.match(await at.json(...search, '--where', 'service=email'), { total: 1 })
  t.match(await at.run(...search, '--where', 'color=red'), { code: 2, err: /--where knows/ })
  t.match(await at.run(...search, 'harbor'), { code: 0, out: /NAME.*\nHarbor Commons/ })
  t.match(await at.run(...search, 'nothing'), { code: 0, out: /Nothing was found/ })

  t.match(await at.run('listing', 'remove', 'atelier.example', ...pass(at)), { code: 0 })
  t.match(await at.run('listing', 'remove', 'atelier.example', ...pass(at)), { code: 1 })
  t.match(await at.json(...search, 'atelier'), { total: 0 })
})

t.test('imports known hosts once, however often it is asked', async (t) => {
  const at = await founded(desk(t))
  interface Plan {
    readonly created: string[]
    readonly unchanged: string[]
  }
  const dry = await at.json<Plan>('listing', 'import', '--dry-run')
  t.ok(dry.created.length > 90)
  t.strictSame(await at.json('listing', 'list'), [])
  const done = await at.json<Plan>('listing', 'import', ...pass(at))
  t.strictSame(done.created, dry.created)
  const again = await at.json<Plan>('listing', 'import', ...pass(at))
  t.match(again, { created: [], changed: [] })
  t.equal(again.unchanged.length, done.created.length)
  t.equal((await at.json<object[]>('listing', 'list')).length, done.created.length)

  const csv = await at.run('directory', 'export', '--format', 'csv')
  t.equal(csv.out.trimEnd().split('\r\n').length, done.created.length + 2)
  const value = await at.json<{ entries: object[] }>('directory', 'export')
  t.equal(value.entries.length, done.created.length + 1)
})

t.test('imports CSV, and nothing of a list that is wrong somewhere', async (t) => {
  const at = await founded(desk(t))
  const head = 'name,url,region,serviceTypes,languages,source\r\n'
  const rosa =
    '"Atelier ""Rosa""",https://rosa.example,Europe,email;wiki,fr;en,"A list, 2026-01-02"\r\n'
  const good = at.write('hosts.csv', head + rosa)
  t.match(await at.json('listing', 'import', good, ...pass(at)), { created: ['rosa.example'] })
  t.match(await at.json('listing', 'list'), [
    {
      nameMap: { en: 'Atelier "Rosa"' },
      services: [{ type: 'email' }, { type: 'wiki' }],
      sources: [{ date: '2026-01-02' }],
    },
  ])
  const bad = [
    head + rosa + 'Nube,https://nube.example,Europe\r\n',
    head + rosa + 'Nube,not a url,,,,"A list, 2026-01-02"\r\n',
    head + rosa + 'Nube,https://nube.example,,,,"A list"\r\n',
    head + '"open',
  ]
  for (const text of bad) {
    t.match(await at.run('listing', 'import', at.write('bad.csv', text), ...pass(at)), { code: 1 })
  }
  t.equal((await at.json<object[]>('listing', 'list')).length, 1)
})
