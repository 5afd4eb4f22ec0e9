import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { TranslatedPart } from '../record/kinds/translation.ts'
import { byAge, type Signed } from './communique-store.ts'
import type { DraftVersion } from './joint-texts.ts'
import type { TextPart } from './text-parts.ts'

/** Where one part of a text stands in one language. */
export type PartState = 'untranslated' | 'stale' | 'draft' | 'needs-review' | 'approved'

/** One wording of a part in another language, with who stands behind it. */
export interface Wording {
  readonly content: string
  /** Its best state, whoever gave it. */
  readonly state: TranslatedPart['state']
  /** Who translated it. */
  readonly by: Scid
  /** Everybody who states it as approved, the translator too if it does. */
  readonly approvedBy: readonly Scid[]
}

export interface TranslatedTextPart {
  readonly part: TextPart
  readonly state: PartState
  /** The wording that is shown and frozen; null where there is none for this source. */
  readonly wording: Wording | null
  /** The other wordings of the same source, best first. */
  readonly others: readonly Wording[]
  /** Where the source changed: the last wording of the part as it was, to start from. */
  readonly earlier: Wording | null
}

/** A text in one language. */
export interface TextTranslation {
  readonly language: LanguageTag
  readonly parts: readonly TranslatedTextPart[]
  readonly counts: Readonly<Record<PartState, number>>
  /** Every part has a wording made from the source as it stands. */
  readonly complete: boolean
  /** Every part is approved. */
  readonly approved: boolean
  readonly translators: readonly Scid[]
  /** Who approved what somebody else translated. */
  readonly reviewers: readonly Scid[]
}

/**
 * Where the translations of a draft stand, by language tag. A translation belongs to a part by the
 * digest of its source alone: what changed in the source is stale at once, on every node that has
 * the draft, and what did not change keeps its translation. `lineage` is the draft and what it goes
 * on from, nearest first; the part of one id there says what a stale part was before.
 */
export function translationsOf(
  lineage: readonly DraftVersion[],
  translations: readonly Signed<'Translation'>[],
): TextTranslation[] {
  const [draft] = lineage
  if (draft === undefined) return []
  const byLanguage = Map.groupBy(translations, ({ record }) => record.language)
  byLanguage.delete(draft.record.sourceLanguage)
  return [...byLanguage.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([language, records]) => translationIn(language, lineage, wordingsOf(records)))
    .filter(({ counts, parts }) => counts.untranslated < parts.length)
}

type Wordings = ReadonlyMap<Digest, readonly Wording[]>

function translationIn(
  language: LanguageTag,
  lineage: readonly DraftVersion[],
  wordings: Wordings,
): TextTranslation {
  const [draft, ...before] = lineage
  const parts = (draft?.parts ?? []).map((part) => partIn(part, before, wordings))
  const counts = { untranslated: 0, stale: 0, draft: 0, 'needs-review': 0, approved: 0 }
  for (const { state } of parts) counts[state]++
  const used = parts.flatMap(({ wording }) => wording ?? [])
  const reviewers = used.flatMap(({ by, approvedBy }) => approvedBy.filter((scid) => scid !== by))
  return {
    language,
    parts,
    counts,
    complete: counts.untranslated + counts.stale === 0,
    approved: counts.approved === parts.length,
    translators: unique(used.map(({ by }) => by)),
    reviewers: unique(reviewers),
  }
}

function unique(scids: readonly Scid[]): Scid[] {
  return [...new Set(scids)].toSorted()
}

function partIn(
  part: TextPart,
  before: readonly DraftVersion[],
  wordings: Wordings,
): TranslatedTextPart {
  const [wording = null, ...others] = wordings.get(part.sourceDigest) ?? []
  if (wording !== null) return { part, state: wording.state, wording, others, earlier: null }
  const earlier = earlierOf(part, before, wordings)
  const state = earlier === null ? 'untranslated' : 'stale'
  return { part, state, wording: null, others: [], earlier }
}

function earlierOf(
  { id }: TextPart,
  before: readonly DraftVersion[],
  wordings: Wordings,
): Wording | null {
  for (const { parts } of before) {
    const old = parts.find((part) => part.id === id)
    const [wording] = (old && wordings.get(old.sourceDigest)) ?? []
    if (wording !== undefined) return wording
  }
  return null
}

/** The wordings of each source, best first. */
function wordingsOf(translations: readonly Signed<'Translation'>[]): Wordings {
  const said = translations
    .toSorted(byAge)
    .flatMap(({ scid, record }) =>
      record.parts.map((part) => ({ scid, ...part, since: record.published })),
    )
  const bySource = Map.groupBy(said, ({ sourceDigest }) => sourceDigest)
  return new Map(
    [...bySource].map(([source, all]) => {
      const byContent = [...Map.groupBy(all, ({ content }) => content).values()]
      return [source, byContent.map(toWording).toSorted(byStanding)]
    }),
  )
}

interface Said extends TranslatedPart {
  readonly scid: Scid
  /** When the collective first said anything in this language: a wording has no date of its own. */
  readonly since: Timestamp
}

const RANK = { approved: 0, 'needs-review': 1, draft: 2 } as const

/** One wording and everybody who says it. */
function toWording(said: readonly Said[]): Wording {
  const [best] = said.toSorted((a, b) => RANK[a.state] - RANK[b.state])
  const [first] = said.toSorted(translatorFirst)
  const approving = said.filter(({ state }) => state === 'approved').map(({ scid }) => scid)
  return {
    content: best?.content ?? '',
    state: best?.state ?? 'draft',
    by: first?.scid ?? '',
    approvedBy: unique(approving),
  }
}

/** Who merely approves says the same words, and may have spoken of other parts long before. */
function translatorFirst(a: Said, b: Said): number {
  const [approves, otherApproves] = [a.state === 'approved', b.state === 'approved']
  if (approves !== otherApproves) return approves ? 1 : -1
  return compare(a.since, b.since) || compare(a.scid, b.scid)
}

/** Approved before the others, then what more collectives approved; then the order is only fixed. */
function byStanding(a: Wording, b: Wording): number {
  return (
    RANK[a.state] - RANK[b.state] ||
    b.approvedBy.length - a.approvedBy.length ||
    compare(a.content, b.content)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
