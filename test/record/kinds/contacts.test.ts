import t from 'tap'

import { refusal } from '../../support/record-form.ts'

const code = (kind: string, value: string) =>
  refusal('Profile', { contacts: [{ kind, value, purpose: 'users' }] }).code ?? null

t.test('an address has the form of its kind', async (t) => {
  for (const [kind, value] of [
    ['email', "o'brien+lists@mail.harbor.example"],
    ['form', 'https://harbor.example/contact'],
    ['xmpp', 'peers@harbor.example'],
    ['matrix', '#public:harbor.example'],
    ['matrix', '@peers:harbor.example:8448'],
    ['irc', 'ircs://irc.harbor.example:6697/#harbor'],
    ['phone', '+31201234567'],
    ['signal', '+31201234567'],
    ['signal', 'harbor.01'],
    ['signal', 'https://signal.group/#CjQKIabc'],
    ['post', 'Harbor Commons\nPO box 12'],
    ['fediverse', '@news@social.harbor.example'],
  ] as const) {
    t.equal(code(kind, value), null, `${kind} ${value}`)
  }
})

t.test('what is none is refused', async (t) => {
  for (const [kind, value] of [
    ['email', 'mailto:a@harbor.example'],
    ['email', 'a@HARBOR.example'],
    ['email', 'a@b@harbor.example'],
    ['email', 'a\nb@harbor.example'],
    ['form', 'javascript:alert(1)'],
    ['xmpp', 'xmpp:peers@harbor.example'],
    ['matrix', 'https://matrix.to/#/@a:b'],
    ['irc', 'http://irc.harbor.example/'],
    ['phone', '0201234567'],
    ['signal', 'https://signal.evil.example/#x'],
    ['fediverse', 'news@social.harbor.example'],
  ] as const) {
    t.equal(code(kind, value), 'bad_contact', `${kind} ${value}`)
  }
  t.equal(code('post', 'PO box \u202e12'), 'bad_text')
  t.equal(code('telegraph', 'x'), 'bad_member')
})

const armored = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZQAAABYJKwYBBAHaRw8BAQdA
=abcd
-----END PGP PUBLIC KEY BLOCK-----
`
const keyCode = (contactKey: object) =>
  refusal('Profile', { contactKeys: [contactKey] }).code ?? null

t.test('a contact key has the form of its kind, or a URL with its fingerprint', async (t) => {
  const url = 'https://harbor.example/key.asc'
  for (const key of [
    { kind: 'openpgp', value: armored, validUntil: '2028-01-01' },
    { kind: 'openpgp', url, fingerprint: 'A'.repeat(40) },
    { kind: 'ssh', value: `ssh-ed25519 ${'A'.repeat(68)}` },
    { kind: 'age', value: `age1${'q'.repeat(58)}` },
    { kind: 'minisign', value: `RW${'A'.repeat(54)}` },
    { kind: 'omemo', value: 'a'.repeat(64), contact: 'peers@harbor.example' },
    { kind: 'matrix', value: 'A'.repeat(43), contact: '@peers:harbor.example' },
  ]) {
    t.equal(keyCode(key), null, JSON.stringify(key).slice(0, 60))
  }
  for (const key of [
    { kind: 'openpgp' },
    { kind: 'openpgp', url },
    { kind: 'openpgp', url, fingerprint: 'a'.repeat(40) },
    { kind: 'openpgp', value: armored.replace('PUBLIC', 'PRIVATE') },
    { kind: 'ssh', value: '-----BEGIN OPENSSH PRIVATE KEY-----' },
    { kind: 'age', value: `AGE-SECRET-KEY-1${'Q'.repeat(58)}` },
    { kind: 'minisign', value: 'RWQ' },
    { kind: 'omemo', value: 'A'.repeat(64) },
  ]) {
    t.equal(keyCode(key), 'bad_contact_key', JSON.stringify(key).slice(0, 60))
  }
})
