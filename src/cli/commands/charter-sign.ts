import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import { type CharterVersion, languagesOf } from '../../charter/charter.ts'
import { type CommitmentAnswers, createCommitment } from '../../charter/commitment.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import { COMPLIANCE_STATES } from '../../record/kinds/vocabulary.ts'
import { ownAuthor } from '../author.ts'
import type { Command, Context } from '../context.ts'
import { decisionFlags, readDecision } from '../decision-flags.ts'
import { UsageError } from '../exit-codes.ts'
import { findCharter, findOwnCommitment } from '../find-charter.ts'
import { languageFlag, readLanguage, readPair, signingKeys, textFlag, textFlags } from '../flags.ts'
import { prepareStatement, settlePrepared } from '../prepared-files.ts'
import { charterArgument } from './charter-read.ts'

const flags = object({
  name: charterArgument,
  read: textFlags(
    '--read',
    'TAG',
    message`Language in which it was read; several times for several`,
  ),
  ...decisionFlags,
  reserve: textFlags(
    '--reserve',
    'CLAUSE=TEXT',
    message`Reservation on a clause, and why; several times for several`,
  ),
  comply: textFlags(
    '--comply',
    'CLAUSE=STATE',
    message`How far you keep a clause: yes, partly or not-yet`,
  ),
  language: languageFlag,
  review: textFlag('--review', 'YYYY-MM-DD', message`When it is looked at again (in three years)`),
  ...signingKeys,
})
type Flags = InferValue<typeof flags>

export const signCharterCommand = command(
  'sign',
  map(
    flags,
    (values): Command =>
      async (context) =>
        await signCharter(context, values),
  ),
  { description: message`Prepare the collective's signature under a charter, or renew it` },
)

async function signCharter(context: Context, values: Flags): Promise<void> {
  const node = await context.node()
  const version = await findCharter(node, values.name)
  const author = await ownAuthor(node)
  const answers = await answersOf(context, values, { version, today: author.now.slice(0, 10) })
  const previous = await findOwnCommitment(node, version)
  const statement = createCommitment(answers, author, previous ?? undefined)
  await settlePrepared(context, await prepareStatement(context, statement), values)
}

async function answersOf(
  context: Context,
  values: Flags,
  { version, today }: { readonly version: CharterVersion; readonly today: string },
): Promise<CommitmentAnswers> {
  const languagesRead = await languagesReadOf(context, values, version)
  const [first = version.charter.defaultLanguage] = languagesRead
  const language = values.language === undefined ? first : readLanguage(values.language)
  return {
    version,
    languagesRead,
    defaultLanguage: language,
    decisionRecord: await readDecision(context, values, today),
    reservations: values.reserve.map((text) => {
      const [clause, reason] = readPair(text, '--reserve')
      return { clause, contentMap: { [language]: reason.normalize('NFC') } }
    }),
    compliance: values.comply.map((text) => complianceOf(text, today)),
    ...(values.review === undefined ? {} : { reviewDate: values.review }),
  }
}

async function languagesReadOf(
  { ask }: Context,
  { read }: Flags,
  { charter }: CharterVersion,
): Promise<readonly LanguageTag[]> {
  if (read.length > 0) return read.map(readLanguage)
  const options = languagesOf(charter).map((value) => ({ value, label: value }))
  const question = { message: 'In which language did you read it?', flag: '--read' }
  return [await ask.choose(question, options)]
}

function complianceOf(text: string, date: string) {
  const [clause, word] = readPair(text, '--comply')
  const state = COMPLIANCE_STATES.find((known) => known === word)
  if (state !== undefined) return { clause, state, date }
  throw new UsageError(`--comply takes ${COMPLIANCE_STATES.join(', ')}; not "${word}".`)
}
