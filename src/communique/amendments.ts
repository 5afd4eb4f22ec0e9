import { invalid, type TesseraError } from '../kernel/errors.ts'
import type { LanguageMap } from '../kernel/text.ts'
import type { Scid } from '../record/did.ts'
import type { Amendment } from '../record/kinds/amendment.ts'
import { byAge, type Signed } from './communique-store.ts'
import type { DraftVersion, JointText } from './joint-texts.ts'
import {
  CALL_TO_ACTION,
  type DraftText,
  type DraftTextParagraph,
  partsOf,
  SUMMARY,
  TITLE,
} from './text-parts.ts'
import { blocksOf } from './text-source.ts'

/** What a draft says to an amendment. */
export interface AmendmentAnswer {
  readonly by: Scid
  readonly draft: DraftVersion
  readonly outcome: 'accepted' | 'declined'
  readonly reasonMap: LanguageMap | null
}

/** A proposal with what became of it. */
export interface AmendmentState {
  readonly amendment: Signed<'Amendment'>
  /** The draft that it is about. */
  readonly target: DraftVersion
  /** In this text; what others answered who went on from it stands in `elsewhere`. */
  readonly outcome: 'open' | 'accepted' | 'declined'
  readonly answer: AmendmentAnswer | null
  readonly elsewhere: readonly AmendmentAnswer[]
}

/**
 * The amendments to the drafts of a text, oldest first, and what was said to them. One that names a
 * digest nobody has is about no text here. The last answer of the text's own drafts counts.
 */
export function amendmentsTo(
  text: JointText,
  kin: readonly DraftVersion[],
  amendments: readonly Signed<'Amendment'>[],
): AmendmentState[] {
  const targets = new Map(text.drafts.map((draft) => [draft.statement, draft]))
  const answers = Map.groupBy(kin.flatMap(answersOf), ({ digest }) => digest)
  return amendments.toSorted(byAge).flatMap((amendment) => {
    const target = targets.get(amendment.record.target.digest)
    if (target === undefined || !namesDraft(amendment.record, target)) return []
    const all = answers.get(amendment.statement)?.map(({ answer }) => answer) ?? []
    const own = all.filter(({ draft }) => isOf(draft, text))
    const answer = own.at(-1) ?? null
    return {
      amendment,
      target,
      outcome: answer?.outcome ?? 'open',
      answer,
      elsewhere: all.filter(({ draft }) => !isOf(draft, text)),
    }
  })
}

function answersOf(draft: DraftVersion) {
  return (draft.record.answers ?? []).map(({ amendment, outcome, reasonMap }) => {
    const answer: AmendmentAnswer = {
      by: draft.scid,
      draft,
      outcome,
      reasonMap: reasonMap ?? null,
    }
    return { digest: amendment.digest, answer }
  })
}

function isOf({ scid, record }: DraftVersion, text: JointText): boolean {
  return scid === text.scid && record.text === text.slug && record.draftOf === text.draftOf
}

/** Slug and collective go with the digest: what mixes two drafts names neither. */
function namesDraft({ target }: Amendment, draft: DraftVersion): boolean {
  return target.collective === draft.scid && target.slug === draft.record.slug
}

/**
 * The text with an amendment made. The passage has to stand in it exactly once, in the named part or
 * anywhere; a paragraph left empty goes, and what an empty line separates becomes paragraphs of its
 * own, with ids from `nextId`. Throws `passage_not_found`, `passage_ambiguous`, `bad_amendment`.
 */
export function applyAmendment(
  text: DraftText,
  amendment: Pick<Amendment, 'language' | 'paragraph' | 'passage' | 'replacement'>,
  nextId: () => string,
): DraftText {
  const { language, paragraph, passage, replacement = '' } = amendment
  if (language !== text.sourceLanguage)
    throw invalid(
      'bad_amendment',
      `This text is written in ${text.sourceLanguage}, not ${language}.`,
    )
  const id = findPart(text, paragraph ?? null, passage)
  const amended = (content: string) => content.replace(passage, () => replacement).trim()
  return {
    ...text,
    title: id === TITLE ? required(amended(text.title)) : text.title,
    summary: id === SUMMARY ? orNull(amended(text.summary ?? '')) : text.summary,
    callToAction:
      id === CALL_TO_ACTION ? orNull(amended(text.callToAction ?? '')) : text.callToAction,
    paragraphs: text.paragraphs.flatMap((one) =>
      one.id === id ? split(one, amended(one.text), nextId) : [one],
    ),
  }
}

function findPart(text: DraftText, named: string | null, passage: string): string {
  const places = partsOf(text).filter(
    (part) => (named === null || part.id === named) && part.text.includes(passage),
  )
  const [place, ...others] = places
  if (place === undefined)
    throw invalid('passage_not_found', 'The passage does not stand in the text (any more).')
  if (others.length > 0 || place.text.indexOf(passage) !== place.text.lastIndexOf(passage))
    throw invalid('passage_ambiguous', 'The passage stands in the text more than once.')
  return place.id
}

/** A clause stays one clause whatever stands in it. */
function split(
  paragraph: DraftTextParagraph,
  content: string,
  nextId: () => string,
): DraftTextParagraph[] {
  if (content === '') return []
  if (paragraph.level !== undefined) return [{ ...paragraph, text: content }]
  return blocksOf(content).map((text, i) => ({ id: i === 0 ? paragraph.id : nextId(), text }))
}

function required(title: string): string {
  if (title === '' || title.includes('\n')) throw badTitle()
  return title
}

function orNull(content: string): string | null {
  return content === '' ? null : content
}

function badTitle(): TesseraError {
  return invalid('bad_amendment', 'A text keeps a title, and a title is one line.')
}
