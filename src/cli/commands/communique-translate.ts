import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { choice, string } from '@optique/core/valueparser'

import type { TextPage } from '../../communique/communiques.ts'
import { type NewTranslation, translationContent } from '../../communique/compose.ts'
import type { DraftVersion } from '../../communique/joint-texts.ts'
import type { TextPart } from '../../communique/text-parts.ts'
import type { TextTranslation } from '../../communique/translation-status.ts'
import { invalid, TesseraError } from '../../kernel/errors.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import type { Translation } from '../../record/kinds/translation.ts'
import type { Command, Context } from '../context.ts'
import { editText } from '../edit-text.ts'
import { UsageError } from '../exit-codes.ts'
import { findText, getDraft, type TextKind } from '../find-text.ts'
import { readLanguage, switchFlag, textFlag, textFlags } from '../flags.ts'
import { openTexts, openWritingDesk, sayOnText, type WritingDesk } from '../text-desk.ts'
import { fileArgument, readSource, sealedFlag, textArgument } from '../text-flags.ts'
import { readTranslation } from '../text-format.ts'
import { isLeftOut, translationTemplate } from '../translation-template.ts'

const STATES = ['draft', 'needs-review'] as const

const flags = object({
  name: textArgument,
  language: argument(string({ metavar: 'TAG' }), { description: message`Into which language` }),
  file: fileArgument,
  state: optional(
    option('--state', choice([...STATES]), {
      description: message`How far it is (needs-review)`,
    }),
  ),
  template: switchFlag('--template', message`Print a file to translate in; publishes nothing`),
  approve: switchFlag('--approve', message`Approve the wording that stands`),
  parts: textFlags('--part', 'ID', message`Only this part, as "show" names it`),
  text: textFlag('--text', 'TEXT', message`The wording of one part, in place of a file`),
  sealed: sealedFlag,
})
type Flags = InferValue<typeof flags>

export function createTranslateCommand(kind: TextKind) {
  const run =
    (values: Flags): Command =>
    async (context) =>
      await (values.template ? template : translate)(context, values, kind)
  return command('translate', map(flags, run), {
    description: message`Translate a text, bring a translation up to date, or approve it`,
  })
}

async function template(context: Context, values: Flags, kind: TextKind): Promise<void> {
  const page = await findText(await openTexts(context, values.sealed), values.name, kind)
  const { draft, language } = targetOf(page, values)
  const text = translationTemplate(draft, language, standOf(page, language))
  const { output, terminal } = context
  // A file keeps every character, isolates of right-to-left text too; a terminal would obey them.
  if (!output.isJson && !terminal.isInteractive) return void terminal.stdout.write(text)
  const value = { draft: draft.record.slug, language, template: text }
  output.result(value, text.trimEnd().split('\n'))
}

async function translate(context: Context, values: Flags, kind: TextKind): Promise<void> {
  checkFlags(values)
  const given = values.file === undefined ? null : await readSource(context, values.file)
  const desk = await openWritingDesk(context)
  const page = await findText(desk, values.name, kind)
  const { draft, language } = targetOf(page, values)
  const known = await ownTranslation(desk, draft, language)
  const work = { page, draft, language, known, given }
  const parts = await partsOf(context, values, work)
  if (parts.length === 0) throw nothingNew(values)
  const content = translationContent({ draft, language, kin: page.kin }, parts, known)
  const { slug, version } = await sayOnText(desk, content)
  const ids = parts.map(({ part }) => part.id)
  const what = values.approve ? 'Approved' : 'Published'
  context.output.result({ slug, version, language, parts: ids, approved: values.approve }, [
    `${what}: ${ids.length} of ${draft.parts.length} parts in ${language} (${ids.join(', ')}).`,
  ])
}

function checkFlags({ file, approve, parts, text, state }: Flags): void {
  if (approve && (file !== undefined || text !== undefined || state !== undefined))
    throw new UsageError('--approve is about the wording that stands: it takes no other.')
  if (text === undefined) return
  if (file !== undefined) throw new UsageError('Either a file or --text, not both.')
  if (parts.length !== 1) throw new UsageError('--text needs one --part ID: whose wording it is.')
}

