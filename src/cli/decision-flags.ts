import { type Message, message } from '@optique/core/message'
import { optional } from '@optique/core/modifiers'
import { option } from '@optique/core/primitives'
import type { OptionName } from '@optique/core/usage'
import { choice, integer } from '@optique/core/valueparser'

import { DECISION_ADVICE, decisionProblem } from '../charter/decision-record.ts'
import { invalid } from '../kernel/errors.ts'
import { digestOf } from '../record/digest.ts'
import type { DecisionRecord } from '../record/kinds/references.ts'
import { DECISION_METHODS } from '../record/kinds/vocabulary.ts'
import type { Context } from './context.ts'
import { textFlag } from './flags.ts'
import { readBytes } from './user-files.ts'

/** How a collective came to a decision: numbers, never names. */

function countFlag(name: OptionName, description: Message) {
  return optional(option(name, integer({ min: 0, metavar: 'N' }), { description }))
}

export const decisionFlags = {
  method: optional(
    option('--method', choice([...DECISION_METHODS]), {
      description: message`How the collective decided`,
    }),
  ),
  quorum: countFlag('--quorum', message`How many had to take part`),
  agree: countFlag('--agree', message`How many agreed`),
  reservations: countFlag('--reservations', message`How many agreed with reservations (0)`),
  standAside: countFlag('--stand-aside', message`How many stood aside (0)`),
  block: countFlag('--block', message`How many blocked (0)`),
  date: textFlag('--date', 'YYYY-MM-DD', message`Day of the decision (today)`),
  minutes: textFlag('--minutes', 'FILE', message`Minutes; only their digest is published`),
}

export interface DecisionFlags {
  readonly method: DecisionRecord['method'] | undefined
  readonly quorum: number | undefined
  readonly agree: number | undefined
  readonly reservations: number | undefined
  readonly standAside: number | undefined
  readonly block: number | undefined
  readonly date: string | undefined
  readonly minutes: string | undefined
}

const METHOD_LABELS: Readonly<Record<DecisionRecord['method'], string>> = {
  consensus: 'consensus (nobody blocked)',
  consent: 'consent (no grave objection)',
  supermajority: 'a large majority',
  majority: 'a majority',
  delegates: 'delegates decided',
  other: 'some other way',
}

/** The decision record of flags, and of what is asked for where they say nothing. */
export async function readDecision(
  context: Context,
  flags: DecisionFlags,
  today: string,
): Promise<DecisionRecord> {
  const { ask } = context
  const methods = DECISION_METHODS.map((value) => ({ value, label: METHOD_LABELS[value] }))
  const how = { message: 'How did the collective decide?', flag: '--method' }
  const method = flags.method ?? (await ask.choose(how, methods))
  const agree = flags.agree ?? (await askCount(context, 'How many agreed?', '--agree'))
  const quorum =
    flags.quorum ?? (await askCount(context, 'How many had to take part (quorum)?', '--quorum'))
  const minutesDigest =
    flags.minutes === undefined ? undefined : digestOf(await readBytes(flags.minutes))
  return {
    method,
    quorum,
    agree,
    reservations: flags.reservations ?? 0,
    standAside: flags.standAside ?? 0,
    block: flags.block ?? 0,
    date: flags.date ?? today,
    ...(minutesDigest === undefined ? {} : { minutesDigest }),
  }
}

/** The same, and it does not contradict itself. Throws `bad_decision`. */
export async function readSoundDecision(
  context: Context,
  flags: DecisionFlags,
  today: string,
): Promise<DecisionRecord> {
  const decision = await readDecision(context, flags, today)
  const problem = decisionProblem(decision, today)
  if (problem === null) return decision
  throw invalid('bad_decision', `This would not count: ${DECISION_ADVICE[problem]}.`)
}

async function askCount({ ask }: Context, question: string, flag: string): Promise<number> {
  return Number(await ask.text({ message: question, flag, check: checkCount }))
}

function checkCount(answer: string): string | undefined {
  return /^\d{1,6}$/.test(answer) ? undefined : 'A whole number.'
}
