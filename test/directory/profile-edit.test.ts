import t from 'tap'

import {
  addToProfile,
  newProfile,
  possibleValues,
  profileFields,
  removeFromProfile,
  setProfileField,
  unsetProfileField,
  updateInProfile,
} from '../../src/directory/profile-edit.ts'
import { contentOfProfile } from '../../src/directory/record-content.ts'
import { statementOf } from '../support/records.ts'

const profile = contentOfProfile(statementOf('Profile'))
const set = (path: string, text: string) => setProfileField(profile, path, text)

t.test('sets texts by language, words, flags, numbers, lists and addresses', async (t) => {
  t.strictSame(set('nameMap.fr', 'Port commun').nameMap, { ...profile.nameMap, fr: 'Port commun' })
  t.strictSame(set('nameMap.PT-br', 'Porto').nameMap['pt-BR'], 'Porto')
  t.equal(set('status.state', 'closed-to-new').status?.state, 'closed-to-new')
  t.equal(set('discoverable', 'no').discoverable, false)
  t.strictSame(set('countriesServed', 'NL, DE,FR').countriesServed, ['NL', 'DE', 'FR'])
  const cases = [
    ['services.mail.answersWithinDays', '3', { services: [{ answersWithinDays: 3 }] }],
    ['services.mail.load', 'full', { services: [{ load: 'full' }] }],
    ['services.1.load', 'full', { services: [{ load: 'full' }] }],
    [
      'websites.1.url',
      'https://HARBOR.example.',
      { websites: [{ url: 'https://harbor.example/' }] },
    ],
    ['policies.privacy.fr', 'https://harbor.example/fr', { policies: { privacy: { fr: /fr$/ } } }],
    ['summaryMap.ca', 'é'.normalize('NFD'), { summaryMap: { ca: 'é'.normalize('NFC') } }],
    [
      'supportLanguages',
      '[{"language":"eu","level":"full"}]',
      { supportLanguages: [{ language: 'eu' }] },
    ],
    ['place', '{"latitude":"52.4","longitude":"4.9"}', { place: { latitude: '52.4' } }],
  ] as const
  for (const [path, text, expected] of cases) t.match(set(path, text), expected, path)
})

t.test('says what is possible when a field or a value is not', async (t) => {
  const refused = (path: string, text: string, expected: { code: string; message?: RegExp }) =>
    t.throws(() => set(path, text), { kind: 'invalid', ...expected }, `${path}=${text}`)
  refused('nam', 'x', { code: 'unknown_field', message: /nameMap.*services/ })
  refused('type', 'Alert', { code: 'unknown_field' })
  refused('__proto__', 'x', { code: 'unknown_field' })
  refused('constructor.name', 'x', { code: 'unknown_field' })
  refused('nameMap.not a tag', 'x', { code: 'unknown_field', message: /language tag/ })
  refused('nameMap', 'x', { code: 'bad_value', message: /a language/ })
  refused('status', 'active', { code: 'bad_value', message: /state, since/ })
  refused('status.state', 'open', { code: 'bad_value', message: /active, paused/ })
  refused('services.mail.load', 'empty', {
    code: 'bad_value',
    message: /open, limited, waiting-list, full/,
  })
  refused('services.web.load', 'open', { code: 'unknown_field', message: /there is: mail/ })
  refused('services.2.load', 'open', { code: 'unknown_field' })
  refused('services', 'mail', { code: 'bad_value', message: /JSON/ })
  refused('services', '[{', { code: 'bad_value' })
  refused('discoverable', 'maybe', { code: 'bad_value', message: /yes nor no/ })
  refused('services.mail.answersWithinDays', 'soon', { code: 'bad_value', message: /whole number/ })
  refused('orgForm.x', 'y', { code: 'unknown_field', message: /one value/ })
})

t.test('refuses what could not be published', async (t) => {
  t.throws(() => set('nameMap.fr', 'a\u202eb'), { code: 'bad_text' })
  t.throws(() => set('founded', 'long ago'), { code: 'bad_member' })
  t.throws(() => set('defaultLanguage', 'fr'), { code: 'missing_language' })
  t.throws(() => set('websites.1.url', 'javascript:alert(1)'), { code: 'bad_url' })
  t.throws(() => unsetProfileField(profile, 'nameMap'), { code: 'missing_member' })
})

