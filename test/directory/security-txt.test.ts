import t from 'tap'

import { securityTxt } from '../../src/directory/security-txt.ts'
import type { Contact } from '../../src/record/kinds/contacts.ts'
import { statementOf } from '../support/records.ts'

const now = '2026-11-22T09:00:00Z'
const options = { origin: 'https://harbor.example', now }

function profileWith(
  contacts: readonly Contact[],
  changes: Readonly<Record<string, unknown>> = {},
) {
  return statementOf('Profile', { now }, { contacts, ...changes })
}

const security: Contact = { kind: 'email', value: 'security@harbor.example', purpose: 'security' }

t.test('names contact, end, key, languages and place', async (t) => {
  const text = securityTxt(
    profileWith([security, { kind: 'email', value: 'press@harbor.example', purpose: 'press' }], {
      contactKeys: [
        { kind: 'openpgp', url: 'https://harbor.example/key.asc', fingerprint: 'A'.repeat(40) },
        { kind: 'openpgp', value: 'armored', fingerprint: 'B'.repeat(40), purpose: 'security' },
        { kind: 'openpgp', url: 'https://harbor.example/press.asc', purpose: 'press' },
        { kind: 'age', value: 'age1', purpose: 'security' },
      ],
    }),
    { ...options, policyUrl: 'https://harbor.example/policy' },
  )
  t.equal(
    text,
    [
      'Contact: mailto:security@harbor.example',
      'Expires: 2027-02-20T09:00:00Z',
      'Encryption: https://harbor.example/key.asc',
      `Encryption: openpgp4fpr:${'b'.repeat(40)}`,
      'Preferred-Languages: en, es',
      'Canonical: https://harbor.example/.well-known/security.txt',
      'Policy: https://harbor.example/policy',
      '',
    ].join('\n'),
  )
})

t.test('writes every kind of contact that has a URI', async (t) => {
  const purpose = 'security'
  const text = securityTxt(
    profileWith([
      { kind: 'form', value: 'https://harbor.example/report', purpose, languages: ['fr'] },
      { kind: 'xmpp', value: 'security@harbor.example', purpose },
      { kind: 'matrix', value: '@security:harbor.example', purpose },
      { kind: 'matrix', value: '#security:harbor.example', purpose },
      { kind: 'phone', value: '+34600000000', purpose },
      { kind: 'irc', value: 'ircs://irc.harbor.example/security', purpose },
      { kind: 'signal', value: 'https://signal.me/#eu/x', purpose },
      { kind: 'post', value: 'Harbor 1', purpose },
      { kind: 'form', value: 'http://harbor.example/report', purpose },
    ]),
    options,
  )
  t.strictSame(
    [...text.matchAll(/^Contact: (.*)$/gm)].map(([, uri]) => uri),
    [
      'https://harbor.example/report',
      'xmpp:security@harbor.example',
      'matrix:u/security:harbor.example',
      'matrix:r/security:harbor.example',
      'tel:+34600000000',
      'ircs://irc.harbor.example/security',
      'https://signal.me/#eu/x',
    ],
  )
  t.match(text, /^Preferred-Languages: fr$/m)
})

t.test('ends within a year', async (t) => {
  const text = securityTxt(profileWith([security], { expires: '2027-12-20T09:00:00Z' }), options)
  t.match(text, 'Expires: 2027-11-21T09:00:00Z')
})

t.test('is refused without a contact for security', async (t) => {
  const press: Contact = { ...security, purpose: 'press' }
  for (const contacts of [
    [],
    [press],
    [{ ...security, kind: 'post', value: 'Harbor 1' } as const],
  ]) {
    t.throws(() => securityTxt(profileWith(contacts), options), { code: 'no_security_contact' })
  }
})
