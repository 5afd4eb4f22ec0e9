import t from 'tap'

import { testCases } from '../../support/record-form.ts'

const mail = { id: 'mail', type: 'email' }

t.test('a listing is about one host, in its one spelling, and says where it is from', async (t) => {
  testCases(t, 'Listing', [
    ['a host only', { about: 'atelier-rosa.example' }, null],
    ['another spelling', { about: 'WWW.Atelier-Rosa.example.' }, null],
    ['another host', { host: 'nube.example' }, 'bad_host'],
    ['the host as written', { host: 'www.atelier-rosa.example' }, 'bad_host'],
    ['about no host', { about: 'the people downstairs' }, 'bad_host'],
    ['no source', { sources: [] }, 'too_few'],
    ['a source without a date', { sources: [{ nameMap: { en: 'Hearsay' } }] }, 'missing_member'],
    ['a consent that is not theirs to give', { discoverable: true }, 'unknown_member'],
    ['two services of one id', { services: [mail, mail] }, 'duplicate_item'],
    ['more than 200 days', { expires: '2027-06-11T09:00:00Z' }, 'bad_validity'],
  ])
})
