import { invalid } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import { type Charter, charterTextDigest, type Clause } from '../record/kinds/charter.ts'
import { badSource, type CharterText, parseCharterText } from './charter-source.ts'

/** What a charter is in every language alike: `content/charter/founding.json`. */
export interface CharterOutline extends Pick<
  Charter,
  'slug' | 'authoritativeLanguages' | 'references' | 'license'
> {
  readonly clauses: readonly Pick<Clause, 'id' | 'level'>[]
}

/** The members of a Charter record that its authors write; the rest comes from who publishes it. */
export type CharterContent = Pick<
  Charter,
  | 'slug'
  | 'defaultLanguage'
  | 'nameMap'
  | 'summaryMap'
  | 'clauses'
  | 'authoritativeLanguages'
  | 'references'
  | 'license'
  | 'amends'
  | 'changesMap'
  | 'digests'
>

/**
 * The founding charter from its source: the outline and one Markdown text per language tag. Every
 * language must have exactly the clauses of the outline. Reading the files is the caller's part.
 * Throws `bad_charter_source`.
 */
export function foundingCharter(
  outline: CharterOutline,
  sources: Readonly<Record<LanguageTag, string>>,
): CharterContent {
  const [defaultLanguage, ...others] = outline.authoritativeLanguages
  if (defaultLanguage === undefined)
    throw invalid('bad_charter_source', 'A charter needs at least one authoritative language.')
  const texts = Object.entries(sources).map(([tag, source]) => parseCharterText(source, tag))
  for (const language of [defaultLanguage, ...others]) {
    if (sources[language] === undefined) throw badSource(language, 'is missing')
  }
  for (const text of texts) checkClauses(text, outline)
  const content = {
    ...outline,
    defaultLanguage,
    nameMap: mapTexts(texts, ({ title }) => title),
    summaryMap: mapTexts(texts, ({ preamble }) => preamble),
    clauses: outline.clauses.map(({ id, level }) => ({
      id,
      level,
      contentMap: mapTexts(texts, ({ clauses }) => clauses.get(id) ?? ''),
    })),
  }
  const digests = mapTexts(texts, ({ language }) => charterTextDigest(content, language) ?? '')
  return { ...content, digests }
}

function checkClauses({ language, preamble, clauses }: CharterText, outline: CharterOutline): void {
  if (preamble === '') throw badSource(language, 'has no preamble')
  const expected = outline.clauses.map(({ id }) => id)
  if (expected.join(' ') !== [...clauses.keys()].join(' '))
    throw badSource(language, `must have exactly these clauses, in order: ${expected.join(', ')}`)
}

function mapTexts(texts: readonly CharterText[], of: (text: CharterText) => string): LanguageMap {
  return Object.fromEntries(texts.map((text) => [text.language, of(text)]))
}
