import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import type { TextPage } from '../../communique/communiques.ts'
import { freezeCharter, freezeCommunique, type Frozen } from '../../communique/freeze.ts'
import { lineageOf } from '../../communique/joint-texts.ts'
import { draftStatement, type RecordContent } from '../../exchange/draft-statement.ts'
import type { Communique } from '../../record/kinds/communique.ts'
import { ownAuthor } from '../author.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { getOwnText, type TextKind } from '../find-text.ts'
import { readLanguage, signingKeys, textFlag, textFlags } from '../flags.ts'
import { languagesToFreeze, tellLeftOut } from '../frozen-languages.ts'
import type { OpenedNode } from '../opened-node.ts'
import { prepareStatement, settlePrepared } from '../prepared-files.ts'
import { askAboutRound, decidedDraft } from '../settle-round.ts'
import { openTexts, type TextDesk } from '../text-desk.ts'
import { inLanguage, reasonFlag, sealedFlag, textArgument } from '../text-flags.ts'

const shared = {
  name: textArgument,
  languages: textFlags('--language', 'TAG', message`Only this one besides the source`),
  license: textFlag('--license', 'SPDX', message`Such as CC-BY-SA-4.0`),
  reason: reasonFlag,
  sealed: sealedFlag,
  ...signingKeys,
}
const communiqueFlags = object({
  ...shared,
  tags: textFlags('--tag', 'WORD', message`What it is about, for feeds`),
})
const charterFlags = object({
  ...shared,
  authoritative: textFlag('--authoritative', 'TAGS', message`Languages that decide: fr,en`),
  changes: textFlag(
    '--changes',
    'TEXT',
    message`What changed, for those who signed the one before`,
  ),
})

export const freezeCommuniqueCommand = command(
  'freeze',
  map(communiqueFlags, (values): Command => async (context) => {
    const { frozen, page, node } = await frozenOf(context, values, 'communique')
    const content = {
      ...freezeCommunique(frozen),
      ...(values.tags.length === 0 ? {} : { tags: values.tags }),
      ...(values.license === undefined ? {} : { license: values.license }),
    }
    await tellChanges(context, page, content.digests)
    await prepare(context, node, { content, values, page })
  }),
  { description: message`Prepare the frozen text for members to sign; its drafts stay` },
)

export const freezeCharterCommand = command(
  'freeze',
  map(charterFlags, (values): Command => async (context) => {
    const { frozen, page, node } = await frozenOf(context, values, 'charter')
    const source = frozen.draft.record.sourceLanguage
    const authoritative = (values.authoritative ?? source).split(',').map(readLanguage)
    const amends = await amendedBy(node, frozen, page)
    const content = {
      ...freezeCharter(frozen, { authoritative, amends }),
      ...(values.changes === undefined ? {} : { changesMap: inLanguage(source, values.changes) }),
      ...(values.license === undefined ? {} : { license: values.license }),
    }
    await prepare(context, node, { content, values, page })
  }),
  { description: message`Prepare a charter from its drafts, for members to publish` },
)

type Flags = InferValue<typeof communiqueFlags> | InferValue<typeof charterFlags>

async function frozenOf(context: Context, values: Flags, kind: TextKind) {
  const node = await context.node()
  const { scid: own } = await ownCollective(node)
  const desk: TextDesk = await openTexts(context, values.sealed)
  const page = await getOwnText({ ...desk, own }, values.name, kind)
  const draft = decidedDraft(page)
  const wanted = values.languages.map(readLanguage)
  const { languages, leftOut } = languagesToFreeze(page, draft, wanted)
  const frozen: Frozen = { draft, translations: page.translations, languages }
  tellLeftOut(context, leftOut)
  if (draft.record.scope !== 'public')
    await context.ask.confirm('Its drafts are sealed; what members sign is for everybody. Go on?')
  return { frozen, page, node }
}

interface Prepare {
  readonly content: object
  readonly values: Flags
  readonly page: TextPage
}

/** The next version where one is frozen already, published or not. */
async function prepare(context: Context, node: OpenedNode, { content, values, page }: Prepare) {
  const { type, slug } = content as RecordContent
  const { scid } = await ownCollective(node)
  const [current] = await node.store.listCurrent({ scid, types: [type], slug })
  const previous = current === undefined ? null : (JSON.parse(current.text) as Communique)
  const author = await ownAuthor(node)
  const statement = draftStatement(content as RecordContent, { ...author, previous })
  const prepared = await prepareStatement(context, statement)
  const sayWhy = await askAboutRound(context, page, values.reason)
  await settlePrepared(context, prepared, values)
  await sayWhy()
}

/** Whoever read a language whose text is another one now has endorsed another text. */
async function tellChanges(
  { ask, output }: Context,
  { version }: TextPage,
  digests: Readonly<Record<string, string>>,
): Promise<void> {
  if (version === null) return
  const before = Object.entries(version.record.digests)
  const changed = before.filter(([tag, digest]) => digests[tag] !== digest).map(([tag]) => tag)
  if (changed.length === 0) return
  output.warn(`Already frozen, and another text now: ${changed.join(', ')}.`)
  await ask.confirm('Endorsements of these languages will stand under another text. Go on?')
}

/** The charter that the drafts started from, if one is known here. */
async function amendedBy(
  { charters }: OpenedNode,
  { draft }: Frozen,
  { drafts }: TextPage,
): Promise<string | null> {
  const known = new Set((await charters.list()).map(({ statement }) => statement))
  const origins = lineageOf(draft, drafts).flatMap(({ record }) => record.goesOnFrom ?? [])
  return origins.find(({ digest }) => known.has(digest))?.digest ?? null
}