t.test('takes fields away, and what is empty then', async (t) => {
  t.strictSame(Object.keys(unsetProfileField(profile, 'nameMap.es').nameMap), ['en'])
  const { services: _, ...others } = profile
  t.strictSame(unsetProfileField(profile, 'services'), others)
  t.strictSame(unsetProfileField(profile, 'services.mail'), others)
  t.strictSame(unsetProfileField(profile, 'backupPolicyMap'), profile)
  t.equal(unsetProfileField(profile, 'websites.1').websites, undefined)
  t.equal(unsetProfileField(profile, 'contacts.2').contacts?.length, 1)
  t.match(removeFromProfile(profile, 'contacts', 'peers@harbor.example').contacts, [
    { kind: 'email' },
  ])
})

t.test('adds, changes and removes services, needs, contacts and keys', async (t) => {
  const added = addToProfile(profile, 'services', [
    'id=pads',
    'type=pad',
    'nameMap.en=Pads',
    'urls=pad.harbor.example',
  ])
  t.match(added.services?.[1], { id: 'pads', type: 'pad', urls: ['https://pad.harbor.example/'] })
  const changed = updateInProfile(added, { list: 'services', name: 'pads' }, ['load=limited'])
  t.equal(changed.services?.[1]?.load, 'limited')
  t.strictSame(removeFromProfile(changed, 'services', 'pads').services, profile.services)
  const contact = ['kind=email', 'value=security@harbor.example', 'purpose=security']
  t.equal(addToProfile(profile, 'contacts', contact).contacts?.length, 3)
  t.equal(removeFromProfile(profile, 'contactKeys', '1').contactKeys, undefined)
  const need = ['id=disks', 'kind=hardware', 'nameMap.en=Disks = big ones']
  t.match(addToProfile(profile, 'needs', need).needs?.[1], { nameMap: { en: 'Disks = big ones' } })
})

t.test('refuses items that are incomplete, double or unknown', async (t) => {
  t.throws(() => addToProfile(profile, 'services', ['type=pad']), { code: 'missing_member' })
  t.throws(() => addToProfile(profile, 'services', ['id=mail', 'type=pad']), {
    code: 'duplicate_item',
  })
  t.throws(() => addToProfile(profile, 'services', ['id']), { code: 'bad_assignment' })
  t.throws(
    () => addToProfile(profile, 'contacts', ['kind=email', 'value=nobody', 'purpose=press']),
    { code: 'bad_contact' },
  )
  t.throws(() => removeFromProfile(profile, 'needs', 'money'), {
    code: 'unknown_field',
    message: /translators/,
  })
  const empty = unsetProfileField(profile, 'needs')
  t.throws(() => removeFromProfile(empty, 'needs', '1'), {
    code: 'unknown_field',
    message: /nothing yet/,
  })
})

t.test('edits leave what they were given as it was', async (t) => {
  const before = JSON.stringify(profile)
  set('nameMap.fr', 'x')
  addToProfile(profile, 'services', ['id=pads', 'type=pad'])
  removeFromProfile(profile, 'services', 'mail')
  t.equal(JSON.stringify(profile), before)
})

t.test('begins with a name', async (t) => {
  t.strictSame(newProfile('harbor', 'en', 'Harbor Commons'), {
    type: 'Profile',
    slug: 'harbor',
    defaultLanguage: 'en',
    nameMap: { en: 'Harbor Commons' },
  })
  t.throws(() => newProfile('Harbor!', 'en', 'x'), { code: 'bad_member' })
})

t.test('tells what there is to set', async (t) => {
  t.ok(profileFields().includes('nameMap'))
  t.notOk(profileFields().includes('type'))
  t.strictSame(possibleValues('services.load'), ['open', 'limited', 'waiting-list', 'full'])
  t.strictSame(possibleValues('regionsServed').slice(0, 2), ['world', 'africa'])
  t.strictSame(possibleValues('discoverable'), ['yes', 'no'])
  t.strictSame(possibleValues('founded'), [])
  t.throws(() => possibleValues('services.none'), { code: 'unknown_field' })
})
