import type { Timestamp } from '../../src/kernel/time.ts'
import { addTime, DAY } from '../../src/kernel/time.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { type Did, type Scid, scidOf } from '../../src/record/did.ts'
import { digestOf } from '../../src/record/digest.ts'
import { recordKinds, type RecordsByType, type RecordType } from '../../src/record/kinds.ts'
import { charterTextDigest } from '../../src/record/kinds/charter.ts'
import { RECORD_CONTEXT, type Statement } from '../../src/record/kinds/common.ts'
import { communiqueTextDigest } from '../../src/record/kinds/communique.ts'
import { sourceDigestOf } from '../../src/record/kinds/translation.ts'

/** Whose record, under which slug, and when. */
export interface StatementOptions {
  readonly did?: Did
  readonly slug?: string
  readonly version?: number
  readonly now?: Timestamp
}

/** SCIDs and DIDs of invented collectives, in the right form; no log stands behind them. */
export const harborScid: Scid = `Qm${'H'.repeat(44)}`
export const nubeScid: Scid = `Qm${'N'.repeat(44)}`
export const rosaScid: Scid = `Qm${'R'.repeat(44)}`
export const harborDid: Did = `did:webvh:${harborScid}:harbor.example`
export const nubeDid: Did = `did:webvh:${nubeScid}:nube.example`
export const rosaDid: Did = `did:webvh:${rosaScid}:rosa.example`
export const someDigest = digestOf('an earlier text')

const NOW = '2026-11-22T09:00:00Z'

type Content<T extends RecordType> = Omit<
  Statement<RecordsByType[T]>,
  '@context' | 'id' | 'type' | 'attributedTo' | 'slug' | 'version' | 'published' | 'updated'
>

/**
 * A valid record of a type before it is signed; `changes` replace its members (`undefined` takes one
 * out), so that a test breaks one thing.
 */
export function statementOf<T extends RecordType>(
  type: T,
  options: StatementOptions = {},
  changes: Readonly<Record<string, unknown>> = {},
): Statement<RecordsByType[T]> & JsonObject {
  const { did = harborDid, slug = 'main', version = 1, now = NOW } = options
  const host = did.slice(did.lastIndexOf(':') + 1).replace('%3A', ':')
  const validity = recordKinds[type].longestValidity
  const statement: Record<string, unknown> = {
    '@context': RECORD_CONTEXT,
    id: `https://${host}/records/${scidOf(did)}/${type}/${slug}`,
    type,
    attributedTo: did,
    slug,
    version,
    published: now,
    updated: now,
    ...(validity === null ? {} : { expires: addTime(now, Math.min(validity, 90 * DAY)) }),
    ...contents[type](now),
    ...changes,
  }
  for (const [name, value] of Object.entries(statement)) {
    if (value === undefined) delete statement[name]
  }
  return statement as Statement<RecordsByType[T]> & JsonObject
}

const decisionRecord = {
  method: 'consensus',
  quorum: 5,
  agree: 6,
  reservations: 1,
  standAside: 0,
  block: 0,
  date: '2026-11-15',
} as const

const version = { collective: nubeScid, slug: 'common-ground', digest: someDigest } as const

const service = {
  id: 'mail',
  type: 'email',
  nameMap: { en: 'Mail', es: 'Correo' },
  summaryMap: { en: 'Mailboxes for groups, with webmail.' },
  urls: ['https://mail.harbor.example/'],
  onions: [`http://${'a'.repeat(56)}.onion/`],
  hosts: ['mx.harbor.example'],
  software: { name: 'Dovecot', license: 'MIT AND LGPL-2.1-only' },
  audience: 'movement-groups',
  registration: 'request',
  load: 'open',
  approvalTimeDays: 14,
  takesNewGroups: true,
  answersWithinDays: 7,
  cost: { kind: 'donation', noteMap: { en: 'Give what you can.' } },
  quotas: [{ what: 'mailbox', value: 2, unit: 'GB' }],
  retention: [{ what: 'backups', days: 30 }],
  logs: { level: 'no-ip', days: 3 },
  encryption: { atRest: 'full', endToEnd: 'optional' },
  emailNeeded: false,
  phoneNeeded: false,
  torFriendly: true,
  javascriptRequired: false,
  federationProtocols: ['smtp'],
  hosting: 'bay',
  serverCountry: 'NL',
  status: { state: 'ok', since: '2026-03' },
  started: '2009',
  documentation: { en: 'https://harbor.example/en/help/mail' },
} as const

