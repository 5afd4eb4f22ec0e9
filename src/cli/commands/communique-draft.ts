import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { choice, string } from '@optique/core/valueparser'

import { checkTextSlug } from '../../communique/compose.ts'
import type { DraftVersion } from '../../communique/joint-texts.ts'
import { type DraftText, textOf } from '../../communique/text-parts.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { SCOPES } from '../../record/kinds/vocabulary.ts'
import { cannotAsk } from '../ask.ts'
import type { Command, Context } from '../context.ts'
import { type DraftOrigins, findOrigins } from '../draft-origins.ts'
import { editText } from '../edit-text.ts'
import { UsageError } from '../exit-codes.ts'
import { findKnownCollective } from '../find-collective.ts'
import { getOwnText, type TextKind } from '../find-text.ts'
import { languageFlag, switchFlag, textFlag, textFlags } from '../flags.ts'
import {
  audienceOfDraft,
  type DraftAudience,
  idSources,
  publishDraft,
  stepFrom,
} from '../next-draft.ts'
import { openWritingDesk, type WritingDesk } from '../text-desk.ts'
import { fileArgument, inLanguage, readSource, reasonFlag, writingLanguage } from '../text-flags.ts'
import { formatDraftText, readDraftText } from '../text-format.ts'

const STAGES = ['collecting', 'writing', 'translating'] as const

const shared = {
  name: argument(string({ metavar: 'NAME' }), { description: message`The name of the text` }),
  file: fileArgument,
  from: textFlag('--from', 'DRAFT', message`Go on from this draft or text, whoever wrote it`),
  join: switchFlag('--join', message`Go on from all versions that were written apart`),
  stage: optional(
    option('--stage', choice([...STAGES]), { description: message`What is asked for now` }),
  ),
  reason: reasonFlag,
  language: languageFlag,
  scope: optional(
    option('--scope', choice([...SCOPES]), { description: message`Whom it is for (public)` }),
  ),
  to: textFlags('--to', 'COLLECTIVE', message`Only for this peer; several times for several`),
  withdraw: switchFlag('--withdraw', message`End the work on the text, with a reason`),
}
const communiqueFlags = object(shared)
const charterFlags = object({
  ...shared,
  amends: textFlag('--amends', 'CHARTER', message`The charter that it amends`),
  required: textFlags('--required', 'CLAUSE', message`A clause that is required`),
  recommended: textFlags('--recommended', 'CLAUSE', message`A clause that is recommended`),
})
type Flags = InferValue<typeof charterFlags>

const NO_CHARTER = { amends: undefined, required: [], recommended: [] } as const
const description = message`Publish the next version of a text: from a file, or in $EDITOR`

export const draftCommuniqueCommand = command(
  'draft',
  map(communiqueFlags, (values): Command => runWith({ ...values, ...NO_CHARTER }, 'communique')),
  { description },
)
export const draftCharterCommand = command(
  'draft',
  map(charterFlags, (values): Command => runWith(values, 'charter')),
  { description },
)

function runWith(values: Flags, kind: TextKind): Command {
  return async (context) =>
    await (values.withdraw ? withdraw(context, values, kind) : draft(context, values, kind))
}

async function draft(context: Context, values: Flags, kind: TextKind): Promise<void> {
  checkTextSlug(values.name)
  checkAudience(values)
  const given = values.file === undefined ? null : await readSource(context, values.file)
  const desk = await openWritingDesk(context)
  const origins = await findOrigins(desk, values, kind)
  const { parents } = origins
  const audience = await audienceOf(context, desk, { values, parents })
  const text = await textFor(context, { values, kind, given, origins })
  await publishDraft(context, desk, {
    kind,
    name: values.name,
    text,
    parents,
    audience,
    step: {
      ...(values.stage === undefined ? {} : { stage: values.stage }),
      ...(values.reason === undefined
        ? {}
        : { stageReasonMap: inLanguage(text.sourceLanguage, values.reason) }),
      ...origins.charter?.step,
    },
  })
}

function checkAudience({ scope, to }: Flags): void {
  if (to.length > 0 && scope !== undefined && scope !== 'named')
    throw new UsageError(`--to names whom it is for; --scope ${scope} says otherwise.`)
  if (scope === 'named' && to.length === 0)
    throw new UsageError('--scope named needs --to COLLECTIVE.')
}

interface TextInput {
  readonly values: Flags
  readonly kind: TextKind
  readonly given: string | null
  readonly origins: DraftOrigins
}

async function textFor(
  context: Context,
  { values, kind, given, origins }: TextInput,
): Promise<DraftText> {
  const { page, lineage, charter } = origins
  const [parent] = lineage
  const before = parent === undefined ? charter?.text : textOf(parent.record)
  const language =
    values.language === undefined && before !== undefined
      ? before.sourceLanguage
      : await writingLanguage(context, values.language)
  const source = given ?? (await edit(context, kind, before))
  return readDraftText(source, {
    kind,
    language,
    lineage: idSources(lineage, page),
    levels: values,
    before: charter?.levels ?? new Map(),
  })
}

async function edit(
  context: Context,
  kind: TextKind,
  before: DraftText | undefined,
): Promise<string> {
  const text = before === undefined ? '# \n' : formatDraftText(kind, before)
  const edited = await editText(context, { name: `${kind}.md`, text, flag: 'FILE' })
  if (edited !== text) return edited
  throw new TesseraError('conflict', 'unchanged', 'Nothing was changed.')
}

interface AudienceInput {
  readonly values: Flags
  readonly parents: readonly DraftVersion[]
}

/** As flags say, else whom the version before was for: nothing gets wider by itself. */
async function audienceOf(
  { ask }: Context,
  { node, own }: WritingDesk,
  { values: { scope, to }, parents }: AudienceInput,
): Promise<DraftAudience> {
  if (to.length > 0) {
    const recipients: string[] = [own]
    for (const name of to) recipients.push((await findKnownCollective(node, name)).scid)
    return { scope: 'named', recipients: [...new Set(recipients)].toSorted() }
  }
  const narrow = parents.find(({ record }) => record.scope !== 'public')
  if (scope === undefined && narrow !== undefined) return audienceOfDraft(narrow)
  if (scope !== 'peers' && narrow !== undefined)
    await ask.confirm('What it goes on from is not public. Show this to everybody?')
  return { scope: scope === 'peers' ? 'peers' : 'public' }
}

async function withdraw(context: Context, values: Flags, kind: TextKind): Promise<void> {
  if (values.reason === undefined) throw cannotAsk('--reason')
  const desk = await openWritingDesk(context)
  const { text } = await getOwnText(desk, values.name, kind)
  const [head, ...others] = text.heads.toReversed()
  if (head === undefined)
    throw new TesseraError('not-found', 'no_draft', 'There is no draft to withdraw.')
  if (head.record.stage === 'withdrawn')
    throw new TesseraError('conflict', 'already_withdrawn_text', 'It is withdrawn already.')
  const language = await writingLanguage(context, values.language)
  const stageReasonMap = inLanguage(language, values.reason)
  const step = stepFrom(head, { stage: 'withdrawn', stageReasonMap })
  await publishDraft(context, desk, { ...step, parents: [head, ...others] })
}
