import t from 'tap'

import { toLibrehost } from '../../src/directory/librehost.ts'
import { statementOf } from '../support/records.ts'

const origin = 'https://node.harbor.example'

t.test('says of the own collective what librehosters ask', async (t) => {
  const contacts = [{ kind: 'form', value: 'https://harbor.example/contact', purpose: 'users' }]
  t.strictSame(toLibrehost(statementOf('Profile', {}, { contacts }), origin), {
    '@context': 'http://schema.org',
    '@type': 'Organization',
    version: '0.0.1',
    name: 'Harbor Commons',
    homeUrl: 'https://harbor.example/',
    communicationLanguages: ['en', 'es'],
    isServiceProvider: true,
    dateCreated: '2026-11-22T09:00:00Z',
    dateModified: '2026-11-22T09:00:00Z',
    organizationType: 'association',
    tagLine: 'Mail and lists for neighbors',
    description: 'A collective of seven that hosts mail and lists.',
    contactUrl: 'https://harbor.example/contact',
    privacyPolicyUrl: 'https://harbor.example/en/privacy',
    foundingDate: 2009,
  })
})

t.test('what a profile does not say is left out', async (t) => {
  const profile = statementOf(
    'Profile',
    {},
    {
      websites: undefined,
      services: undefined,
      founded: undefined,
      taglineMap: undefined,
      policies: undefined,
      orgForm: undefined,
    },
  )
  const librehost = toLibrehost(profile, origin)
  t.match(librehost, { homeUrl: `${origin}/`, isServiceProvider: false })
  for (const name of [
    'foundingDate',
    'tagLine',
    'privacyPolicyUrl',
    'organizationType',
    'contactUrl',
  ]) {
    t.notOk(name in librehost, name)
  }
})
