import { draftContent } from '../../src/communique/compose.ts'
import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { communiqueTextDigest } from '../../src/record/kinds/communique.ts'
import { sourceDigestOf } from '../../src/record/kinds/translation.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import type { TestNode } from './collective.ts'
import { NOON, signTogether, type ThreeCollectives } from './three-collectives.ts'

/** Texts of three collectives in every state that a page shows, as Harbor's node has them. */
export interface PublishedTexts {
  /** A communiqué of Nube Libre, frozen in two versions in English and Arabic. */
  readonly umbrella: SignedRecord
  readonly firstUmbrella: SignedRecord
  /** A communiqué of Harbor, endorsed in part and by letter. */
  readonly lights: SignedRecord
  /** Drafts of Nube Libre: the first, and two that were written apart from it. */
  readonly raid: readonly [SignedRecord, SignedRecord, SignedRecord]
  /** What Atelier Rosa, whom the view does not show, made of the first. */
  readonly fork: SignedRecord
  /** A charter in the making, by Harbor. */
  readonly ground: SignedRecord
  readonly amendment: SignedRecord
  readonly position: SignedRecord
}

/** What a block says: on paper and on pages it is the reason that counts. */
export const BLOCK_REASON = 'It names a place that must not be named.'
export const ARABIC_TITLE = 'تحت مظلة واحدة'
export const ARABIC_PARAGRAPH = 'نعتني بالحواسيب التي تعتمد عليها الحركات، وعنواننا harbor.example.'

export async function publishTexts(world: ThreeCollectives): Promise<PublishedTexts> {
  const frozen = await publishFrozen(world)
  const made = await publishDrafts(world)
  await world.bring(world.nube)
  await world.bring(world.rosa)
  await world.refresh()
  return { ...frozen, ...made }
}

async function publishFrozen(world: ThreeCollectives) {
  const { node, nube, rosa } = world
  const firstUmbrella = await signTogether(nube, umbrellaText('Mail that nobody reads along.'))
  await world.bring(nube)
  const umbrella = await signTogether(nube, umbrellaText('Mail and lists that nobody reads along.'))
  await signTogether(node, endorsementOf(umbrella, ['ar', 'en']))
  await signTogether(node, {
    ...endorsementOf(umbrella, ['en']),
    slug: 'umbrella.letter-1',
    letter: { name: 'Casa del Puerto', received: '2026-11-20', how: 'post' },
  })
  await signTogether(rosa, endorsementOf(umbrella, ['en']))
  const own = await signTogether(nube, endorsementOf(umbrella, ['en']))
  await signTogether(nube, {
    ...endorsementOf(umbrella, ['en']),
    slug: own.slug,
    withdrawn: true,
    withdrawnReasonMap: { en: 'Our assembly changed its mind.' },
  })
  const lights = await signTogether(node, lightsText())
  await signTogether(nube, {
    ...endorsementOf(lights, ['en']),
    digests: { ...digestsOf(lights), ar: digestsOf(umbrella)['ar'] ?? '' },
  })
  return { umbrella, firstUmbrella, lights }
}

function umbrellaText(sentence: string): RecordContent {
  return communique('umbrella', {
    nameMap: { en: 'Under one umbrella', ar: ARABIC_TITLE },
    summaryMap: { en: 'Who keeps the servers of movements.', ar: 'من يعتني بخوادم الحركات.' },
    contentMap: {
      en: `# Who we are\n\nWe look after computers. ${sentence}`,
      ar: `# من نحن\n\n${ARABIC_PARAGRAPH}`,
    },
    callToActionMap: { en: 'Use these services.', ar: 'استخدموا هذه الخدمات.' },
    credits: [{ name: 'Casa del Puerto', role: 'translated', language: 'ar' }],
  })
}

function lightsText(): RecordContent {
  return communique('lights', {
    nameMap: { en: 'We keep the lights on', fr: 'Nous gardons la lumière' },
    contentMap: { en: 'Somebody has to.', fr: 'Il faut bien que des gens le fassent.' },
  })
}

interface Texts {
  readonly nameMap: Readonly<Record<string, string>>
  readonly summaryMap?: Readonly<Record<string, string>>
  readonly contentMap: Readonly<Record<string, string>>
  readonly callToActionMap?: Readonly<Record<string, string>>
  readonly credits?: readonly JsonObject[]
}

function communique(slug: string, texts: Texts): RecordContent {
  const digests = Object.keys(texts.nameMap).map((tag) => [
    tag,
    communiqueTextDigest(texts, tag) ?? '',
  ])
  return {
    type: 'Communique',
    slug,
    defaultLanguage: 'en',
    sourceLanguage: 'en',
    expires: addTime(toTimestamp(NOON), 365 * DAY),
    ...(texts as unknown as JsonObject),
    digests: Object.fromEntries(digests) as JsonObject,
  }
}

function digestsOf({ value }: SignedRecord): Readonly<Record<string, string>> {
  return value['digests'] as Readonly<Record<string, string>>
}

const decisionRecord = {
  method: 'consensus',
  quorum: 5,
  agree: 7,
  reservations: 1,
  standAside: 2,
  block: 0,
  date: '2026-11-15',
} as const

