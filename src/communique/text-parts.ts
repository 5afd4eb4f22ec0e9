import type { Digest } from '../record/digest.ts'
import { type Draft, type DraftParagraph, PART_IDS } from '../record/kinds/draft.ts'
import { sourceDigestOf } from '../record/kinds/translation.ts'

/** The parts that a text has besides its paragraphs. */
export const { title: TITLE, summary: SUMMARY, callToAction: CALL_TO_ACTION } = PART_IDS

/** One piece of a text that is amended, translated and compared by itself. */
export interface TextPart {
  /** TITLE, SUMMARY, CALL_TO_ACTION, or the id of a paragraph. */
  readonly id: string
  /** Of a clause of a charter; null for every other part. */
  readonly level: NonNullable<DraftParagraph['level']> | null
  /** In the source language. */
  readonly text: string
  /** What a translation of it names. */
  readonly sourceDigest: Digest
}

/** A text in its source language, as it is written and amended. */
export interface DraftText {
  readonly sourceLanguage: string
  readonly title: string
  readonly summary: string | null
  readonly paragraphs: readonly DraftTextParagraph[]
  readonly callToAction: string | null
}

export interface DraftTextParagraph {
  readonly id: string
  readonly level?: DraftParagraph['level']
  readonly text: string
}

export function textOf(draft: Draft): DraftText {
  const { sourceLanguage, nameMap, summaryMap, callToActionMap } = draft
  return {
    sourceLanguage,
    title: nameMap[sourceLanguage] ?? '',
    summary: summaryMap?.[sourceLanguage] ?? null,
    paragraphs: draft.paragraphs.map(({ id, level, contentMap }) => ({
      id,
      ...(level === undefined ? {} : { level }),
      text: contentMap[sourceLanguage] ?? '',
    })),
    callToAction: callToActionMap?.[sourceLanguage] ?? null,
  }
}

/** The parts of a text in reading order. */
export function partsOf(text: DraftText): readonly TextPart[] {
  const part = (id: string, content: string, level: TextPart['level'] = null): TextPart => {
    const sourceDigest = sourceDigestOf(text.sourceLanguage, content)
    return { id, level, text: content, sourceDigest }
  }
  return [
    part(TITLE, text.title),
    ...(text.summary === null ? [] : [part(SUMMARY, text.summary)]),
    ...text.paragraphs.map((paragraph) => part(paragraph.id, paragraph.text, paragraph.level)),
    ...(text.callToAction === null ? [] : [part(CALL_TO_ACTION, text.callToAction)]),
  ]
}

/** The members of a draft that hold its text. */
export function draftMembers(text: DraftText) {
  const { sourceLanguage, title, summary, paragraphs, callToAction } = text
  const map = (content: string) => ({ [sourceLanguage]: content })
  return {
    sourceLanguage,
    nameMap: map(title),
    ...(summary === null ? {} : { summaryMap: map(summary) }),
    paragraphs: paragraphs.map(({ id, level, text: content }) => ({
      id,
      ...(level === undefined ? {} : { level }),
      contentMap: map(content),
    })),
    ...(callToAction === null ? {} : { callToActionMap: map(callToAction) }),
  }
}
