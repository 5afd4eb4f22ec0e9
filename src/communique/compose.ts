import { invalid } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import type { Timestamp } from '../kernel/time.ts'
import { type Scid, shortScid } from '../record/did.ts'
import type { Draft } from '../record/kinds/draft.ts'
import type { Translation } from '../record/kinds/translation.ts'
import type { DraftVersion } from './joint-texts.ts'
import { identifyParagraphs, idsAfter } from './paragraph-ids.ts'
import { type DraftText, draftMembers, partsOf, type TextPart, textOf } from './text-parts.ts'
import type { SourceText } from './text-source.ts'

/**
 * The contents of the records that a collective publishes about texts: what `publishContents` signs.
 * Slugs: a draft is `<text>.<n>`; what others say of it starts with the name of the text and ends in
 * who drafts it, so that two texts of one name never meet.
 */

/** Leaves room for a number and for what is appended to the slugs of others' records. */
export const MAX_TEXT_SLUG = 40
const TEXT_SLUG = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

export interface DraftStep {
  readonly stage?: Draft['stage']
  readonly stageReasonMap?: LanguageMap
  readonly positionsUntil?: Timestamp
  readonly answers?: NonNullable<Draft['answers']>
  /** The drafts or the charter that it goes on from; several join branches. */
  readonly goesOnFrom?: NonNullable<Draft['goesOnFrom']>
  readonly credits?: NonNullable<Draft['credits']>
  readonly references?: NonNullable<Draft['references']>
}

export interface DraftAddress extends Pick<Draft, 'draftOf' | 'scope'> {
  /** The name of the text. */
  readonly text: string
  /** Which version it is of this collective's text, from 1. */
  readonly number: number
  readonly recipients?: readonly Scid[]
}

/** Throws `bad_slug` for a name that leaves no room or would be taken for another's. */
export function draftContent(text: DraftText, address: DraftAddress, step: DraftStep = {}) {
  checkTextSlug(address.text)
  const { number, recipients, ...members } = address
  const { stage = 'writing', ...rest } = step
  return {
    type: 'Draft' as const,
    slug: `${address.text}.${number}`,
    defaultLanguage: text.sourceLanguage,
    ...members,
    ...(recipients === undefined ? {} : { recipients }),
    stage,
    ...rest,
    ...draftMembers(text),
  }
}

export function checkTextSlug(slug: string): void {
  if (slug.length > MAX_TEXT_SLUG || !TEXT_SLUG.test(slug)) {
    const form = `letters a to z, digits and hyphens, at most ${MAX_TEXT_SLUG}`
    throw invalid('bad_slug', `The name of a text is made of ${form}.`)
  }
}

/** The text of a new version, from a file: paragraphs keep their ids as far as they are the same. */
export function textFromSource(
  source: SourceText,
  sourceLanguage: LanguageTag,
  lineage: readonly DraftVersion[] = [],
): DraftText {
  const [before] = lineage
  const { title, summary, blocks, callToAction } = source
  const old = before === undefined ? [] : textOf(before.record).paragraphs
  const paragraphs = identifyParagraphs(blocks, old, idsOf(lineage))
  return { sourceLanguage, title, summary, paragraphs, callToAction }
}

/** The ids that new paragraphs of a text get: none that any of its versions has had. */
export function newParagraphId(lineage: readonly DraftVersion[]): () => string {
  return idsAfter(idsOf(lineage))
}

function idsOf(lineage: readonly DraftVersion[]): Set<string> {
  return new Set(lineage.flatMap(({ parts }) => parts.map(({ id }) => id)))
}

/** The other part of the slug of what is said about a text: who drafts it. */
function about(scid: Scid): string {
  return shortScid(scid).toLowerCase()
}

export function translationSlug(of: Translation['of'], language: LanguageTag): string {
  return `${of.slug}.${about(of.collective)}.${language.toLowerCase()}`
}

