import { TesseraError } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { resolveSlug, type SlugAddress } from '../record/slug-name.ts'
import { type AmendmentState, amendmentsTo } from './amendments.ts'
import {
  type CommuniqueStore,
  readTextRecords,
  type Signed,
  type TextRecords,
} from './communique-store.ts'
import { type Endorsements, endorsementsOf } from './endorsements.ts'
import {
  type DraftVersion,
  type JointText,
  jointTexts,
  kinOf,
  lineageOf,
  type Texts,
} from './joint-texts.ts'
import { type Round, roundsOf } from './rounds.ts'
import { type TextTranslation, translationsOf } from './translation-status.ts'

/** Where the records of texts are, and how to tell that nothing has changed. */
export interface KnownTextsDeps {
  readonly store: CommuniqueStore
  /** Grows with every change of what counts: what was read stays right until then. */
  readonly sequence: () => Promise<number>
}

/** Who looks at the texts, and when. */
export interface TextViewDeps {
  /** The collectives of the view. */
  readonly shown: () => Promise<ReadonlySet<Scid>>
  readonly now: () => Date
}

export type CommuniquesDeps = KnownTextsDeps & TextViewDeps

/** A text in a list. */
export interface TextSummary {
  readonly text: JointText
  /** What is shown: the frozen text, else the newest draft. */
  readonly latest: JointText['frozen'][number] | DraftVersion
  /** A collective of the view writes it. */
  readonly shown: boolean
  /** In which it can be read, in part at least: the source language first. */
  readonly languages: readonly LanguageTag[]
  /** When anything of it last changed. */
  readonly updated: Timestamp
  /** Null before a communiqué is frozen. */
  readonly endorsements: Endorsements | null
  /** The round in which positions are waited for now, if one is. */
  readonly openRound: Round | null
}

/** Everything about one text. */
export interface TextPage extends TextSummary {
  /** All drafts of its kin by digest. */
  readonly drafts: Texts['drafts']
  readonly kin: readonly DraftVersion[]
  /** Other texts that go on from drafts of this one or that this one goes on from. */
  readonly relatives: readonly JointText[]
  readonly rounds: readonly Round[]
  readonly amendments: readonly AmendmentState[]
  /** The newest draft (of several apart the one that was written last), or the one asked for. */
  readonly draft: DraftVersion | null
  /** Of that draft. */
  readonly translations: readonly TextTranslation[]
  /** Translations by collectives that the view does not show: not counted in any state. */
  readonly translationsNotShown: readonly Signed<'Translation'>[]
  /** The version of the frozen communiqué that `endorsements` is about. */
  readonly version: Signed<'Communique'> | null
}

export interface Communiques {
  /** All texts, the last changed first. */
  list(): Promise<readonly TextSummary[]>
  /** What a name leads to, among communiqués unless it says charters. */
  resolve(name: string, draftOf?: JointText['draftOf']): Promise<SlugAddress<JointText>>
  /**
   * A text; `statement` chooses an earlier frozen version or an earlier draft. Throws
   * `text_not_found`.
   */
  get(text: TextKey, statement?: Digest): Promise<TextPage>
  /** The text that a draft or frozen text with this digest belongs to; null if none is here. */
  findByStatement(statement: Digest): Promise<TextKey | null>
}

/** A text: a communiqué and a charter of one name are two. */
export type TextKey = Pick<JointText, 'scid' | 'slug' | 'draftOf'>

/** The records of all texts, sorted: the same for every view. */
interface Known {
  readonly records: TextRecords
  readonly texts: Texts
  readonly endorsements: ReadonlyMap<string, readonly Signed<'Endorsement'>[]>
  readonly positions: ReadonlyMap<Digest, readonly Signed<'Position'>[]>
  readonly translations: ReadonlyMap<string, readonly Signed<'Translation'>[]>
}
export type KnownTexts = () => Promise<Known>

export function createCommuniques(deps: CommuniquesDeps): Communiques {
  return communiquesFor(createKnownTexts(deps), deps)
}

/** The texts as one view sees them; several views share what was read and sorted. */
export function communiquesFor(known: KnownTexts, deps: TextViewDeps): Communiques {
  async function situation(): Promise<Situation> {
    const [all, shown] = [await known(), await deps.shown()]
    return { ...all, shown, now: toTimestamp(deps.now()) }
  }

  return {
    async list() {
      const current = await situation()
      const summaries = current.texts.texts.map((text) => summaryOf(text, current))
      return summaries.toSorted(lastChangedFirst)
    },
    async resolve(name, draftOf = 'communique') {
      const { texts, shown } = await situation()
      const named = texts.texts.filter((text) => text.draftOf === draftOf)
      return resolveSlug(name, named, { shown, slugged })
    },
    async get(key, statement) {
      const current = await situation()
      const text = current.texts.texts.find((one) => isText(one, key))
      if (text === undefined) throw notFound()
      return pageOf(text, current, statement)
    },
    async findByStatement(statement) {
      const { texts } = await situation()
      const text = texts.texts.find(({ drafts, frozen }) =>
        [...drafts, ...frozen].some((version) => version.statement === statement),
      )
      return text === undefined ? null : { scid: text.scid, slug: text.slug, draftOf: text.draftOf }
    },
  }
}

/** A text has one name, however many versions. */
function slugged({ scid, slug }: JointText) {
  return { scid, slug, version: 1 }
}

