import { type Static, Type } from 'typebox'

import type { AmendmentState } from '../../communique/amendments.ts'
import type { TextPage, TextSummary } from '../../communique/communiques.ts'
import type { JudgedEndorsement } from '../../communique/endorsements.ts'
import type { DraftVersion } from '../../communique/joint-texts.ts'
import type { Round } from '../../communique/rounds.ts'
import type { TextTranslation } from '../../communique/translation-status.ts'
import { textPath } from '../pages/texts/text-path.ts'
import { asJson } from './collective-schema.ts'
import {
  DigestSchema,
  LanguageMapSchema,
  listOf,
  nullable,
  RecordSchema,
  ScidSchema,
  TimeSchema,
  UrlSchema,
} from './schemas.ts'

const SummarySchema = Type.Object({
  url: UrlSchema,
  collective: ScidSchema,
  slug: Type.String(),
  draftOf: Type.String({ description: 'communique or charter' }),
  stage: Type.String({ description: 'of the newest draft; frozen once members have signed' }),
  statement: DigestSchema,
  names: LanguageMapSchema,
  languages: listOf(Type.String()),
  updated: TimeSchema,
  shown: Type.Boolean(),
  endorsements: nullable(Type.Integer({ description: 'counted, of collectives of the view' })),
  letters: nullable(Type.Integer({ description: 'collectives that signed by letter' })),
  openUntil: nullable(TimeSchema),
})

/** All communiqués, or all charters in the making, that a node knows. */
export const TextListSchema = Type.Object({ view: Type.String(), texts: listOf(SummarySchema) })

const SignedSchema = Type.Object({
  collective: ScidSchema,
  statement: DigestSchema,
  record: RecordSchema,
})

const EndorsementSchema = Type.Object({
  collective: ScidSchema,
  statement: DigestSchema,
  state: Type.String(),
  same: listOf(Type.String()),
  changed: listOf(Type.String()),
  record: RecordSchema,
})

const RoundSchema = Type.Object({
  draft: DigestSchema,
  until: TimeSchema,
  open: Type.Boolean(),
  counts: Type.Record(Type.String(), Type.Integer()),
  positions: listOf(SignedSchema),
  late: listOf(SignedSchema),
  others: listOf(SignedSchema),
  outcomes: listOf(RecordSchema),
})

const DraftSchema = Type.Object({
  collective: ScidSchema,
  statement: DigestSchema,
  depth: Type.Integer(),
  parents: listOf(DigestSchema),
  missing: listOf(DigestSchema),
  record: RecordSchema,
})

const TranslationSchema = Type.Object({
  language: Type.String(),
  counts: Type.Record(Type.String(), Type.Integer()),
  complete: Type.Boolean(),
  approved: Type.Boolean(),
  translators: listOf(ScidSchema),
  reviewers: listOf(ScidSchema),
  parts: listOf(
    Type.Object({
      id: Type.String(),
      state: Type.String(),
      wording: nullable(RecordSchema),
      others: listOf(RecordSchema),
      earlier: nullable(RecordSchema),
    }),
  ),
})

/** One text with everything that was said about it. */
export const TextSchema = Type.Object({
  kind: Type.Literal('text'),
  view: Type.String(),
  text: SummarySchema,
  version: nullable(SignedSchema),
  heads: listOf(DigestSchema),
  endorsements: nullable(
    Type.Object({
      counted: listOf(EndorsementSchema),
      letters: listOf(EndorsementSchema),
      notCounted: listOf(EndorsementSchema),
      notShown: listOf(EndorsementSchema),
      readers: Type.Record(Type.String(), Type.Integer()),
    }),
  ),
  rounds: listOf(RoundSchema),
  amendments: listOf(
    Type.Object({
      collective: ScidSchema,
      statement: DigestSchema,
      outcome: Type.String(),
      record: RecordSchema,
    }),
  ),
  relatives: listOf(UrlSchema),
})

export const TextHistorySchema = Type.Object({
  view: Type.String(),
  text: SummarySchema,
  drafts: listOf(DraftSchema),
  frozen: listOf(SignedSchema),
  endorsements: listOf(EndorsementSchema),
})

export const TextTranslationsSchema = Type.Object({
  view: Type.String(),
  text: SummarySchema,
  draft: nullable(DigestSchema),
  translations: listOf(TranslationSchema),
  notShown: listOf(SignedSchema),
})