/** One translated part before it is published. */
export interface NewTranslation {
  readonly part: TextPart
  readonly content: string
  readonly state: Translation['parts'][number]['state']
}

/**
 * What a collective now says of a text in one language: `known` with the new parts in the place of
 * those of the same source. Sources that no version of the text has any more are left out.
 */
export function translationContent(
  {
    draft,
    language,
    kin,
  }: { draft: DraftVersion; language: LanguageTag; kin: readonly DraftVersion[] },
  parts: readonly NewTranslation[],
  known: Translation | null,
) {
  const { scid, record } = draft
  const sources = new Set(kin.flatMap((one) => one.parts.map(({ sourceDigest }) => sourceDigest)))
  const all = new Map(
    (known?.parts ?? [])
      .filter(({ sourceDigest }) => sources.has(sourceDigest))
      .map((part) => [part.sourceDigest, part]),
  )
  for (const { part, content, state } of parts)
    all.set(part.sourceDigest, { sourceDigest: part.sourceDigest, state, content })
  const of = { collective: scid, slug: record.text }
  return {
    type: 'Translation' as const,
    slug: translationSlug(of, language),
    defaultLanguage: language,
    of,
    language,
    parts: [...all.values()],
    ...scopeOf(draft),
  }
}

/**
 * Aligns a translated file with a draft, by position. Throws `not_aligned`, which names the counts.
 */
export function alignTranslation(
  draft: DraftVersion,
  source: SourceText,
  state: NewTranslation['state'],
): NewTranslation[] {
  const text = textOf(draft.record)
  const [expected, given] = [text.paragraphs.length, source.blocks.length]
  if (expected !== given)
    throw invalid('not_aligned', `The text has ${expected} paragraphs, the translation ${given}.`)
  if ((text.summary === null) !== (source.summary === null))
    throw invalid('not_aligned', 'Only one of text and translation has a summary.')
  if ((text.callToAction === null) !== (source.callToAction === null))
    throw invalid('not_aligned', 'Only one of text and translation has a call to action.')
  const { title, summary, blocks, callToAction } = source
  const contents = [title, summary, ...blocks, callToAction].filter((content) => content !== null)
  return partsOf(text).map((part, i) => ({ part, content: contents[i] ?? '', state }))
}

/** What is about a draft goes to whom the draft goes, and to who wrote it. */
export function scopeOf({ scid, record: { scope, recipients } }: DraftVersion) {
  if (scope === 'public') return {}
  if (recipients === undefined) return { scope }
  return { scope, recipients: [...new Set([scid, ...recipients])].toSorted() }
}

export function draftReference({ scid, statement, record }: DraftVersion) {
  return { collective: scid, slug: record.slug, digest: statement }
}

export interface AmendmentAnswers {
  readonly language: LanguageTag
  readonly paragraph?: string
  readonly passage: string
  /** Left out: the passage goes. */
  readonly replacement?: string
  readonly reasonMap: LanguageMap
  readonly defaultLanguage: LanguageTag
  /** Which amendment it is of this collective to this draft, from 1. */
  readonly number: number
}

export function amendmentContent(draft: DraftVersion, answers: AmendmentAnswers) {
  const { number, ...rest } = answers
  return {
    type: 'Amendment' as const,
    slug: `${draft.record.slug}.${about(draft.scid)}.a${number}`,
    target: draftReference(draft),
    ...rest,
    ...scopeOf(draft),
  }
}

/** The slug of a collective's position on one draft: there is one, and it can change. */
export function positionSlug({ scid, record }: DraftVersion): string {
  return `${record.slug}.${about(scid)}`
}

/** The slug of a collective's endorsement of a communiqué, or of the letter it passes on. */
export function endorsementSlug(
  communique: { readonly scid: Scid; readonly slug: string },
  letter?: number,
): string {
  const slug = `${communique.slug}.${about(communique.scid)}`
  return letter === undefined ? slug : `${slug}.letter-${letter}`
}