/** Reads and sorts the records once for every state of the node. */
export function createKnownTexts({ store, sequence }: KnownTextsDeps): KnownTexts {
  let cached: { readonly sequence: number; readonly known: Known } | null = null
  return async () => {
    const newest = await sequence()
    if (cached?.sequence === newest) return cached.known
    const known = sorted(await readTextRecords(store))
    cached = { sequence: newest, known }
    return known
  }
}

function sorted(records: TextRecords): Known {
  const { Endorsement, Position, Translation } = records
  return {
    records,
    texts: jointTexts(records),
    endorsements: Map.groupBy(Endorsement, ({ record: { communique } }) =>
      nameKey(communique.collective, communique.slug),
    ),
    positions: Map.groupBy(Position, ({ record }) => record.draft.digest),
    translations: Map.groupBy(Translation, ({ record: { of } }) => nameKey(of.collective, of.slug)),
  }
}

/** No slug and no SCID has a space. */
function nameKey(scid: Scid, slug: string): string {
  return `${scid} ${slug}`
}

interface Situation extends Known {
  readonly shown: ReadonlySet<Scid>
  readonly now: Timestamp
}

function isText(text: JointText, { scid, slug, draftOf }: TextKey): boolean {
  return text.scid === scid && text.slug === slug && text.draftOf === draftOf
}

function summaryOf(text: JointText, situation: Situation): TextSummary {
  const { shown } = situation
  const version = currentVersion(text)
  const rounds = roundsOf({
    ...situation,
    text,
    kin: text.drafts,
    positions: positionsOn(text, situation),
  })
  const latest = text.frozen[0] ?? newestOf(text.heads)
  if (latest === undefined) throw new Error('a text has a draft or is frozen')
  return {
    text,
    latest,
    shown: shown.has(text.scid),
    languages: languagesOf(text, latest, situation),
    updated: latest.record.updated,
    endorsements: version === null ? null : endorsementsUnder(version, situation),
    openRound: rounds.find(({ open }) => open) ?? null,
  }
}

/** A draft's translations count as far as they are made by somebody whom the view shows. */
function languagesOf(
  text: JointText,
  { record }: TextSummary['latest'],
  situation: Situation,
): LanguageTag[] {
  const source = record.type === 'Draft' ? record.sourceLanguage : record.defaultLanguage
  const translated =
    record.type === 'Draft'
      ? (situation.translations.get(nameKey(text.scid, text.slug)) ?? [])
          .filter(({ scid }) => isHeard(scid, text, situation))
          .map((translation) => translation.record.language)
      : Object.keys(record.digests)
  return [...new Set([source, ...translated.toSorted()])]
}

/** Whoever drafts a text speaks on its page, in the view or not. */
function isHeard(scid: Scid, text: JointText, { shown }: Situation): boolean {
  return shown.has(scid) || scid === text.scid
}

function endorsementsUnder(
  version: Signed<'Communique'>,
  { endorsements, shown, now }: Situation,
): Endorsements {
  const named = endorsements.get(nameKey(version.scid, version.record.slug)) ?? []
  return endorsementsOf(version, { endorsements: named, shown, now })
}

function positionsOn({ drafts }: JointText, { positions }: Situation): Signed<'Position'>[] {
  return drafts.flatMap(({ statement }) => positions.get(statement) ?? [])
}

/** Of several heads the one that was written last. */
export function newestOf(heads: readonly DraftVersion[]): DraftVersion | undefined {
  return heads.toSorted((a, b) =>
    a.record.updated + a.statement < b.record.updated + b.statement ? 1 : -1,
  )[0]
}

/** The version of the frozen communiqué that is shown; null for a charter and before freezing. */
function currentVersion(text: JointText, statement?: Digest): Signed<'Communique'> | null {
  const versions = text.frozen.filter(isCommunique)
  if (statement === undefined) return versions[0] ?? null
  return versions.find((version) => version.statement === statement) ?? null
}

function isCommunique(frozen: JointText['frozen'][number]): frozen is Signed<'Communique'> {
  return frozen.record.type === 'Communique'
}

function pageOf(text: JointText, situation: Situation, statement?: Digest): TextPage {
  const { records, texts } = situation
  const kin = kinOf(text, texts.drafts)
  const asked = text.drafts.find((one) => one.statement === statement)
  const version = currentVersion(text, asked === undefined ? statement : undefined)
  if (statement !== undefined && version === null && asked === undefined) throw notFound()
  const named = new Set(kin.map(({ scid, record }) => nameKey(scid, record.text)))
  const translations = [...named].flatMap((name) => situation.translations.get(name) ?? [])
  const draft = asked ?? newestOf(text.heads) ?? null
  return {
    ...summaryOf(text, situation),
    drafts: texts.drafts,
    kin,
    relatives: texts.texts.filter(
      (one) => !isText(one, text) && named.has(nameKey(one.scid, one.slug)),
    ),
    rounds: roundsOf({ ...situation, text, kin, positions: positionsOn(text, situation) }),
    amendments: amendmentsTo(text, kin, records.Amendment),
    draft,
    translations:
      draft === null
        ? []
        : translationsOf(
            lineageOf(draft, texts.drafts),
            translations.filter(({ scid }) => isHeard(scid, text, situation)),
          ),
    translationsNotShown: translations.filter(({ scid }) => !isHeard(scid, text, situation)),
    version,
    endorsements: version === null ? null : endorsementsUnder(version, situation),
  }
}

function lastChangedFirst(a: TextSummary, b: TextSummary): number {
  const key = ({ updated, latest }: TextSummary) => updated + latest.statement
  return key(a) < key(b) ? 1 : -1
}

function notFound(): TesseraError {
  return new TesseraError('not-found', 'text_not_found', 'No communiqué here has this name.')
}
