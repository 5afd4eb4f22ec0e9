import type { TextPage } from '../communique/communiques.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import type { Round } from '../communique/rounds.ts'
import { TesseraError } from '../kernel/errors.ts'
import { cannotAsk } from './ask.ts'
import type { Context } from './context.ts'
import { nameOfCollective } from './find-collective.ts'
import { getHead } from './find-text.ts'
import { sayDraft, stepFrom } from './next-draft.ts'
import { openWritingDesk } from './text-desk.ts'
import { inLanguage } from './text-flags.ts'

/**
 * The draft that is frozen: the head, or the one before it where the head only says that it was
 * frozen all the same. Throws `withdrawn_text`, and what getHead throws.
 */
export function decidedDraft(page: TextPage): DraftVersion {
  const head = getHead(page)
  if (head.record.stage === 'withdrawn')
    throw new TesseraError('conflict', 'withdrawn_text', 'The work on this text was ended.')
  if (head.record.stage !== 'frozen') return head
  return page.drafts.get(head.parents[0] ?? '') ?? head
}

/** What is left to publish once a frozen text is prepared or published. */
export type AfterFreezing = () => Promise<void>

/**
 * What is asked before a text is frozen: whether a round is open still, and whether to go on without
 * those who block. The reason for that is then published as a draft of its own, so that it stands in
 * the history whatever comes of the frozen text.
 */
export async function askAboutRound(
  context: Context,
  page: TextPage,
  reason: string | undefined,
): Promise<AfterFreezing> {
  const draft = decidedDraft(page)
  const round = page.rounds.find((one) => one.draft.statement === draft.statement)
  if (round === undefined || page.text.frozen.length > 0) return async () => {}
  if (round.open) {
    context.output.warn(`Positions are asked for until ${round.until}.`)
    await context.ask.confirm('Freeze the text before that?')
  }
  const blockers = await namesOfBlockers(context, round)
  const isSaid = getHead(page).record.stage === 'frozen'
  if (blockers.length === 0 || isSaid) return async () => {}
  context.output.warn(`Blocked by ${blockers.join(', ')}; a block is no vote that others outweigh.`)
  if (reason === undefined) throw cannotAsk('--reason')
  await context.ask.confirm('Go on without them? This and the reason stay visible.')
  return async () => await sayWhy(context, draft, reason)
}

async function sayWhy(context: Context, draft: DraftVersion, reason: string): Promise<void> {
  const desk = await openWritingDesk(context)
  const stageReasonMap = inLanguage(draft.record.sourceLanguage, reason)
  const { slug } = await sayDraft(desk, stepFrom(draft, { stage: 'frozen', stageReasonMap }))
  context.output.note(`Published: draft ${slug}, which says why.`)
}

async function namesOfBlockers(context: Context, { positions }: Round): Promise<string[]> {
  const node = await context.node()
  const names: string[] = []
  for (const { scid, record } of positions)
    if (record.position === 'block') names.push(await nameOfCollective(node, scid))
  return names
}