function endorsementOf(record: SignedRecord, languages: readonly string[]): RecordContent {
  const digests = digestsOf(record)
  return {
    type: 'Endorsement',
    slug: record.slug,
    defaultLanguage: 'en',
    communique: { collective: record.scid, slug: record.slug },
    digests: Object.fromEntries(languages.map((tag) => [tag, digests[tag] ?? ''])),
    decisionRecord,
  }
}

const FIRST = 'Last week a server was taken in the north.'
const SECOND = 'We stand with them.'

/** A text on which positions are waited for. */
const WINTER = { text: 'winter', slug: 'winter.1', nameMap: { en: 'For the winter' } }

function raidDraft(
  number: number,
  paragraphs: readonly string[],
  changes: JsonObject = {},
): RecordContent {
  const text = {
    sourceLanguage: 'en',
    title: 'On the raid',
    summary: null,
    paragraphs: paragraphs.map((one, i) => ({ id: `p${i + 1}`, text: one })),
    callToAction: null,
  }
  const address = { draftOf: 'communique', text: 'raid', number, scope: 'public' } as const
  return { ...draftContent(text, address), ...changes }
}

async function publishDrafts({ node, nube, rosa, charter }: ThreeCollectives) {
  const deciding = {
    stage: 'deciding',
    positionsUntil: addTime(toTimestamp(NOON), 7 * DAY),
  }
  const first = await publishOne(nube, raidDraft(1, [FIRST, SECOND], deciding))
  const from = { collective: first.scid, slug: first.slug, digest: first.statement }
  const position = await publishOne(node, {
    type: 'Position',
    slug: 'raid.1',
    defaultLanguage: 'en',
    draft: from,
    position: 'block',
    reasonMap: { en: BLOCK_REASON },
    decisionRecord: { ...decisionRecord },
  })
  const amendment = await publishOne(node, amendmentTo(from))
  await publishOne(node, { ...amendmentTo(from), slug: 'raid.1.a2', passage: 'Last week' })
  await publishOne(node, translationOf(nube))
  await publishOne(rosa, { ...translationOf(nube), slug: 'raid.ar.rosa' })
  const answers = [
    {
      amendment: { collective: amendment.scid, slug: amendment.slug, digest: amendment.statement },
      outcome: 'declined',
      reasonMap: { en: 'We mean to stand.' },
    },
  ]
  const goesOnFrom = [from]
  const second = await publishOne(
    nube,
    raidDraft(2, [`${FIRST} It held mail.`, SECOND], { goesOnFrom, answers }),
  )
  const apart = await publishOne(
    nube,
    raidDraft(3, [FIRST, 'We stand beside them.'], { goesOnFrom }),
  )
  const fork = await publishOne(rosa, {
    ...raidDraft(1, ['Un serveur a été pris.'], { goesOnFrom }),
    text: 'saisie',
    slug: 'saisie.1',
  })
  await publishOne(nube, { ...raidDraft(1, [FIRST], deciding), ...WINTER })
  const ground = await publishOne(node, charterDraft(charter))
  return { raid: [first, second, apart] as const, fork, ground, amendment, position }
}

function amendmentTo(target: JsonObject): RecordContent {
  return {
    type: 'Amendment',
    slug: 'raid.1.a1',
    defaultLanguage: 'en',
    target,
    language: 'en',
    paragraph: 'p2',
    passage: 'stand with',
    replacement: 'stand beside',
    reasonMap: { en: 'Closer to what we do.' },
  }
}

/** The first paragraph approved, the second one made from words that it no longer has. */
function translationOf({ collective: { scid } }: TestNode): RecordContent {
  return {
    type: 'Translation',
    slug: 'raid.ar',
    defaultLanguage: 'ar',
    language: 'ar',
    of: { collective: scid, slug: 'raid' },
    parts: [
      {
        sourceDigest: sourceDigestOf('en', 'On the raid'),
        state: 'approved',
        content: 'عن المداهمة',
      },
      { sourceDigest: sourceDigestOf('en', FIRST), state: 'approved', content: 'أُخذ خادم.' },
      { sourceDigest: sourceDigestOf('en', SECOND), state: 'needs-review', content: 'نقف معهم.' },
    ],
  }
}

function charterDraft({ scid, slug, statement }: SignedRecord): RecordContent {
  const text = {
    sourceLanguage: 'en',
    title: 'Common ground',
    summary: 'What we agree on.',
    paragraphs: [{ id: 'no-logs', level: 'required' as const, text: '# No logs\n\nWe keep none.' }],
    callToAction: null,
  }
  const address = { draftOf: 'charter', text: 'ground', number: 1, scope: 'public' } as const
  const from = { collective: scid, slug, digest: statement }
  return draftContent(text, address, { goesOnFrom: [from] })
}

async function publishOne({ publisher, store, collective }: TestNode, content: RecordContent) {
  await publisher.publishContents([content])
  const { slug, type } = content
  const [record] = await store.listCurrent({
    scid: collective.scid,
    types: [type],
    slug,
  })
  if (record === undefined) throw new Error(`${slug} was not published`)
  return { ...record, value: JSON.parse(record.text) as JsonObject } as unknown as SignedRecord
}
