import t from 'tap'

import { testCases } from '../../support/record-form.ts'

const services = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `s${i}`, type: 'email' }))
const service = (changes: object) => ({ services: [{ id: 'mail', type: 'email', ...changes }] })

const need = { id: 'disks', kind: 'hardware', nameMap: { en: 'Two disks' } }
const nothingBut = Object.fromEntries(
  [
    'taglineMap',
    'summaryMap',
    'orgForm',
    'founded',
    'status',
    'supportLanguages',
    'regionsServed',
    'countriesServed',
    'serverJurisdictions',
    'place',
    'websites',
    'contacts',
    'contactKeys',
    'decisionMethodMap',
    'admissionMap',
    'policies',
    'peopleBand',
    'services',
    'needs',
    'offers',
    'lastConfirmed',
    'discoverable',
  ].map((name) => [name, undefined]),
)

t.test('an entry says little or much, within limits', async (t) => {
  testCases(t, 'Profile', [
    ['a name only', { ...nothingBut, nameMap: { en: 'Nube Libre' } }, null],
    ['a long name', { nameMap: { en: 'x'.repeat(201) } }, 'too_long'],
    ['a name of two lines', { nameMap: { en: 'a\nb' } }, 'bad_member'],
    ['a name with an override', { nameMap: { en: 'a\u202eb' } }, 'bad_text'],
    ['a name in NFD', { nameMap: { en: 'cafe\u0301' } }, 'bad_text'],
    ['a tagline without the default', { taglineMap: { es: 'Correo' } }, 'missing_language'],
    ['an unknown form', { orgForm: 'sect' }, 'bad_member'],
    ['founded in month 13', { founded: '1999-13' }, 'bad_member'],
    ['a precise place', { place: { latitude: '52.37', longitude: '4.9' } }, 'bad_member'],
    ['a place off the map', { place: { latitude: '91', longitude: '4' } }, 'bad_member'],
    ['a place in the south-west', { place: { latitude: '-33.4', longitude: '-70.6' } }, null],
    ['an onion that is none', { onions: ['https://a.example/'] }, 'bad_url'],
    ['a policy at a bad URL', { policies: { terms: { en: 'file:///x' } } }, 'bad_url'],
    ['a person counted', { peopleBand: '5' }, 'bad_member'],
    ['30 February', { lastConfirmed: '2026-02-30' }, 'bad_time'],
    ['an empty list', { websites: [] }, 'too_few'],
    ['an empty group', { policies: {} }, 'too_few'],
  ])
})

t.test('200 services pass, one more does not', async (t) => {
  testCases(t, 'Profile', [
    ['200 services', { services: services(200) }, null],
    ['201 services', { services: services(201) }, 'too_many'],
    ['500 services', { services: services(500) }, 'too_many'],
    ['two of one id', { services: [...services(1), ...services(1)] }, 'duplicate_item'],
    ['two needs of one id', { needs: [need, need] }, 'duplicate_item'],
  ])
})

t.test('a service keeps to the vocabulary', async (t) => {
  testCases(t, 'Profile', [
    ['an unknown type', service({ type: 'telepathy' }), 'bad_member'],
    ['an unknown member', service({ price: 1 }), 'unknown_member'],
    ['a URL with a password', service({ urls: ['https://a:b@c.example/'] }), 'bad_url'],
    ['a host in upper case', service({ hosts: ['MX.example'] }), 'bad_host'],
    ['kept less than a day', service({ retention: [{ what: 'logs', days: -1 }] }), null],
    ['kept -2 days', service({ retention: [{ what: 'logs', days: -2 }] }), 'bad_member'],
    ['an unknown load', service({ load: 'busy' }), 'bad_member'],
    ['a country by name', service({ serverCountry: 'Iceland' }), 'too_long'],
  ])
})
