import t from 'tap'

import { contentOf, hostsOf } from '../../src/directory/entry.ts'
import { listingOf, scidNumber } from '../support/directory.ts'
import { statementOf } from '../support/records.ts'

const onion = `http://${'a'.repeat(56)}.onion/`

type Changes = Readonly<Record<string, unknown>>

const countriesOf = (changes: Changes) => contentOf(statementOf('Profile', {}, changes)).countries
const websitesOf = (changes: Changes) =>
  contentOf(listingOf(scidNumber(1), 'a.example', changes)).websites

t.test('takes from a profile what lists and searches show', async (t) => {
  const content = contentOf(statementOf('Profile'))
  t.match(content, {
    names: { en: 'Harbor Commons', es: 'Puerto Común' },
    languages: ['en', 'es'],
    regions: ['europe'],
    countries: ['NL', 'DE'],
    websites: ['https://harbor.example/'],
    status: { state: 'active' },
  })
  t.strictSame(content.services[0], {
    id: 'mail',
    type: 'email',
    names: { en: 'Mail', es: 'Correo' },
    summaries: { en: 'Mailboxes for groups, with webmail.' },
    urls: ['https://mail.harbor.example/'],
    onions: [onion],
    hosts: ['mail.harbor.example', 'mx.harbor.example'],
    software: 'Dovecot',
    state: 'ok',
    isTorFriendly: true,
    audience: 'movement-groups',
    registration: 'request',
    load: 'open',
    cost: 'donation',
  })
})

t.test('an office stands for where it serves only if nothing else does', async (t) => {
  t.strictSame(countriesOf({ officeCountry: 'ES' }), ['NL', 'DE'])
  t.strictSame(countriesOf({ officeCountry: 'ES', countriesServed: undefined }), ['ES'])
  t.strictSame(countriesOf({ countriesServed: undefined }), [])
})

t.test('a service that is only an onion has the onion for a host', async (t) => {
  const services = [{ id: 'x', type: 'wiki', onions: [onion] }]
  const [service] = contentOf(statementOf('Profile', {}, { services })).services
  t.strictSame(service?.hosts, [`${'a'.repeat(56)}.onion`])
})

t.test('a listing has the address that it is about among its websites, once', async (t) => {
  t.strictSame(websitesOf({ websites: [{ url: 'https://a.example/', kind: 'home' }] }), [
    'https://a.example/',
  ])
  t.strictSame(websitesOf({ about: 'a.example', websites: undefined }), ['https://a.example/'])
})

t.test('gives the hosts of addresses, each once', async (t) => {
  t.strictSame(hostsOf(['https://a.example/x', 'A.example', 'nothing here', 'b.example']), [
    'a.example',
    'b.example',
  ])
})
