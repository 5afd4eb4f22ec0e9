import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import { toTimestamp } from '../../kernel/time.ts'
import { cannotAsk } from '../ask.ts'
import type { Command, Context } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { getHead, getOwnText, type TextKind } from '../find-text.ts'
import { languageFlag, readTime, textFlag } from '../flags.ts'
import { publishDraft, stepFrom } from '../next-draft.ts'
import { openWritingDesk } from '../text-desk.ts'
import { inLanguage, reasonFlag, textArgument, writingLanguage } from '../text-flags.ts'

const flags = object({
  name: textArgument,
  until: textFlag('--until', 'TIME', message`How long positions are asked for, in UTC`),
  reason: reasonFlag,
  language: languageFlag,
})
type Flags = InferValue<typeof flags>

export function createRoundCommand(kind: TextKind) {
  const run =
    (values: Flags): Command =>
    async (context) =>
      await openRound(context, values, kind)
  return command('round', map(flags, run), {
    description: message`Ask the other collectives for their positions, on the text as it stands`,
  })
}

async function openRound(context: Context, values: Flags, kind: TextKind): Promise<void> {
  if (values.until === undefined) throw cannotAsk('--until')
  const positionsUntil = readTime(values.until)
  const { now } = await context.node()
  if (positionsUntil <= toTimestamp(now()))
    throw new UsageError(`--until ${values.until} is over already.`)
  const desk = await openWritingDesk(context)
  const head = getHead(await getOwnText(desk, values.name, kind))
  const language = await writingLanguage(context, values.language)
  const step = {
    stage: 'deciding' as const,
    positionsUntil,
    ...(values.reason === undefined ? {} : { stageReasonMap: inLanguage(language, values.reason) }),
  }
  await publishDraft(context, desk, stepFrom(head, step))
}
