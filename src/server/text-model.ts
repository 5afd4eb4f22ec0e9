import type { TextPage } from '../communique/communiques.ts'
import type { Scid } from '../record/did.ts'
import type { LogEvent } from './log-story.ts'

/** Every collective that the pages of a text name. */
export function namedIn(page: TextPage): readonly Scid[] {
  const { text, version, draft, kin, relatives, rounds, amendments, translations } = page
  const { counted = [], letters = [], notCounted = [], notShown = [] } = page.endorsements ?? {}
  const credits = [...(version?.record.credits ?? []), ...(draft?.record.credits ?? [])]
  const wordings = translations.flatMap(({ parts }) =>
    parts.flatMap(({ wording, others, earlier }) => [wording, ...others, earlier]),
  )
  return [
    text.scid,
    ...[counted, letters, notCounted, notShown].flat().map(({ scid }) => scid),
    ...credits.flatMap(({ collective }) => collective ?? []),
    ...[...kin, ...relatives].map(({ scid }) => scid),
    ...rounds.flatMap(({ positions, late, others, outcomes }) => [
      ...[...positions, ...late, ...others].map(({ scid }) => scid),
      ...outcomes.flatMap(({ by, without }) => [by, ...without]),
    ]),
    ...amendments.flatMap(({ amendment, elsewhere }) => [
      amendment.scid,
      ...elsewhere.map(({ by }) => by),
    ]),
    ...wordings.flatMap((wording) => (wording === null ? [] : [wording.by, ...wording.approvedBy])),
    ...page.translationsNotShown.map(({ scid }) => scid),
  ]
}

/** How many members a collective has by the newest entry of its log; null if there is none here. */
export function membersNow([newest]: readonly LogEvent[]): number | null {
  if (newest === undefined) return null
  const change = newest.changes.find(({ kind }) => kind === 'members')
  return change?.kind === 'members' ? change.after : newest.members
}
