import type { TextPage } from '../communique/communiques.ts'
import { type DraftStep, draftContent, draftReference, scopeOf } from '../communique/compose.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import { type DraftText, textOf } from '../communique/text-parts.ts'
import type { Scid } from '../record/did.ts'
import type { Draft } from '../record/kinds/draft.ts'
import type { SignedRecord } from '../record/record.ts'
import type { Context } from './context.ts'
import type { TextKind } from './find-text.ts'
import { sayOnText, type WritingDesk } from './text-desk.ts'

/** Whom a draft is for. */
export interface DraftAudience extends Pick<Draft, 'scope'> {
  readonly recipients?: readonly Scid[]
}

export interface NextDraft {
  readonly kind: TextKind
  /** The name of the text. */
  readonly name: string
  readonly text: DraftText
  /** What it goes on from. */
  readonly parents: readonly DraftVersion[]
  readonly audience: DraftAudience
  readonly step: DraftStep
}

/** What goes on with one draft as it is, but for the members of `step`. */
export function stepFrom(draft: DraftVersion, step: DraftStep): NextDraft {
  const { draftOf: kind, text: name } = draft.record
  const text = textOf(draft.record)
  return { kind, name, text, parents: [draft], audience: audienceOfDraft(draft), step }
}

/** Whom a draft is for, who wrote it among them: whoever answers, answers to the same. */
export function audienceOfDraft(draft: DraftVersion): DraftAudience {
  return { scope: draft.record.scope, ...scopeOf(draft) }
}

/** Publishes the next version of an own text, and says so. */
export async function publishDraft(
  context: Context,
  desk: WritingDesk,
  next: NextDraft,
): Promise<void> {
  const record = await sayDraft(desk, next)
  const { slug, digest, statement } = record
  const value = { text: next.name, draft: slug, digest, statement, scope: next.audience.scope }
  context.output.result(value, [
    `Published: draft ${slug}${next.audience.scope === 'public' ? '' : ', sealed'}.`,
    `  digest ${statement}`,
  ])
}

/** The same, and says nothing. */
export async function sayDraft(desk: WritingDesk, next: NextDraft): Promise<SignedRecord> {
  return await sayOnText(desk, await contentOf(desk, next))
}

async function contentOf(desk: WritingDesk, next: NextDraft) {
  const { kind, name, text, parents, audience, step } = next
  const [parent] = parents
  const goesOnFrom = [...parents.map(draftReference), ...(step.goesOnFrom ?? [])]
  return draftContent(
    text,
    { draftOf: kind, text: name, number: await nextNumber(desk, name), ...audience },
    {
      ...(parent?.record.credits === undefined ? {} : { credits: parent.record.credits }),
      ...(parent?.record.references === undefined ? {} : { references: parent.record.references }),
      ...step,
      ...(goesOnFrom.length === 0 ? {} : { goesOnFrom }),
    },
  )
}

/** A communiqué and a charter of one name share the slugs of their drafts, so they share the count. */
async function nextNumber({ own, store }: WritingDesk, name: string): Promise<number> {
  const drafts = await store.list('Draft')
  const numbers = drafts
    .filter(({ scid, record }) => scid === own && record.text === name)
    .map(({ record }) => Number(record.slug.slice(name.length + 1)))
  return 1 + numbers.filter(Number.isSafeInteger).reduce((a, b) => Math.max(a, b), 0)
}

/** All drafts that its paragraphs may share ids with, those it goes on from first. */
export function idSources(
  lineage: readonly DraftVersion[],
  page: Pick<TextPage, 'kin'> | null,
): readonly DraftVersion[] {
  return [...lineage, ...(page?.kin ?? []).filter((draft) => !lineage.includes(draft))]
}