const contents: { readonly [T in RecordType]: (now: Timestamp) => Content<T> | object } = {
  Profile: () => ({
    defaultLanguage: 'en',
    nameMap: { en: 'Harbor Commons', es: 'Puerto Común' },
    taglineMap: { en: 'Mail and lists for neighbors' },
    summaryMap: { en: 'A collective of seven that hosts mail and lists.' },
    orgForm: 'association',
    founded: '2009-05',
    status: { state: 'active' },
    supportLanguages: [
      { language: 'en', level: 'full' },
      { language: 'es', level: 'some' },
    ],
    regionsServed: ['europe'],
    countriesServed: ['NL', 'DE'],
    serverJurisdictions: ['NL'],
    place: { latitude: '52.4', longitude: '4.9' },
    websites: [{ url: 'https://harbor.example/', kind: 'home' }],
    contacts: [
      { kind: 'email', value: 'hello@harbor.example', purpose: 'users', languages: ['en'] },
      { kind: 'xmpp', value: 'peers@harbor.example', purpose: 'peers' },
    ],
    contactKeys: [{ kind: 'age', value: `age1${'q'.repeat(58)}`, purpose: 'security' }],
    decisionMethodMap: { en: 'Consensus in a monthly assembly.' },
    admissionMap: { en: 'Groups that another group knows.' },
    policies: { privacy: { en: 'https://harbor.example/en/privacy' } },
    peopleBand: '4-7',
    services: [service],
    needs: [{ id: 'translators', kind: 'translation', nameMap: { en: 'Translators to Arabic' } }],
    offers: [{ kind: 'secondary-mx' }],
    lastConfirmed: '2026-11-20',
    discoverable: true,
  }),
  Practices: () => ({
    defaultLanguage: 'en',
    criteria: [
      {
        criterion: 'disk-encryption',
        level: 'yes',
        evidenceMap: { en: 'All disks; keys are entered by hand.' },
        date: '2026-10-01',
      },
    ],
  }),
  Charter: () => {
    const text = {
      nameMap: { en: 'Common ground', es: 'Terreno común' },
      clauses: [
        {
          id: 'no-logs',
          level: 'required',
          contentMap: { en: 'We keep no addresses.', es: 'No guardamos direcciones.' },
        },
        {
          id: 'transparency',
          level: 'recommended',
          contentMap: { en: 'We say what happened.', es: 'Contamos lo que pasó.' },
        },
      ],
    } as const
    const digests = { en: charterTextDigest(text, 'en'), es: charterTextDigest(text, 'es') }
    return { defaultLanguage: 'en', ...text, authoritativeLanguages: ['en', 'es'], digests }
  },
  Commitment: (now) => ({
    defaultLanguage: 'en',
    charter: version,
    languagesRead: ['en'],
    decisionRecord,
    reservations: [{ clause: 'no-logs', contentMap: { en: 'Mail headers hold addresses.' } }],
    compliance: [{ clause: 'no-logs', state: 'partly', date: '2026-11-01' }],
    reviewDate: addTime(now, 2 * 365 * DAY).slice(0, 10),
  }),
  Draft: () => ({
    defaultLanguage: 'en',
    draftOf: 'communique',
    text: 'on-the-raid',
    stage: 'translating',
    sourceLanguage: 'en',
    nameMap: { en: 'On the raid in the north' },
    paragraphs: [
      { id: 'p1', contentMap: { en: 'Last week a server was taken.' } },
      { id: 'p2', contentMap: { en: 'We stand with them.' } },
    ],
    answers: [{ amendment: version, outcome: 'accepted' }],
    credits: [{ collective: nubeScid, role: 'wrote' }],
    scope: 'public',
  }),
  Translation: () => ({
    defaultLanguage: 'es',
    of: { collective: nubeScid, slug: 'on-the-raid' },
    language: 'es',
    parts: [
      {
        sourceDigest: sourceDigestOf('en', 'Last week a server was taken.'),
        state: 'draft',
        content: 'La semana pasada se llevaron un servidor.',
      },
    ],
  }),
  Communique: () => {
    const text = {
      nameMap: { en: 'On the raid', ar: 'عن المداهمة' },
      contentMap: { en: 'Last week a server was taken.', ar: 'أُخذ خادم الأسبوع الماضي.' },
    } as const
    const digests = { en: communiqueTextDigest(text, 'en'), ar: communiqueTextDigest(text, 'ar') }
    return {
      defaultLanguage: 'en',
      ...text,
      sourceLanguage: 'en',
      credits: [{ collective: rosaScid, role: 'translated', language: 'ar' }],
      digests,
    }
  },
  Position: () => ({
    defaultLanguage: 'en',
    draft: version,
    position: 'agree-with-reservations',
    reasonMap: { en: 'The second paragraph is too long.' },
    decisionRecord,
  }),
  Amendment: () => ({
    defaultLanguage: 'en',
    target: version,
    language: 'en',
    paragraph: 'p2',
    passage: 'stand with',
    replacement: 'stand beside',
    reasonMap: { en: 'Closer to what we do.' },
  }),
  Endorsement: () => ({
    defaultLanguage: 'en',
    communique: { collective: nubeScid, slug: 'on-the-raid' },
    digests: { en: someDigest },
    decisionRecord,
  }),
  Vouch: () => ({
    defaultLanguage: 'en',
    whom: nubeScid,
    howKnownMap: { en: 'We have shared a rack since 2014.' },
    since: '2014',
    fingerprintChecked: 'in-person',
    reasonMap: { en: 'They do what they say.' },
  }),
  Review: () => ({
    defaultLanguage: 'en',
    kind: 'review',
    about: version,
    contentMap: { en: 'We visited them and saw how they restore a backup.' },
    findings: [{ criterion: 'backup-tested', level: 'yes' }],
  }),
  Listing: () => ({
    defaultLanguage: 'en',
    nameMap: { en: 'Atelier Rosa' },
    about: 'https://www.atelier-rosa.example/',
    host: 'atelier-rosa.example',
    origin: 'peer-entered',
    websites: [{ url: 'https://www.atelier-rosa.example/', kind: 'home' }],
    services: [{ id: 'lists', type: 'mailing-list', nameMap: { en: 'Lists' } }],
    sources: [
      {
        nameMap: { en: 'Their website' },
        url: 'https://www.atelier-rosa.example/about',
        date: '2026-11-01',
      },
    ],
  }),
  Alert: (now) => ({
    defaultLanguage: 'en',
    expires: addTime(now, 7 * DAY),
    status: 'actual',
    msgType: 'alert',
    scope: 'public',
    event: 'seizure',
    urgency: 'immediate',
    severity: 'severe',
    certainty: 'observed',
    onset: now,
    headlineMap: { en: 'Our mail server was seized' },
    descriptionMap: { en: 'It was encrypted and switched off.' },
    instructionMap: { en: 'Do not log in. Change the password you used here elsewhere.' },
    affectedServices: ['mail'],
    helpRequested: [{ kind: 'legal-contact' }],
  }),
  AlertResponse: (now) => ({
    defaultLanguage: 'en',
    expires: addTime(now, 7 * DAY),
    alert: version,
    response: 'offer-help',
    contentMap: { en: 'We can host a status page today.' },
    offers: [{ kind: 'status-page-hosting' }],
  }),
  Canary: (now) => ({
    defaultLanguage: 'en',
    nextDate: addTime(now, 80 * DAY),
    claims: [{ claim: 'gag', contentMap: { en: 'We have received no gag order.' } }],
    freshness: [],
  }),
  Successor: () => ({
    defaultLanguage: 'en',
    old: nubeDid,
    new: rosaDid,
    lastHead: { version: 12, digest: someDigest },
    reasonMap: { en: 'Their keys were lost in the fire.' },
  }),
}
