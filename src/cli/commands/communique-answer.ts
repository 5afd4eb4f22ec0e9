import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { type AmendmentState, applyAmendment } from '../../communique/amendments.ts'
import type { TextPage } from '../../communique/communiques.ts'
import type { DraftStep } from '../../communique/compose.ts'
import { newParagraphId } from '../../communique/compose.ts'
import type { DraftVersion } from '../../communique/joint-texts.ts'
import { type DraftText, textOf } from '../../communique/text-parts.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { LanguageMap } from '../../kernel/text.ts'
import { slugName } from '../../record/slug-name.ts'
import { cannotAsk } from '../ask.ts'
import type { Command, Context } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { getHead, getOwnText, type TextKind } from '../find-text.ts'
import { languageFlag, switchFlag, textFlag } from '../flags.ts'
import { idSources, publishDraft, stepFrom } from '../next-draft.ts'
import { openWritingDesk } from '../text-desk.ts'
import { inLanguage, readSource, reasonFlag, textArgument, writingLanguage } from '../text-flags.ts'
import { readDraftText } from '../text-format.ts'

const flags = object({
  name: textArgument,
  amendments: multiple(
    argument(string({ metavar: 'AMENDMENT' }), {
      description: message`As "show" names them, or a1, a2; several at once`,
    }),
    { min: 1 },
  ),
  accept: switchFlag('--accept', message`Make the changes, in the next draft`),
  decline: switchFlag('--decline', message`Do not, and say why`),
  file: textFlag('--file', 'FILE', message`The next draft, where you make the changes yourselves`),
  reason: reasonFlag,
  language: languageFlag,
})
type Flags = InferValue<typeof flags>

export function createAnswerCommand(kind: TextKind) {
  const run =
    (values: Flags): Command =>
    async (context) =>
      await answer(context, values, kind)
  return command('answer', map(flags, run), {
    description: message`Accept or decline amendments to an own text, as its next draft`,
  })
}

async function answer(context: Context, values: Flags, kind: TextKind): Promise<void> {
  if (values.accept === values.decline)
    throw new UsageError('Either --accept or --decline has to be said.')
  if (values.decline && values.reason === undefined) throw cannotAsk('--reason')
  if (values.decline && values.file !== undefined)
    throw new UsageError('--file goes with --accept: a declined amendment changes nothing.')
  const given = values.file === undefined ? null : await readSource(context, values.file)
  const desk = await openWritingDesk(context)
  const page = await getOwnText(desk, values.name, kind)
  const head = getHead(page)
  const named = values.amendments.map((name) => findAmendment(page, name))
  const language = await writingLanguage(context, values.language)
  const reasonMap = values.reason === undefined ? null : inLanguage(language, values.reason)
  const text = values.accept ? changedText(page, { head, named, given }) : textOf(head.record)
  const outcome = values.accept ? ('accepted' as const) : ('declined' as const)
  const answers = answersTo(named, outcome, reasonMap)
  await publishDraft(context, desk, { ...stepFrom(head, { ...stageOf(head), answers }), text })
}

/** A round is about one draft: the next one is written on again. */
function stageOf({ record: { stage } }: DraftVersion): Pick<DraftStep, 'stage'> {
  return stage === 'deciding' || stage === 'withdrawn' ? {} : { stage }
}

function answersTo(
  named: readonly AmendmentState[],
  outcome: 'accepted' | 'declined',
  reasonMap: LanguageMap | null,
): NonNullable<DraftStep['answers']> {
  return named.map(({ amendment: { scid, statement, record } }) => ({
    amendment: { collective: scid, slug: record.slug, digest: statement },
    outcome,
    ...(reasonMap === null ? {} : { reasonMap }),
  }))
}

interface Changes {
  readonly head: DraftVersion
  readonly named: readonly AmendmentState[]
  /** The file in which somebody made the changes; null where they are made here. */
  readonly given: string | null
}

function changedText(page: TextPage, { head, named, given }: Changes): DraftText {
  const lineage = idSources([head], page)
  if (given !== null) {
    const { draftOf: kind, sourceLanguage: language } = head.record
    const levels = { required: [], recommended: [] }
    return readDraftText(given, { kind, language, lineage, levels, before: new Map() })
  }
  const nextId = newParagraphId(lineage)
  return named.reduce(
    (text, { amendment }) => applyAmendment(text, amendment.record, nextId),
    textOf(head.record),
  )
}

function findAmendment({ amendments }: TextPage, name: string): AmendmentState {
  const found = amendments.filter(({ amendment: { scid, statement, record } }) => {
    const { slug } = record
    const short = slug.slice(slug.lastIndexOf('.') + 1)
    return [statement, slug, short, slugName({ scid, slug })].includes(name)
  })
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only
  if (only === undefined) {
    const message = `No amendment to this text is called "${name}".`
    throw new TesseraError('not-found', 'amendment_not_found', message)
  }
  const names = found.map(({ amendment: { scid, record } }) => slugName({ scid, ...record }))
  const message = `Several amendments are called "${name}": ${names.join(', ')}.`
  throw new TesseraError('conflict', 'amendment_ambiguous', message)
}
