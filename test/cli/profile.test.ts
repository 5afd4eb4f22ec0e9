import { readFileSync } from 'node:fs'

import t from 'tap'

import { type Desk, desk, founded } from '../support/cli.ts'

const pass = (at: Desk): string[] => ['--passphrase-file', at.path('pass')]

t.test('sets members, and takes them away again', async (t) => {
  const at = await founded(desk(t))
  const set = (...pairs: string[]) => at.run('profile', 'set', ...pairs, ...pass(at))
  t.match(await set('nameMap.fr=Communs du port', 'founded=1999', 'discoverable=yes'), {
    code: 0,
    out: /version 2/,
  })
  t.match(await at.json('profile', 'show'), {
    nameMap: { en: 'Harbor Commons', fr: 'Communs du port' },
    founded: '1999',
    discoverable: true,
  })
  t.match(await set('founded='), { code: 0 })
  t.notOk('founded' in (await at.json<object>('profile', 'show')))
})

t.test('publishes nothing of what is wrong, and says what is possible', async (t) => {
  const at = await founded(desk(t))
  const before = await at.json('status')
  const set = (...pairs: string[]) => at.run('profile', 'set', ...pairs, ...pass(at))
  t.match(await set('foundedd=1999'), { code: 1, err: /no field "foundedd".*founded/s })
  t.match(await set('orgForm=gang'), { code: 1, err: /"gang" is not possible/ })
  t.match(await set('founded'), { code: 2, err: /has no "="/ })
  t.match(await set('slug=other'), { code: 2, err: /stays as it is/ })
  t.match(await set('founded=1999', 'orgForm=gang'), { code: 1 })
  t.match(await set('nameMap.en='), { code: 1 })
  t.match(await at.run('profile', 'set', 'founded=1999'), {
    code: 3,
    err: /passphrase of the node key is needed.*--passphrase-file/s,
  })
  const wrong = at.write('wrong', 'another passphrase\n')
  t.match(await at.run('profile', 'set', 'founded=1999', '--passphrase-file', wrong), {
    code: 1,
    err: /passphrase is wrong/,
  })
  t.strictSame(await at.json('status'), before)
})

t.test('is edited as TOML in $EDITOR, or taken from a file', async (t) => {
  const at = await founded(desk(t))
  const edit = (...more: string[]) => at.run('profile', 'edit', ...more, ...pass(at))
  t.match(await edit(), { code: 2, err: /--file is needed/ })
  const editor = at.write(
    'editor.sh',
    'printf \'founded = "2003"\\n\' | cat - "$1" > "$1.new" && mv "$1.new" "$1"\n',
  )
  at.deps.env['EDITOR'] = `sh ${editor}`
  t.match(await edit(), { code: 0, out: /version 2/ })
  t.match(await at.json('profile', 'show'), { founded: '2003', slug: 'harbor-commons' })
  at.deps.env['EDITOR'] = 'true'
  t.match(await edit(), { code: 0, out: /Nothing was changed/ })
  at.deps.env['EDITOR'] = 'false'
  t.match(await edit(), { code: 1, err: /editor "false" ended with 1/ })

  const file = at.write(
    'profile.json',
    JSON.stringify({
      type: 'Profile',
      slug: 'elsewhere',
      defaultLanguage: 'en',
      nameMap: { en: 'Harbor' },
    }),
  )
  t.match(await edit('--file', file), { code: 0 })
  t.match(await at.json('profile', 'show'), { slug: 'harbor-commons', nameMap: { en: 'Harbor' } })
  const before = await at.json('status')
  t.match(await edit('--file', at.write('bad.toml', 'nameMap = {')), { code: 1, err: /bad.toml/ })
  t.match(await edit('--file', at.write('odd.toml', 'color = "red"')), { code: 1 })
  t.strictSame(await at.json('status'), before)
})

t.test('has services, needs and contacts with commands of their own', async (t) => {
  const at = await founded(desk(t))
  const service = (...more: string[]) => at.run('service', ...more, ...pass(at))
  t.match(await at.run('service', 'list'), { code: 0, out: /No service yet/ })
  t.match(await service('add', 'id=mail', 'type=email', 'urls=https://mail.harbor.example'), {
    code: 0,
  })
  t.match(await service('add', 'id=mail', 'type=email'), { code: 1 })
  t.match(await service('add', 'id=x', 'type=teleport'), { code: 1, err: /teleport/ })
  t.match(await service('set', 'mail', 'registration=request', 'load=full'), { code: 0 })
  t.match(await at.json('service', 'list'), [
    { id: 'mail', type: 'email', urls: ['https://mail.harbor.example/'], load: 'full' },
  ])
  t.match(await at.run('service', 'list'), { out: /^ID +TYPE.*\nmail +email/ })
  t.match(await service('remove', 'mail'), { code: 0 })
  t.match(await service('remove', 'mail'), { code: 1 })
  t.strictSame(await at.json('service', 'list'), [])

  const contact = ['kind=email', 'value=hello@harbor.example', 'purpose=users']
  t.match(await at.run('contact', 'add', ...contact, ...pass(at)), { code: 0 })
  const need = ['id=dns', 'kind=secondary-dns', 'nameMap.en=A second name server']
  t.match(await at.run('need', 'add', ...need, ...pass(at)), { code: 0 })
  t.match(await at.json('contact', 'list'), [{ value: 'hello@harbor.example' }])
  t.match(await at.json('need', 'list'), [{ kind: 'secondary-dns' }])
})

t.test('takes public contact keys, never a secret one', async (t) => {
  const at = await founded(desk(t))
  const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
  const add = (file: string, kind: string) =>
    at.run('contact-key', 'add', file, '--kind', kind, '--purpose', 'security', ...pass(at))
  t.match(await add(at.write('key.txt', `${recipient}\n`), 'age'), { code: 0 })
  t.match(await at.json('contact-key', 'list'), [{ kind: 'age', value: recipient }])
  const secret = at.write('secret.txt', 'AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQ')
  t.match(await add(secret, 'age'), { code: 1, err: /SECRET key/ })
  t.match(await add(at.path('key.txt'), 'ssh'), { code: 1 })
  t.equal((await at.json<object[]>('contact-key', 'list')).length, 1)
  t.match(await at.run('contact-key', 'remove', recipient, ...pass(at)), { code: 0 })
  t.notOk(readFileSync(at.path('data', 'tessera.db')).includes('AGE-SECRET-KEY'))
})
