import type {
  CommuniqueStore,
  Signed,
  TextRecordType,
} from '../../src/communique/communique-store.ts'
import { type DraftVersion, jointTexts } from '../../src/communique/joint-texts.ts'
import { type Did, scidOf } from '../../src/record/did.ts'
import type { RecordsByType } from '../../src/record/kinds.ts'
import { sourceDigestOf } from '../../src/record/kinds/translation.ts'
import { statementDigestOf } from '../../src/record/record.ts'
import { harborDid, nubeDid, type StatementOptions, statementOf } from './records.ts'

type Changes = Readonly<Record<string, unknown>>

/** The n-th minute of the day on which everything here happens. */
export function minute(n: number): string {
  return `2026-11-22T${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00Z`
}

/** A record of a text, unsigned: the rules here judge what is said, not the proofs. */
export function signed<T extends TextRecordType>(
  type: T,
  options: StatementOptions,
  changes: Changes = {},
): Signed<T> {
  const statement = statementOf(type, options, changes)
  return {
    scid: scidOf(statement.attributedTo),
    statement: statementDigestOf(statement),
    record: { ...statement, proof: [] } as unknown as RecordsByType[T],
  }
}

/** A record of any of the kinds that texts are made of. */
export type AnySigned = { readonly [T in TextRecordType]: Signed<T> }[TextRecordType]

/** A store that holds these records. */
export function memoryStore(records: readonly AnySigned[]): CommuniqueStore {
  return {
    list: async <T extends TextRecordType>(type: T) =>
      records.filter((one): one is Extract<AnySigned, Signed<T>> => one.record.type === type),
  }
}

export interface DraftOptions {
  readonly did?: Did
  readonly text?: string
  readonly number?: number
  readonly at?: number
  readonly from?: readonly Signed<'Draft'>[]
  readonly title?: string
  /** The paragraphs by id. */
  readonly paragraphs?: Readonly<Record<string, string>>
}

const FIRST_DRAFT: Required<DraftOptions> = {
  did: harborDid,
  text: 'umbrella',
  number: 1,
  at: 0,
  from: [],
  title: 'Under one umbrella',
  paragraphs: { p1: 'We are here.', p2: 'Join us.' },
}

/** A draft of Harbor Commons in English. */
export function draft(options: DraftOptions = {}, changes: Changes = {}): Signed<'Draft'> {
  const { did, text, number, at, from, title, paragraphs } = { ...FIRST_DRAFT, ...options }
  const goesOnFrom = from.map(({ scid, statement, record }) => {
    return { collective: scid, slug: record.slug, digest: statement }
  })
  return signed(
    'Draft',
    { did, slug: `${text}.${number}`, now: minute(at) },
    {
      text,
      stage: 'writing',
      nameMap: { en: title },
      paragraphs: Object.entries(paragraphs).map(([id, en]) => ({ id, contentMap: { en } })),
      answers: undefined,
      credits: undefined,
      goesOnFrom: goesOnFrom.length === 0 ? undefined : goesOnFrom,
      ...changes,
    },
  )
}

/** The drafts as versions, in the order in which they were given. */
export function versionsOf(...drafts: readonly Signed<'Draft'>[]): DraftVersion[] {
  const known = jointTexts({ Draft: drafts, Communique: [], Charter: [] }).drafts
  return drafts.flatMap(({ statement }) => known.get(statement) ?? [])
}

export interface TranslationOptions {
  readonly did?: Did
  readonly language?: string
  readonly at?: number
  readonly state?: 'draft' | 'needs-review' | 'approved'
  /** Translations by the English that they were made from. */
  readonly parts: Readonly<Record<string, string>>
}

/** What a collective (Nube Libre) says of the text `umbrella` of Harbor Commons, in Spanish. */
export function translation(options: TranslationOptions): Signed<'Translation'> {
  const { did = nubeDid, language = 'es', at = 0, state = 'needs-review', parts } = options
  return signed(
    'Translation',
    { did, slug: `umbrella.${language}`, now: minute(at) },
    {
      defaultLanguage: language,
      language,
      of: { collective: scidOf(harborDid), slug: 'umbrella' },
      parts: Object.entries(parts).map(([source, content]) => {
        return { sourceDigest: sourceDigestOf('en', source), state, content }
      }),
    },
  )
}

/** A collective's position on a draft; by default it agrees. */
export function position(
  { scid, statement, record }: Signed<'Draft'>,
  { did = nubeDid, at = 1 }: { readonly did?: Did; readonly at?: number },
  changes: Changes = {},
): Signed<'Position'> {
  const named = { collective: scid, slug: record.slug, digest: statement }
  return signed(
    'Position',
    { did, slug: record.slug, now: minute(at) },
    { draft: named, position: 'agree', ...changes },
  )
}

/** A collective's endorsement of a communiqué, by default of its English text. */
export function endorsement(
  { scid, record }: Signed<'Communique'>,
  { did = nubeDid, at = 1, slug = 'umbrella' }: { did?: Did; at?: number; slug?: string },
  changes: Changes = {},
): Signed<'Endorsement'> {
  return signed(
    'Endorsement',
    { did, slug, now: minute(at) },
    {
      communique: { collective: scid, slug: record.slug },
      digests: { en: record.digests['en'] },
      ...changes,
    },
  )
}

export {
  harborDid,
  harborScid,
  nubeDid,
  nubeScid,
  rosaDid,
  rosaScid,
  someDigest,
} from './records.ts'
