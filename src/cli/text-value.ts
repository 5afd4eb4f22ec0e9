import type { AmendmentState } from '../communique/amendments.ts'
import type { TextPage, TextSummary } from '../communique/communiques.ts'
import type { Endorsements } from '../communique/endorsements.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import type { Round } from '../communique/rounds.ts'
import type { TextTranslation } from '../communique/translation-status.ts'
import { slugName } from '../record/slug-name.ts'

/** What `--json` says of texts: the records as they are, and what follows from them. */

export function summaryValue({ text, latest, shown, updated, ...rest }: TextSummary): object {
  const { endorsements, openRound, languages } = rest
  const { nameMap } = latest.record
  return {
    name: slugName(text),
    kind: text.draftOf,
    collective: text.scid,
    title: nameMap,
    stage: stageOf(latest),
    drafts: text.drafts.length,
    heads: text.heads.map(({ statement }) => statement),
    frozen: text.frozen.map(({ statement, record }) => {
      const { version, withdrawn } = record
      return { statement, version, withdrawn: withdrawn === true }
    }),
    languages,
    endorsements: endorsements === null ? null : countsOf(endorsements),
    openUntil: openRound?.until ?? null,
    shown,
    updated,
  }
}

export function stageOf({ record }: TextSummary['latest']): string {
  if (record.type === 'Draft') return record.stage
  return record.withdrawn === true ? 'taken back' : 'frozen'
}

function countsOf({ counted, letterCount, notCounted, notShown }: Endorsements) {
  return {
    counted: counted.length,
    letters: letterCount,
    notCounted: notCounted.length,
    notShown: notShown.length,
  }
}

export function pageValue(page: TextPage): object {
  const { draft, version, text, relatives, rounds, amendments, translations, endorsements } = page
  return {
    ...summaryValue(page),
    draft: draft === null ? null : draftValue(draft),
    history: text.drafts.map(draftValue),
    relatives: relatives.map(slugName),
    amendments: amendments.map(amendmentValue),
    translations: translations.map(translationValue),
    rounds: rounds.map(roundValue),
    communique: version,
    ...(endorsements === null ? {} : { signed: signedValue(endorsements) }),
  }
}

function draftValue({ scid, statement, record, parents, missing }: DraftVersion): object {
  return { collective: scid, statement, goesOnFrom: parents, missing, record }
}

function amendmentValue({ amendment, target, outcome, answer, elsewhere }: AmendmentState) {
  return {
    name: slugName({ scid: amendment.scid, slug: amendment.record.slug }),
    ...amendment,
    draft: target.statement,
    outcome,
    reason: answer?.reasonMap ?? null,
    elsewhere: elsewhere.map(({ by, outcome: said }) => ({ by, outcome: said })),
  }
}

function translationValue({ parts, ...rest }: TextTranslation): object {
  return {
    ...rest,
    parts: parts.map(({ part, ...where }) => {
      return { id: part.id, sourceDigest: part.sourceDigest, ...where }
    }),
  }
}

function roundValue({ draft, ...rest }: Round): object {
  return { draft: draft.statement, ...rest }
}

function signedValue({ readers, ...rest }: Endorsements): object {
  return { ...rest, readers: Object.fromEntries(readers) }
}