function targetOf(page: TextPage, values: Flags) {
  const draft = getDraft(page)
  const language = readLanguage(values.language)
  if (language === draft.record.sourceLanguage)
    throw invalid('source_language', `The text itself is in ${language}.`)
  return { draft, language }
}

/** Where that draft stands in a language. */
function standOf({ translations }: TextPage, language: LanguageTag): TextTranslation | undefined {
  return translations.find((one) => one.language === language)
}

interface Work {
  readonly page: TextPage
  readonly draft: DraftVersion
  readonly language: LanguageTag
  /** What the own collective said of the text in this language so far. */
  readonly known: Translation | null
  readonly given: string | null
}

async function partsOf(
  context: Context,
  values: Flags,
  work: Work,
): Promise<readonly NewTranslation[]> {
  for (const id of values.parts)
    if (!work.draft.parts.some((part) => part.id === id))
      throw invalid('unknown_part', `The text has no part "${id}".`)
  const all = values.approve ? approvals(work) : await wordings(context, values, work)
  const wanted =
    values.parts.length === 0 ? all : all.filter(({ part }) => values.parts.includes(part.id))
  return wanted.filter((part) => isNews(part, work.known))
}

/** The wordings that are shown, as this collective's own word. */
function approvals({ page, language }: Work): NewTranslation[] {
  return (standOf(page, language)?.parts ?? []).flatMap(({ part, wording }) =>
    wording === null ? [] : [{ part, content: wording.content, state: 'approved' as const }],
  )
}

async function wordings(context: Context, values: Flags, work: Work): Promise<NewTranslation[]> {
  const { page, draft, language, given, known: own } = work
  const state = values.state ?? 'needs-review'
  if (values.text !== undefined) {
    const content = values.text.normalize('NFC')
    return draft.parts.flatMap((part) =>
      values.parts.includes(part.id) ? [{ part, content, state }] : [],
    )
  }
  const stand = standOf(page, language)
  const source = given ?? (await edit(context, work, stand))
  const known = new Map((stand?.parts ?? []).map((part) => [part.part.id, part]))
  return readTranslation(source, { draft, language }, state).filter(({ part, content }) => {
    const standing = known.get(part.id)
    // What others have said word for word need not be said again.
    const isOthers = standing?.wording?.content === content && saidOf(part, own) === undefined
    return !isLeftOut(part, content, standing) && !isOthers
  })
}

async function edit(
  context: Context,
  { draft, language }: Work,
  stand: TextTranslation | undefined,
): Promise<string> {
  const text = translationTemplate(draft, language, stand)
  return await editText(context, {
    name: `${draft.record.text}.${language}.md`,
    text,
    flag: 'FILE',
  })
}

/** What was approved word for word stays approved. */
function isNews({ part, content, state }: NewTranslation, known: Translation | null): boolean {
  const said = saidOf(part, known)
  return said?.content !== content || ![state, 'approved'].includes(said.state)
}

function saidOf({ sourceDigest }: TextPart, known: Translation | null) {
  return known?.parts.find((part) => part.sourceDigest === sourceDigest)
}

async function ownTranslation(
  { own, store }: WritingDesk,
  { scid, record: draft }: DraftVersion,
  language: LanguageTag,
): Promise<Translation | null> {
  const translations = await store.list('Translation')
  const found = translations.find(({ scid: by, record }) => {
    const isAbout = record.of.collective === scid && record.of.slug === draft.text
    return by === own && isAbout && record.language === language
  })
  return found?.record ?? null
}

function nothingNew({ approve }: Flags): TesseraError {
  const message = approve
    ? 'There is no wording to approve that you have not approved.'
    : 'Nothing in it is new: all of it stands already, or was left untranslated.'
  return new TesseraError('conflict', 'nothing_new', message)
}
