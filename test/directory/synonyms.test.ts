import t from 'tap'

import { wordsOf } from '../../src/directory/search-text.ts'
import { createSynonyms, SERVICE_WORDS } from '../../src/directory/synonyms.ts'
import { SERVICE_TYPES } from '../../src/record/kinds/vocabulary.ts'

const findSynonym = createSynonyms()

function typesOf(text: string): readonly string[] {
  return (
    findSynonym(
      wordsOf(text).map(({ folded }) => folded),
      0,
    )?.types ?? []
  )
}

t.test('every table speaks of service types that exist', async (t) => {
  const types = new Set<string>(SERVICE_TYPES)
  for (const [language, words] of Object.entries(SERVICE_WORDS)) {
    t.strictSame(
      Object.keys(words).filter((type) => !types.has(type)),
      [],
      language,
    )
  }
})

t.test('every phrase of every table is found, alone and whole', async (t) => {
  const lost = Object.values(SERVICE_WORDS)
    .flatMap((table) => Object.entries(table))
    .flatMap(([type, phrases]) => phrases.split(',').map((phrase) => ({ type, phrase })))
    .filter(({ type, phrase }) => {
      const folded = wordsOf(phrase).map((word) => word.folded)
      const match = findSynonym(folded, 0)
      return !match?.types.includes(type) || match.length !== folded.length
    })
  t.strictSame(lost, [])
})

t.test('the main services have words in every language', async (t) => {
  const main = [
    'email',
    'mailing-list',
    'web-hosting',
    'blog',
    'wiki',
    'forum',
    'virtual-server',
    'backup-space',
    'xmpp',
    'matrix',
    'irc',
    'voice',
    'video-conference',
    'pad',
    'spreadsheet',
    'cloud-storage',
    'file-drop',
    'calendar',
    'date-poll',
    'form-survey',
    'decision-tool',
    'project-board',
    'map',
    'microblog',
    'photo',
    'video',
    'audio',
    'live-stream',
    'events',
    'news-wire',
    'radio',
    'search-engine',
    'translation',
    'git',
    'vpn',
    'mesh',
    'internet-access',
    'password-vault',
    'security-helpdesk',
    'training',
    'support-desk',
  ]
  for (const [language, words] of Object.entries(SERVICE_WORDS)) {
    if (language === 'software') continue
    t.strictSame(
      main.filter((type) => words[type] === undefined),
      [],
      language,
    )
  }
})

t.test('finds services by what people say', async (t) => {
  const said = {
    email: [
      'mail',
      'courriel',
      'correo',
      'correu',
      'eposta',
      'E-Mail',
      'posta',
      'correio',
      'ηλεκτρονικό ταχυδρομείο',
      'e-posta',
      'بريد إلكتروني',
      'ئیمەیل',
    ],
    pad: ['etherpad', 'bloc-notes'],
    microblog: ['Mastodon', 'red social'],
  }
  for (const [type, words] of Object.entries(said)) {
    for (const word of words) t.ok(typesOf(word).includes(type), word)
  }
  t.strictSame(typesOf('zebra'), [])
})

t.test('prefers the longest phrase', async (t) => {
  t.strictSame(findSynonym(['liste', 'de', 'diffusion', 'chiffree'], 0), {
    types: ['encrypted-mailing-list'],
    length: 4,
  })
})
