import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import type { TextSummary } from '../../communique/communiques.ts'
import { pickLanguage } from '../../kernel/text.ts'
import { slugName } from '../../record/slug-name.ts'
import type { Command, Context } from '../context.ts'
import { namesOfCollectives } from '../find-collective.ts'
import { findText, type TextKind } from '../find-text.ts'
import { languageFlag, readLanguage, switchFlag } from '../flags.ts'
import { openTexts } from '../text-desk.ts'
import { sealedFlag, textArgument } from '../text-flags.ts'
import { historyLines, roundLines, translationLines } from '../text-history-lines.ts'
import { textLines } from '../text-lines.ts'
import { pageValue, stageOf, summaryValue } from '../text-value.ts'

const showFlags = {
  language: languageFlag,
  history: switchFlag('--history', message`All drafts, and what was said to amendments`),
  translations: switchFlag('--translations', message`Where each language stands`),
  rounds: switchFlag('--rounds', message`Who took which position, and what followed`),
  sealed: sealedFlag,
}
const show = object({ name: textArgument, ...showFlags })
const drafts = object({
  name: optional(
    argument(string({ metavar: 'TEXT' }), {
      description: message`Shows this one; without it all are listed`,
    }),
  ),
  ...showFlags,
})

export const listCommuniquesCommand = command(
  'list',
  map(
    object({ sealed: sealedFlag }),
    ({ sealed }): Command =>
      (context) =>
        listTexts(context, sealed, 'communique'),
  ),
  { description: message`List the communiqués that are known here, drafts too` },
)
export const showCommuniqueCommand = command(
  'show',
  map(
    show,
    (values): Command =>
      (context) =>
        showText(context, values, 'communique'),
  ),
  { description: message`Show a communiqué: text, amendments, endorsements` },
)
export const charterDraftsCommand = command(
  'drafts',
  map(
    drafts,
    ({ name, ...values }): Command =>
      (context) =>
        name === undefined
          ? listTexts(context, values.sealed, 'charter')
          : showText(context, { name, ...values }, 'charter'),
  ),
  { description: message`List the charters that are being drafted, or show one` },
)

async function listTexts(context: Context, sealed: boolean, kind: TextKind): Promise<void> {
  const { communiques } = await openTexts(context, sealed)
  const texts = await communiques.list()
  context.output.list(
    texts.filter(({ text }) => text.draftOf === kind),
    {
      headings: ['TEXT', 'TITLE', 'STAGE', 'DRAFTS', 'LANGUAGES', 'ENDORSED', 'CHANGED'],
      none: `No text is known here yet. Such as: tessera ${kind} draft our-letter letter.md`,
      row: rowOf,
      json: summaryValue,
    },
  )
}

function rowOf({ text, latest, languages, endorsements, updated, shown }: TextSummary): string[] {
  const { nameMap, defaultLanguage } = latest.record
  const apart = text.heads.length > 1 ? `, ${text.heads.length} versions apart` : ''
  const counted = endorsements?.counted.length
  return [
    shown ? slugName(text) : `${slugName(text)} (outside of the view)`,
    pickLanguage(nameMap, [], defaultLanguage)?.text ?? '',
    stageOf(latest) + apart,
    String(text.drafts.length),
    languages.join(' '),
    counted === undefined ? '' : String(counted),
    updated,
  ]
}

async function showText(
  context: Context,
  values: InferValue<typeof show>,
  kind: TextKind,
): Promise<void> {
  const language = values.language === undefined ? null : readLanguage(values.language)
  const desk = await openTexts(context, values.sealed)
  const page = await findText(desk, values.name, kind)
  const names = await namesOfCollectives(desk.node)
  const shown = { page, nameOf: (scid: string) => names.get(scid) ?? scid, language }
  const parts = [
    ...(values.history ? historyLines(shown) : []),
    ...(values.translations ? translationLines(shown) : []),
    ...(values.rounds ? roundLines(shown) : []),
  ]
  context.output.result(pageValue(page), parts.length === 0 ? textLines(shown) : parts)
}
