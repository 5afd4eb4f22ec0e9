import { invalid, type TesseraError } from '../kernel/errors.ts'
import { isLanguageTag, type LanguageTag } from '../kernel/language-tag.ts'
import { joinClause, splitClause } from './charter.ts'

/** A charter in one language, as it is written in a file. */
export interface CharterText {
  readonly language: LanguageTag
  readonly title: string
  readonly preamble: string
  /** Each with its title, by clause id, in the order of the file. */
  readonly clauses: ReadonlyMap<string, string>
}

const TITLE = /^# (\S.*)$/
const CLAUSE = /^## (\S.*?) *\{#([a-z0-9][a-z0-9._-]{0,63})\}$/

/**
 * Reads a charter written in Markdown: `# Title`, a preamble, and for each clause `## Title {#id}`
 * with its text. Throws `bad_charter_source`.
 */
export function parseCharterText(source: string, language: LanguageTag): CharterText {
  if (!isLanguageTag(language)) throw badSource(language, 'is no canonical language tag')
  const [head = '', ...sections] = source.normalize('NFC').split(/^(?=## )/m)
  const { heading, text: preamble } = splitSection(head)
  const title = TITLE.exec(heading)?.[1]
  if (title === undefined) throw badSource(language, 'must start with "# " and its title')
  const clauses = new Map<string, string>()
  for (const section of sections) {
    const { id, content } = parseClause(section, language)
    if (clauses.has(id)) throw badSource(language, `has the clause "${id}" twice`)
    clauses.set(id, content)
  }
  return { language, title, preamble, clauses }
}

function parseClause(section: string, language: LanguageTag) {
  const { heading, text } = splitSection(section)
  const [, title, id] = CLAUSE.exec(heading) ?? []
  if (title === undefined || id === undefined || text === '')
    throw badSource(language, `has a clause that is not "## Title {#id}" with a text: ${heading}`)
  return { id, content: joinClause(title, text) }
}

function splitSection(section: string): { readonly heading: string; readonly text: string } {
  const end = section.indexOf('\n')
  if (end < 0) return { heading: section, text: '' }
  return { heading: section.slice(0, end).trimEnd(), text: section.slice(end).trim() }
}

/** The refusal of a source that cannot be made a charter. */
export function badSource(language: LanguageTag, what: string): TesseraError {
  return invalid('bad_charter_source', `The charter text "${language}" ${what}.`)
}

/** The file that `parseCharterText` reads to the same text. */
export function formatCharterText({ title, preamble, clauses }: Omit<CharterText, 'language'>) {
  const sections = [...clauses].map(([id, content]) => {
    const clause = splitClause(content)
    return `## ${clause.title ?? id} {#${id}}\n\n${clause.text.trim()}`
  })
  return `${[`# ${title}`, ...(preamble === '' ? [] : [preamble]), ...sections].join('\n\n')}\n`
}
