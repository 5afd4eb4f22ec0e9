import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { TextSummary } from './communiques.ts'
import type { JudgedEndorsement } from './endorsements.ts'

/** Something about a text that waits for an assembly. Silence is no position, and endorses nothing. */
export type TextReminder =
  | {
      readonly kind: 'open-round'
      readonly text: TextSummary['text']
      readonly until: Timestamp
    }
  /** In these languages the newest version has another text than the one that was endorsed. */
  | {
      readonly kind: 'changed-text'
      readonly text: TextSummary['text']
      readonly languages: readonly LanguageTag[]
    }

/** What a collective has to look at, of the texts of its view. */
export function textReminders(texts: readonly TextSummary[], scid: Scid): TextReminder[] {
  return texts
    .filter(({ shown }) => shown)
    .flatMap((summary) => [...roundOf(summary, scid), ...changeOf(summary, scid)])
}

function roundOf({ text, openRound }: TextSummary, scid: Scid): TextReminder[] {
  if (openRound === null) return []
  const { positions, late, others, until } = openRound
  const isHeard = [...positions, ...late, ...others].some((position) => position.scid === scid)
  return isHeard ? [] : [{ kind: 'open-round', text, until }]
}

function changeOf({ text, endorsements }: TextSummary, scid: Scid): TextReminder[] {
  if (endorsements === null || text.frozen[0]?.record.withdrawn === true) return []
  const { notCounted, notShown } = endorsements
  const own = [...notCounted, ...notShown].find((one) => isOwn(one, scid))
  return own === undefined ? [] : [{ kind: 'changed-text', text, languages: own.changed }]
}

/** The collective's own word on other texts than these; a letter is another's. */
function isOwn({ scid, state, record }: JudgedEndorsement, own: Scid): boolean {
  const isOther = state === 'partly' || state === 'other-text'
  return scid === own && isOther && record.letter === undefined
}
