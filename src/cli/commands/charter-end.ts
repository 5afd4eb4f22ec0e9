import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import {
  resumeCommitment,
  suspendCommitment,
  withdrawCommitment,
} from '../../charter/end-commitment.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { LanguageMap } from '../../kernel/text.ts'
import type { Commitment } from '../../record/kinds/commitment.ts'
import type { Author } from '../../record/statement.ts'
import { cannotAsk } from '../ask.ts'
import { ownAuthor } from '../author.ts'
import type { Command, Context } from '../context.ts'
import { findCharter, findOwnCommitment } from '../find-charter.ts'
import { languageFlag, readLanguage, signingKeys, textFlag } from '../flags.ts'
import { prepareStatement, settlePrepared } from '../prepared-files.ts'
import { charterArgument } from './charter-read.ts'

const flags = object({
  name: charterArgument,
  reason: textFlag('--reason', 'TEXT', message`Why, for everyone to read`),
  language: languageFlag,
  ...signingKeys,
})
type Flags = InferValue<typeof flags>
type Change = (commitment: Commitment, author: Author, reason: LanguageMap | null) => object

export const withdrawCharterCommand = command(
  'withdraw',
  changeWith((commitment, author, reason) =>
    withdrawCommitment(commitment, author, reason ?? undefined),
  ),
  { description: message`Take the collective's signature back; it stays visible` },
)
export const suspendCharterCommand = command(
  'suspend',
  changeWith((commitment, author, reason) => {
    if (reason === null) throw cannotAsk('--reason')
    return suspendCommitment(commitment, author, reason)
  }),
  { description: message`Suspend the signature from today on, with a reason` },
)
export const resumeCharterCommand = command(
  'resume',
  changeWith((commitment, author) => resumeCommitment(commitment, author)),
  { description: message`End a suspension` },
)

function changeWith(change: Change) {
  return map(
    flags,
    (values): Command =>
      async (context) =>
        await changeCommitment(context, values, change),
  )
}

async function changeCommitment(context: Context, values: Flags, change: Change): Promise<void> {
  const node = await context.node()
  const commitment = await findOwnCommitment(node, await findCharter(node, values.name))
  if (commitment === null) {
    throw new TesseraError(
      'not-found',
      'no_commitment',
      'This collective has not signed that charter.',
    )
  }
  const language =
    values.language === undefined ? commitment.defaultLanguage : readLanguage(values.language)
  const reason = values.reason === undefined ? null : { [language]: values.reason.normalize('NFC') }
  const statement = change(commitment, await ownAuthor(node), reason)
  await settlePrepared(context, await prepareStatement(context, statement), values)
}
