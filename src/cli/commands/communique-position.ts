import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { choice } from '@optique/core/valueparser'

import type { TextPage } from '../../communique/communiques.ts'
import { draftReference, positionSlug, scopeOf } from '../../communique/compose.ts'
import type { DraftVersion } from '../../communique/joint-texts.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { toTimestamp } from '../../kernel/time.ts'
import type { Position } from '../../record/kinds/position.ts'
import { POSITIONS } from '../../record/kinds/vocabulary.ts'
import { cannotAsk } from '../ask.ts'
import type { Command, Context } from '../context.ts'
import { decisionFlags, readDecision, readSoundDecision } from '../decision-flags.ts'
import { findText, getDraft, type TextKind } from '../find-text.ts'
import { languageFlag, textFlag } from '../flags.ts'
import { openWritingDesk, sayOnText } from '../text-desk.ts'
import { inLanguage, reasonFlag, textArgument, writingLanguage } from '../text-flags.ts'

const flags = object({
  name: textArgument,
  position: argument(choice([...POSITIONS]), {
    description: message`Where the collective stands`,
  }),
  draft: textFlag('--draft', 'DIGEST', message`Another draft than that of the open round`),
  reason: reasonFlag,
  language: languageFlag,
  ...decisionFlags,
})
type Flags = InferValue<typeof flags>

const WITHOUT_REASON: ReadonlySet<Position['position']> = new Set(['agree', 'observer'])

export function createPositionCommand(kind: TextKind) {
  const run =
    (values: Flags): Command =>
    async (context) =>
      await takePosition(context, values, kind)
  return command('position', map(flags, run), {
    description: message`Say where the collective stands on the draft of a round`,
  })
}

async function takePosition(context: Context, values: Flags, kind: TextKind): Promise<void> {
  const { position, reason } = values
  if (reason === undefined && !WITHOUT_REASON.has(position)) throw cannotAsk('--reason')
  const today = toTimestamp((await context.node()).now()).slice(0, 10)
  const decisionRecord = await decisionOf(context, values, today)
  const desk = await openWritingDesk(context)
  const page = await findText(desk, values.name, kind)
  const draft = values.draft === undefined ? openDraft(page) : getDraft(page, values.draft)
  const language = await writingLanguage(context, values.language)
  const { slug, statement } = await sayOnText(desk, {
    type: 'Position',
    slug: positionSlug(draft),
    defaultLanguage: language,
    draft: draftReference(draft),
    position,
    ...(reason === undefined ? {} : { reasonMap: inLanguage(language, reason) }),
    ...(decisionRecord === null ? {} : { decisionRecord }),
    ...scopeOf(draft),
  })
  context.output.result({ position, draft: draft.record.slug, slug, statement }, [
    `Published: ${position}, on ${draft.record.slug}.`,
  ])
  const until = draft.record.positionsUntil
  if (until !== undefined && until < toTimestamp(desk.node.now()))
    context.output.warn(`The round ended on ${until}: this is told, and not counted.`)
}

/** Who only watches decides nothing; who agrees cannot have been blocked in its own assembly. */
async function decisionOf(context: Context, values: Flags, today: string) {
  if (values.position === 'observer') return null
  const isInFavor = values.position.startsWith('agree')
  return await (isInFavor ? readSoundDecision : readDecision)(context, values, today)
}

function openDraft({ openRound }: TextPage): DraftVersion {
  if (openRound !== null) return openRound.draft
  const message = 'No round is open on this text; --draft DIGEST takes a position all the same.'
  throw new TesseraError('conflict', 'no_open_round', message)
}
