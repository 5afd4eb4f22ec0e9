import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import {
  changeClauses,
  checkLanguage,
  type ClauseWords,
  wordsUnder,
} from '../../charter/change-clauses.ts'
import { type CharterVersion, languagesOf } from '../../charter/charter.ts'
import { type CommitmentAnswers, createCommitment } from '../../charter/commitment.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import type { Commitment } from '../../record/kinds/commitment.ts'
import { ownAuthor } from '../author.ts'
import { complianceOf } from '../compliance-flags.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { decisionFlags, readDecision } from '../decision-flags.ts'
import { findCharter, findOwnCommitment } from '../find-charter.ts'
import { languageFlag, readLanguage, readPair, signingKeys, textFlag, textFlags } from '../flags.ts'
import type { OpenedNode } from '../opened-node.ts'
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
  lift: textFlags('--lift', 'CLAUSE', message`Clause on which there is no reservation any more`),
  comply: textFlags(
    '--comply',
    'CLAUSE=STATE',
    message`How far you keep a clause: yes, partly or not-yet`,
  ),
  evidence: textFlags(
    '--evidence',
    'CLAUSE=TEXT',
    message`What shows how far you keep it: words, or an https address`,
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
  const previous = await findOwnCommitment(node, version)
  const known = wordsUnder(previous, version.statement)
  const today = author.now.slice(0, 10)
  const isKept = known.reservations.length + known.compliance.length > 0
  const writtenIn = isKept ? (previous?.defaultLanguage ?? null) : null
  const answers = await answersOf(context, values, { version, known, writtenIn, today })
  await noteOthers(context, answers, previous)
  const statement = createCommitment(answers, author, previous ?? undefined)
  await settlePrepared(context, await prepareStatement(context, statement), values)
}

/**
 * What was reserved under another version is not taken over: its clauses may say something else. And
 * a signature under another version stands, unless this one is the next version of its record.
 */
async function noteOthers(
  context: Context,
  { version, reservations = [] }: CommitmentAnswers,
  previous: Commitment | null,
): Promise<void> {
  const named = new Set(reservations.map(({ clause }) => clause))
  for (const other of await otherCommitments(await context.node(), version)) {
    const left = (other.reservations ?? []).filter(({ clause }) => !named.has(clause))
    if (left.length > 0) {
      const clauses = left.map(({ clause }) => clause).join(', ')
      context.output.warn(
        `Under another version there are reservations on ${clauses}. None is taken over: name those that stand with --reserve.`,
      )
    }
    if (other.slug !== previous?.slug) {
      context.output.note(
        `Your signature under the other version stands beside this one. To take it back: tessera charter withdraw ${other.charter.digest}`,
      )
    }
  }
}

/** What the collective has signed of the same charter in other versions, and not taken back. */
async function otherCommitments(
  node: OpenedNode,
  { statement }: CharterVersion,
): Promise<Commitment[]> {
  const { scid } = await ownCollective(node)
  const { tree } = await node.charters.get(statement)
  const others = new Set(tree.map((one) => one.statement).filter((one) => one !== statement))
  const records = await node.store.listCurrent({ scid, types: ['Commitment'] })
  return records
    .map(({ text }) => JSON.parse(text) as Commitment)
    .filter(({ charter, withdrawn }) => others.has(charter.digest) && withdrawn !== true)
}

interface Signing {
  readonly version: CharterVersion
  /** What stands under this very version already. */
  readonly known: ClauseWords
  /** The language of these words; null if there are none. */
  readonly writtenIn: LanguageTag | null
  readonly today: string
}

async function answersOf(
  context: Context,
  values: Flags,
  { version, known, writtenIn, today }: Signing,
): Promise<CommitmentAnswers> {
  const languagesRead = await languagesReadOf(context, values, version)
  const [first = version.charter.defaultLanguage] = languagesRead
  const language =
    values.language === undefined ? (writtenIn ?? first) : readLanguage(values.language)
  const words = changeClauses(known, {
    lifted: values.lift,
    reservations: values.reserve.map((text) => {
      const [clause, reason] = readPair(text, '--reserve')
      return { clause, contentMap: { [language]: reason.normalize('NFC') } }
    }),
    compliance: complianceOf(values, { known, language, today }),
  })
  checkLanguage(words, language)
  return {
    version,
    languagesRead,
    defaultLanguage: language,
    decisionRecord: await readDecision(context, values, today),
    ...words,
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
