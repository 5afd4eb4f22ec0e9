import type { TextPage } from '../../../communique/communiques.ts'
import type { JudgedEndorsement } from '../../../communique/endorsements.ts'
import type { DraftVersion, JointText } from '../../../communique/joint-texts.ts'
import type { Timestamp } from '../../../kernel/time.ts'

/** One thing that happened to a text. */
export type TextEvent = { readonly at: Timestamp } & (
  | { readonly kind: 'draft'; readonly draft: DraftVersion; readonly own: boolean }
  | { readonly kind: 'frozen'; readonly version: JointText['frozen'][number] }
  | { readonly kind: 'endorsed' | 'endorsement-withdrawn'; readonly endorsement: JudgedEndorsement }
)

/** What is equally old stands in the order in which it can have happened; drafts by their depth. */
const ORDER = { draft: 0, frozen: 1, endorsed: 2, 'endorsement-withdrawn': 3 } as const

/**
 * The life of a text from its first draft, with the drafts of its kin. Of an endorsement the newest
 * version is at hand, which says when it was first given.
 */
export function historyOf({ text, kin, endorsements }: TextPage): TextEvent[] {
  const { counted = [], letters = [], notCounted = [], notShown = [] } = endorsements ?? {}
  const drafts = kin.map((draft): TextEvent => {
    const { scid, record } = draft
    const own = scid === text.scid && record.text === text.slug && record.draftOf === text.draftOf
    return { kind: 'draft', at: record.updated, draft, own }
  })
  const frozen = text.frozen.map((version): TextEvent => {
    return { kind: 'frozen', at: version.record.updated, version }
  })
  const endorsed = [counted, letters, notCounted, notShown].flat().flatMap(eventsOf)
  return [...drafts, ...frozen, ...endorsed].toSorted(
    (a, b) =>
      (a.at < b.at ? -1 : Number(a.at > b.at)) ||
      ORDER[a.kind] - ORDER[b.kind] ||
      depthOf(a) - depthOf(b),
  )
}

function depthOf(event: TextEvent): number {
  return event.kind === 'draft' ? event.draft.depth : 0
}

function eventsOf(endorsement: JudgedEndorsement): TextEvent[] {
  const { published, updated, withdrawn } = endorsement.record
  const given: TextEvent = { kind: 'endorsed', at: published, endorsement }
  if (withdrawn !== true) return [given]
  return [given, { kind: 'endorsement-withdrawn', at: updated, endorsement }]
}
