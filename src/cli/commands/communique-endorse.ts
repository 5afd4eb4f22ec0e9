import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command, option } from '@optique/core/primitives'
import { choice } from '@optique/core/valueparser'

import type { Signed } from '../../communique/communique-store.ts'
import { endorsementSlug } from '../../communique/compose.ts'
import { draftStatement, type RecordContent } from '../../exchange/draft-statement.ts'
import { invalid, TesseraError } from '../../kernel/errors.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import { toTimestamp } from '../../kernel/time.ts'
import { isDigest } from '../../record/digest.ts'
import type { Endorsement } from '../../record/kinds/endorsement.ts'
import { LETTER_WAYS } from '../../record/kinds/vocabulary.ts'
import { nextVersion } from '../../record/statement.ts'
import { cannotAsk } from '../ask.ts'
import { ownAuthor } from '../author.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { decisionFlags, readSoundDecision } from '../decision-flags.ts'
import { UsageError } from '../exit-codes.ts'
import { findText, getFrozen } from '../find-text.ts'
import {
  languageFlag,
  readLanguage,
  signingKeys,
  switchFlag,
  textFlag,
  textFlags,
} from '../flags.ts'
import type { OpenedNode } from '../opened-node.ts'
import { prepareStatement, settlePrepared } from '../prepared-files.ts'
import { openTexts } from '../text-desk.ts'
import { inLanguage, reasonFlag, textArgument, writingLanguage } from '../text-flags.ts'

const flags = object({
  name: textArgument,
  read: textFlags(
    '--read',
    'TAG',
    message`Language in which it was read; several times for several`,
  ),
  ...decisionFlags,
  note: textFlag('--note', 'TEXT', message`What you want to say with it`),
  language: languageFlag,
  letter: textFlag('--letter', 'NAME', message`Pass on the letter of a collective without a node`),
  received: textFlag('--received', 'YYYY-MM-DD', message`Of a letter: when it came`),
  how: optional(
    option('--how', choice([...LETTER_WAYS]), { description: message`Of a letter: how it came` }),
  ),
  url: textFlag('--url', 'URL', message`Of a letter: the website of who wrote it`),
  withdraw: switchFlag('--withdraw', message`Take an endorsement back; it stays visible`),
  reason: reasonFlag,
  ...signingKeys,
})
type Flags = InferValue<typeof flags>

export const endorseCommand = command(
  'endorse',
  map(
    flags,
    (values): Command =>
      async (context) =>
        await (values.withdraw ? withdraw : endorse)(context, values),
  ),
  { description: message`Prepare the collective's signature under a frozen communiqué` },
)

async function endorse(context: Context, values: Flags): Promise<void> {
  checkFlags(values)
  const node = await context.node()
  const author = await ownAuthor(node)
  const communique = await findFrozen(context, values)
  const digests = digestsOf(communique, await languagesRead(context, values, communique))
  const today = toTimestamp(node.now()).slice(0, 10)
  const previous = await findOwnEndorsement(node, communique, values.letter)
  const language = await writingLanguage(context, values.language)
  const content = {
    type: 'Endorsement' as const,
    slug: previous?.slug ?? (await newSlug(node, communique, values.letter)),
    defaultLanguage: language,
    communique: { collective: communique.scid, slug: communique.record.slug },
    digests,
    decisionRecord: await readSoundDecision(context, values, today),
    ...letterOf(values),
    ...(values.note === undefined ? {} : { noteMap: inLanguage(language, values.note) }),
  }
  const statement = draftStatement(content as RecordContent, { ...author, previous })
  await settlePrepared(context, await prepareStatement(context, statement), values)
}

function checkFlags({ letter, received, how, url }: Flags): void {
  if (letter === undefined) {
    if (received !== undefined || how !== undefined || url !== undefined)
      throw new UsageError('--received, --how and --url belong to a --letter.')
    return
  }
  if (received === undefined) throw cannotAsk('--received')
  if (how === undefined) throw cannotAsk('--how')
}

function letterOf({ letter: name, received, how, url }: Flags) {
  if (name === undefined) return {}
  return {
    letter: { name: name.normalize('NFC'), ...(url === undefined ? {} : { url }), received, how },
  }
}

async function findFrozen(context: Context, { name }: Flags): Promise<Signed<'Communique'>> {
  const page = await findText(await openTexts(context, false), name, 'communique')
  const frozen = getFrozen(page, isDigest(name) ? name : undefined)
  if (frozen.record.withdrawn !== true) return frozen
  throw new TesseraError('gone', 'text_withdrawn', 'This communiqué was taken back.')
}

async function languagesRead(
  { ask }: Context,
  { read }: Flags,
  { record }: Signed<'Communique'>,
): Promise<readonly LanguageTag[]> {
  if (read.length > 0) return read.map(readLanguage)
  const options = Object.keys(record.digests).map((value) => ({ value, label: value }))
  return [await ask.choose({ message: 'In which language was it read?', flag: '--read' }, options)]
}

function digestsOf({ record }: Signed<'Communique'>, languages: readonly LanguageTag[]) {
  const entries = languages.map((tag) => {
    const digest = record.digests[tag]
    if (digest !== undefined) return [tag, digest] as const
    const known = Object.keys(record.digests).join(', ')
    throw invalid('no_language', `It is not frozen in ${tag}; there is ${known}.`)
  })
  return Object.fromEntries(entries)
}

/** The own endorsement, or that of the letter, withdrawn ones too; null before the first. */
async function findOwnEndorsement(
  node: OpenedNode,
  { scid, record }: Signed<'Communique'>,
  letter: string | undefined,
): Promise<Endorsement | null> {
  const own = await listOwnEndorsements(node)
  const name = letter?.normalize('NFC')
  const found = own.find(({ communique, letter: passedOn }) => {
    const isAbout = communique.collective === scid && communique.slug === record.slug
    return isAbout && passedOn?.name === name
  })
  return found ?? null
}

async function listOwnEndorsements(node: OpenedNode): Promise<Endorsement[]> {
  const { scid } = await ownCollective(node)
  const records = await node.store.listCurrent({ scid, types: ['Endorsement'] })
  return records.map(({ text }) => JSON.parse(text) as Endorsement)
}

async function newSlug(
  node: OpenedNode,
  { scid, record: { slug } }: Signed<'Communique'>,
  letter: string | undefined,
): Promise<string> {
  if (letter === undefined) return endorsementSlug({ scid, slug })
  const used = new Set((await listOwnEndorsements(node)).map((one) => one.slug))
  for (let number = 1; ; number++) {
    const name = endorsementSlug({ scid, slug }, number)
    if (!used.has(name)) return name
  }
}

async function withdraw(context: Context, values: Flags): Promise<void> {
  if (values.reason === undefined) throw cannotAsk('--reason')
  const node = await context.node()
  const page = await findText(await openTexts(context, false), values.name, 'communique')
  const known = await findOwnEndorsement(node, getFrozen(page, undefined), values.letter)
  if (known === null || known.withdrawn === true) {
    const message = 'There is no endorsement of it to take back.'
    throw new TesseraError('not-found', 'no_endorsement', message)
  }
  const language = await writingLanguage(context, values.language)
  const statement = {
    ...nextVersion(known, await ownAuthor(node)),
    withdrawn: true,
    withdrawnReasonMap: inLanguage(language, values.reason),
  }
  await settlePrepared(context, await prepareStatement(context, statement), values)
}
