import type { TextPage } from '../communique/communiques.ts'
import type { Endorsements, JudgedEndorsement } from '../communique/endorsements.ts'
import { commonOrigin, type DraftVersion } from '../communique/joint-texts.ts'
import type { TextPart } from '../communique/text-parts.ts'
import { diffParts } from '../kernel/diff-parts.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { type LanguageMap, pickLanguage } from '../kernel/text.ts'
import type { Scid } from '../record/did.ts'
import { slugName } from '../record/slug-name.ts'
import { decisionLine } from './decision-line.ts'
import { markChanges } from './mark-changes.ts'
import { stageOf } from './text-value.ts'

/** A text in plain lines, for `show`. */

/** What a collective calls itself. */
export type NameOf = (scid: Scid) => string

export interface ShownPage {
  readonly page: TextPage
  readonly nameOf: NameOf
  /** In which language to read it; null for the text's own. */
  readonly language: LanguageTag | null
}

/** The text with where it stands; what asks for somebody's answer comes before the text. */
export function textLines(shown: ShownPage): string[] {
  const { page, nameOf } = shown
  const { text, latest, version } = page
  const shownVersion = version ?? latest
  return [
    pickLanguage(latest.record.nameMap, languagesOf(shown), latest.record.defaultLanguage)?.text ??
      text.slug,
    `${slugName(text)}, ${text.draftOf} of ${nameOf(text.scid)}: ${stageOf(latest)}`,
    `digest ${shownVersion.statement}`,
    ...apartLines(shown),
    ...openLines(shown),
    '',
    ...bodyLines(shown),
    ...signedLines(shown),
    ...relativeLines(shown),
  ]
}

function languagesOf({ language }: ShownPage): LanguageTag[] {
  return language === null ? [] : [language]
}

/** Versions that were written apart, each against what they both go on from. */
function apartLines({ page: { text, drafts } }: ShownPage): string[] {
  const [first, ...others] = text.heads
  if (first === undefined || others.length === 0) return []
  const origin = others.reduce<DraftVersion | null>(
    (common, head) => (common === null ? null : commonOrigin(common, head, drafts)),
    first,
  )
  return [
    `Written apart, ${text.heads.length} versions; to join them: draft --join`,
    ...text.heads.flatMap((head) => [
      `  ${head.record.slug} of ${head.record.updated} (${head.statement})`,
      ...(origin === null ? [] : changeLines(origin, head)).map((line) => `    ${line}`),
    ]),
  ]
}

/** What differs between two drafts, part by part. */
export function changeLines(before: DraftVersion, after: DraftVersion): string[] {
  return diffParts(before.parts, after.parts, after.record.sourceLanguage).flatMap((part) => {
    const { id, change, level, moved, text } = part
    if (change === 'same' && level === null && !moved) return []
    const notes = [
      ...(change === 'same' ? [] : [change]),
      ...(moved ? ['moved'] : []),
      ...(level === null ? [] : [`now ${String(level.after)}`]),
    ]
    const words = change === 'same' ? [] : markChanges(text).split('\n')
    return [`${id}: ${notes.join(', ')}`, ...words.map((line) => `  ${line}`)]
  })
}

function openLines({ page, nameOf }: ShownPage): string[] {
  const { openRound, amendments } = page
  const open = amendments.filter(({ outcome }) => outcome === 'open')
  return [
    ...(openRound === null
      ? []
      : [`Positions on ${openRound.draft.record.slug} until ${openRound.until}`]),
    ...open.flatMap(({ amendment: { scid, record }, target }) => [
      `Amendment ${slugName({ scid, slug: record.slug })}, of ${nameOf(scid)}`,
      `  to ${target.record.slug}${record.paragraph === undefined ? '' : `, ${record.paragraph}`}:` +
        ` [-${record.passage}-]${record.replacement === undefined ? '' : `{+${record.replacement}+}`}`,
      `  ${wordsOf(record.reasonMap)}`,
    ]),
  ]
}

/** The draft in a language, part by part; what is not translated stands in the source language. */
function bodyLines(shown: ShownPage): string[] {
  const { page } = shown
  if (page.version !== null) return frozenLines(page.version.record, shown)
  const { draft, translations } = page
  if (draft === null) return []
  const language = shown.language ?? draft.record.sourceLanguage
  const translation = translations.find((one) => one.language === language)
  const isSource = language === draft.record.sourceLanguage
  const parts = draft.parts.flatMap((part) => {
    const known = translation?.parts.find((one) => one.part.id === part.id)
    return partLines(part, isSource ? null : (known?.wording?.content ?? null), isSource)
  })
  if (isSource || translation?.complete === true) return parts
  const notice = `Not all of it is in ${language}: the rest is in ${draft.record.sourceLanguage}.`
  return [notice, '', ...parts]
}

function partLines(part: TextPart, wording: string | null, isSource: boolean): string[] {
  const level = part.level === null ? '' : `, ${part.level}`
  const notice = isSource || wording !== null ? '' : ', not translated'
  return [`[${part.id}${level}${notice}]`, ...(wording ?? part.text).split('\n'), '']
}

interface FrozenText {
  readonly contentMap: LanguageMap
  readonly summaryMap?: LanguageMap
  readonly callToActionMap?: LanguageMap
  readonly defaultLanguage: LanguageTag
}

function frozenLines(
  { summaryMap, contentMap, callToActionMap, defaultLanguage }: FrozenText,
  shown: ShownPage,
): string[] {
  const languages = languagesOf(shown)
  const [wanted] = languages
  const notice =
    wanted === undefined || contentMap[wanted] !== undefined
      ? []
      : [`It is not in ${wanted}; there is ${Object.keys(contentMap).join(', ')}.`, '']
  const read = (map: LanguageMap | undefined) => {
    const text = pickLanguage(map ?? {}, languages, defaultLanguage)?.text
    return text === undefined ? [] : [...text.split('\n'), '']
  }
  return [...notice, ...read(summaryMap), ...read(contentMap), ...read(callToActionMap)]
}

function signedLines({ page: { endorsements }, nameOf }: ShownPage): string[] {
  if (endorsements === null) return []
  const { counted, letters, notCounted, notShown } = endorsements
  return [
    `Endorsed by ${counted.length}, by letter ${endorsements.letterCount}`,
    ...counted.map(
      (one) => `  ${nameOf(one.scid)}: read in ${one.same.join(', ')}; ${decided(one)}`,
    ),
    ...letters.map((one) => `  ${letterLine(one, nameOf)}`),
    ...notCounted.map((one) => `  not counted, ${one.state}: ${nameOf(one.scid)}`),
    ...outsideLines(notShown),
  ]
}

function letterLine({ scid, record: { letter } }: JudgedEndorsement, nameOf: NameOf): string {
  return `by letter: ${letter?.name ?? ''}, ${letter?.how ?? ''} on ${letter?.received ?? ''}, passed on by ${nameOf(scid)}`
}

function outsideLines(notShown: Endorsements['notShown']): string[] {
  return notShown.length === 0 ? [] : [`  and ${notShown.length} outside of the view`]
}

function decided({ record: { decisionRecord } }: JudgedEndorsement): string {
  return decisionLine(decisionRecord)
}

function relativeLines({ page: { relatives } }: ShownPage): string[] {
  return relatives.length === 0 ? [] : [`Of the same kin: ${relatives.map(slugName).join(', ')}`]
}

/** A text in whatever language it was written. */
export function wordsOf(map: LanguageMap): string {
  return Object.values(map).join(' / ')
}