/** Several collectives have a text of one name. */
export const TextChoiceSchema = Type.Object({
  kind: Type.Literal('choice'),
  urls: listOf(UrlSchema),
})

export function summaryJson(summary: TextSummary, origin: string): Static<typeof SummarySchema> {
  const { text, latest, endorsements, openRound } = summary
  const { record } = latest
  return {
    url: `${origin}${textPath(text)}`,
    collective: text.scid,
    slug: text.slug,
    draftOf: text.draftOf,
    stage: record.type === 'Draft' ? record.stage : 'frozen',
    statement: latest.statement,
    names: record.nameMap,
    languages: summary.languages,
    updated: summary.updated,
    shown: summary.shown,
    endorsements: endorsements === null ? null : endorsements.counted.length,
    letters: endorsements === null ? null : endorsements.letterCount,
    openUntil: openRound === null ? null : openRound.until,
  }
}

export function textJson(
  page: TextPage,
  { view, origin }: { readonly view: string; readonly origin: string },
): Static<typeof TextSchema> {
  const { text, version, endorsements, draft } = page
  const shown = version ?? draft
  return {
    kind: 'text',
    view,
    text: summaryJson(page, origin),
    version: shown === null ? null : signedJson(shown),
    heads: text.heads.map(({ statement }) => statement),
    endorsements:
      endorsements === null
        ? null
        : {
            counted: endorsements.counted.map(endorsementJson),
            letters: endorsements.letters.map(endorsementJson),
            notCounted: endorsements.notCounted.map(endorsementJson),
            notShown: endorsements.notShown.map(endorsementJson),
            readers: Object.fromEntries(endorsements.readers),
          },
    rounds: page.rounds.map(roundJson),
    amendments: page.amendments.map(amendmentJson),
    relatives: page.relatives.map((one) => `${origin}${textPath(one)}`),
  }
}

export function historyJson(
  page: TextPage,
  { view, origin }: { readonly view: string; readonly origin: string },
): Static<typeof TextHistorySchema> {
  const { counted, letters, notCounted, notShown } = page.endorsements ?? NOBODY
  return {
    view,
    text: summaryJson(page, origin),
    drafts: page.kin.map(draftJson),
    frozen: page.text.frozen.map(signedJson),
    endorsements: [...counted, ...letters, ...notCounted, ...notShown].map(endorsementJson),
  }
}

const NOBODY = { counted: [], letters: [], notCounted: [], notShown: [] }

export function translationsJson(
  page: TextPage,
  { view, origin }: { readonly view: string; readonly origin: string },
): Static<typeof TextTranslationsSchema> {
  return {
    view,
    text: summaryJson(page, origin),
    draft: page.draft === null ? null : page.draft.statement,
    translations: page.translations.map(translationJson),
    notShown: page.translationsNotShown.map(signedJson),
  }
}

function signedJson({
  scid,
  statement,
  record,
}: {
  readonly scid: string
  readonly statement: string
  readonly record: object
}): Static<typeof SignedSchema> {
  return { collective: scid, statement, record: asJson(record) }
}

function endorsementJson(one: JudgedEndorsement): Static<typeof EndorsementSchema> {
  const { state, same, changed } = one
  return { ...signedJson(one), state, same, changed }
}

function roundJson(round: Round): Static<typeof RoundSchema> {
  const { draft, until, open, counts, positions, late, others, outcomes } = round
  return {
    draft: draft.statement,
    until,
    open,
    counts: { ...counts },
    positions: positions.map(signedJson),
    late: late.map(signedJson),
    others: others.map(signedJson),
    outcomes: outcomes.map(asJson),
  }
}

function amendmentJson({ amendment, outcome }: AmendmentState) {
  return { ...signedJson(amendment), outcome }
}

function draftJson(draft: DraftVersion): Static<typeof DraftSchema> {
  const { depth, parents, missing } = draft
  return { ...signedJson(draft), depth, parents, missing }
}

function translationJson(translation: TextTranslation): Static<typeof TranslationSchema> {
  const { parts, counts, ...rest } = translation
  return {
    ...rest,
    counts: { ...counts },
    parts: parts.map(({ part, state, wording, others, earlier }) => ({
      id: part.id,
      state,
      wording: wording === null ? null : asJson(wording),
      others: others.map(asJson),
      earlier: earlier === null ? null : asJson(earlier),
    })),
  }
}
