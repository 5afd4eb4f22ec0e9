import { formatCharterText, parseCharterText } from '../charter/charter-source.ts'
import { alignTranslation, type NewTranslation, textFromSource } from '../communique/compose.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import { type DraftText, partsOf, SUMMARY, textOf, TITLE } from '../communique/text-parts.ts'
import { formatTextSource, parseTextSource } from '../communique/text-source.ts'
import { invalid } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { DraftParagraph } from '../record/kinds/draft.ts'
import type { TextKind } from './find-text.ts'

/** The files in which people write texts: Markdown, the clauses of a charter with their ids. */

/** Comments are for who writes; they never get into a text. */
const COMMENT = /^<!--[\s\S]*?-->[ \t]*\n?/gm

/** What a charter's file does not say. */
export interface ClauseLevels {
  readonly required: readonly string[]
  readonly recommended: readonly string[]
}

export interface ReadTextOptions {
  readonly kind: TextKind
  readonly language: LanguageTag
  /** The version that it goes on from, and what that goes on from, nearest first. */
  readonly lineage: readonly DraftVersion[]
  readonly levels: ClauseLevels
  /** Levels of the clauses of the charter that it starts from. */
  readonly before: ReadonlyMap<string, DraftParagraph['level']>
}

/** A draft from a file. Throws `bad_text_source`, `bad_charter_source`, `unknown_clause`. */
export function readDraftText(source: string, options: ReadTextOptions): DraftText {
  const { kind, language, lineage } = options
  const plain = withoutComments(source)
  if (kind === 'communique') return textFromSource(parseTextSource(plain), language, lineage)
  const { title, preamble, clauses } = parseCharterText(plain, language)
  for (const id of [...options.levels.required, ...options.levels.recommended])
    if (!clauses.has(id)) throw unknownClause(id)
  return {
    sourceLanguage: language,
    title,
    summary: preamble === '' ? null : preamble,
    paragraphs: [...clauses].map(([id, text]) => ({ id, level: levelOf(id, options), text })),
    callToAction: null,
  }
}

/** As flags say, else as before; a new clause is required. */
function levelOf(id: string, { levels, lineage, before }: ReadTextOptions) {
  if (levels.required.includes(id)) return 'required'
  if (levels.recommended.includes(id)) return 'recommended'
  const [parent] = lineage
  const clause = parent?.record.paragraphs.find((paragraph) => paragraph.id === id)
  return clause?.level ?? before.get(id) ?? 'required'
}

/** The file that readDraftText reads to the same text. */
export function formatDraftText(kind: TextKind, text: DraftText): string {
  const { title, summary, paragraphs, callToAction } = text
  if (kind === 'communique')
    return formatTextSource({
      title,
      summary,
      blocks: paragraphs.map((paragraph) => paragraph.text),
      callToAction,
    })
  const clauses = new Map(paragraphs.map((clause) => [clause.id, clause.text]))
  return formatCharterText({ title, preamble: summary ?? '', clauses })
}

/** A translated file, part by part. Throws `not_aligned`, and what parsing does. */
export function readTranslation(
  source: string,
  { draft, language }: { readonly draft: DraftVersion; readonly language: LanguageTag },
  state: NewTranslation['state'],
): NewTranslation[] {
  const plain = withoutComments(source)
  if (draft.record.draftOf === 'charter') return alignCharter(plain, { draft, language }, state)
  return alignTranslation(draft, parseTextSource(plain), state)
}

function alignCharter(
  source: string,
  { draft, language }: { readonly draft: DraftVersion; readonly language: LanguageTag },
  state: NewTranslation['state'],
): NewTranslation[] {
  const { title, preamble, clauses } = parseCharterText(source, language)
  const parts = partsOf(textOf(draft.record))
  const ids = draft.record.paragraphs.map(({ id }) => id)
  if (ids.join(' ') !== [...clauses.keys()].join(' '))
    throw invalid('not_aligned', `The clauses have to be these, in order: ${ids.join(', ')}.`)
  if ((preamble === '') === parts.some(({ id }) => id === SUMMARY))
    throw invalid('not_aligned', 'Only one of text and translation has a preamble.')
  const contents = new Map([[TITLE, title], [SUMMARY, preamble], ...clauses])
  return parts.map((part) => ({ part, content: contents.get(part.id) ?? '', state }))
}

function withoutComments(source: string): string {
  return source.replaceAll('\r\n', '\n').replaceAll(COMMENT, '').trimStart()
}

function unknownClause(id: string) {
  return invalid('unknown_clause', `The text has no clause "${id}".`)
}
