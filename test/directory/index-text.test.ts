import t from 'tap'

import { mergeParts } from '../../src/directory/entries.ts'
import type { DirectoryEntry } from '../../src/directory/entry.ts'
import { facetValuesOf, indexTextOf } from '../../src/directory/index-text.ts'
import { partsOf } from '../../src/directory/parts.ts'
import { typeToken } from '../../src/directory/query.ts'
import { tokenOf } from '../../src/directory/search-text.ts'
import { profileOf, says, scidNumber } from '../support/directory.ts'

function entryWith(changes: Readonly<Record<string, unknown>>): DirectoryEntry {
  const scid = scidNumber(1)
  const parts = partsOf(says(scid, { profile: profileOf(scid, 'harbor', changes) }), [])
  const [entry] = mergeParts(parts, { now: '2026-11-22T09:00:00Z', isShown: () => true }).values()
  if (entry === undefined) throw new Error('no entry')
  return entry
}

function words(entry: DirectoryEntry, scope: 'title' | 'all') {
  const tokens = indexTextOf(entry)[scope].split(' ')
  return { has: (word: string) => tokens.includes(tokenOf(word)), tokens }
}

t.test('names, hosts and slug are the title', async (t) => {
  const entry = entryWith({ nameMap: { en: 'Port', ca: 'Mòlls' }, alsoKnownAs: ['Dockers'] })
  const { has } = words(entry, 'title')
  for (const word of ['port', 'molls', 'dockers', 'harbor', 'example']) t.ok(has(word), word)
  t.notOk(has('email'))
})

t.test(
  'everything else that is shown can be found, also places and languages by name',
  async (t) => {
    const entry = entryWith({
      nameMap: { en: 'Port', fr: 'Port' },
      taglineMap: { en: 'Tagged' },
      summaryMap: { en: 'Summed up' },
      supportLanguages: [{ language: 'eu', level: 'full' }],
      countriesServed: ['ES'],
      regionMap: { en: 'Valley' },
      services: [
        { id: 'm', type: 'mailing-list', nameMap: { en: 'Lists' }, software: { name: 'Sympa' } },
      ],
    })
    const { has, tokens } = words(entry, 'all')
    const expected = 'port tagged summed basque espagne spain valley lists sympa mailing europe'
    for (const word of expected.split(' ')) t.ok(has(word), word)
    t.ok(tokens.includes(typeToken('mailing-list')))
    t.ok(words(entry, 'title').tokens.every((token) => tokens.includes(token)))
  },
)

t.test('an entry that says too much is cut', async (t) => {
  const summary = Array.from({ length: 300 }, (_, n) => `w${n}`).join(' ')
  const languages = Array.from({ length: 20 }, (_, n) => `q${String.fromCharCode(97 + n)}a`)
  const summaryMap = Object.fromEntries(languages.map((tag) => [tag, summary.replaceAll('w', tag)]))
  const { tokens } = words(entryWith({ summaryMap: { ...summaryMap, en: 'x' } }), 'all')
  t.equal(tokens.length, 3000)
})

t.test('is filtered by what its services are, as long as they last', async (t) => {
  const values = facetValuesOf(
    entryWith({
      supportLanguages: [
        { language: 'pt-BR', level: 'full' },
        { language: 'pt', level: 'some' },
      ],
      services: [
        {
          id: 'a',
          type: 'email',
          load: 'full',
          registration: 'open',
          cost: { kind: 'free' },
          audience: 'public',
        },
        { id: 'b', type: 'email', load: 'open', torFriendly: true },
        { id: 'c', type: 'irc', load: 'limited', status: { state: 'ended' } },
      ],
      onions: [`http://${'a'.repeat(56)}.onion/`],
    }),
  )
  t.strictSame(values, {
    service: ['email'],
    language: ['pt'],
    place: ['europe', 'NL', 'DE'],
    audience: ['public'],
    registration: ['open'],
    load: ['full', 'open'],
    cost: ['free'],
    tor: ['onion', 'friendly'],
  })
  t.strictSame(facetValuesOf(entryWith({ services: undefined })).tor, [])
})
