import { TesseraError } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import { type Charter, charterTextDigest } from '../record/kinds/charter.ts'
import { type Communique, communiqueTextDigest } from '../record/kinds/communique.ts'
import type { Draft } from '../record/kinds/draft.ts'
import type { DraftVersion } from './joint-texts.ts'
import { CALL_TO_ACTION, SUMMARY, type TextPart, TITLE } from './text-parts.ts'
import type { TextTranslation } from './translation-status.ts'

/** What is frozen: a draft with its translations, in the languages that were chosen. */
export interface Frozen {
  readonly draft: DraftVersion
  readonly translations: readonly TextTranslation[]
  /** Besides the source language. */
  readonly languages: readonly LanguageTag[]
}

type Credit = NonNullable<Communique['credits']>[number]

/**
 * The members of the communiqué that a draft becomes, for members to sign. Each language is whole or
 * not there. Throws `not_complete`, naming what is missing in a language.
 */
export function freezeCommunique(frozen: Frozen) {
  const { draft } = frozen
  const { record } = draft
  const texts = textsOf(frozen)
  const paragraphs = new Set(record.paragraphs.map(({ id }) => id))
  const bodies = mapTexts(texts, (parts) =>
    parts.filter(({ id }) => paragraphs.has(id)).map(({ text }) => text),
  )
  const text = {
    nameMap: partMap(texts, TITLE) ?? {},
    ...optionalMap('summaryMap', partMap(texts, SUMMARY)),
    contentMap: Object.fromEntries(bodies.map(([tag, blocks]) => [tag, blocks.join('\n\n')])),
    ...optionalMap('callToActionMap', partMap(texts, CALL_TO_ACTION)),
  }
  return {
    type: 'Communique' as const,
    slug: record.text,
    defaultLanguage: record.sourceLanguage,
    ...text,
    sourceLanguage: record.sourceLanguage,
    ...frozenMembers(frozen),
    digests: digestsOf(texts, (tag) => communiqueTextDigest(text, tag)),
  }
}

/**
 * The members of the charter that a draft becomes. `authoritative` are its languages that decide,
 * the first of them where they differ; `amends` is the charter that the draft started from.
 */
export function freezeCharter(
  frozen: Frozen,
  { authoritative, amends }: { authoritative: readonly LanguageTag[]; amends: string | null },
) {
  const { record } = frozen.draft
  const texts = textsOf(frozen)
  const text = {
    nameMap: partMap(texts, TITLE) ?? {},
    ...optionalMap('summaryMap', partMap(texts, SUMMARY)),
    clauses: record.paragraphs.map(({ id, level = 'required' }): Charter['clauses'][number] => {
      return { id, level, contentMap: partMap(texts, id) ?? {} }
    }),
  }
  const missing = authoritative.find((tag) => !texts.has(tag))
  if (missing !== undefined) throw notComplete(missing, 'it is not among the languages to freeze')
  const { credits: _, ...members } = frozenMembers(frozen)
  return {
    type: 'Charter' as const,
    slug: record.text,
    defaultLanguage: record.sourceLanguage,
    ...text,
    authoritativeLanguages: authoritative,
    ...(amends === null ? {} : { amends }),
    ...members,
    digests: digestsOf(texts, (tag) => charterTextDigest(text, tag)),
  }
}

type Texts = ReadonlyMap<LanguageTag, readonly Pick<TextPart, 'id' | 'text'>[]>

/** The parts of the text in each language, the source first. */
function textsOf({ draft, translations, languages }: Frozen): Texts {
  const source = draft.record.sourceLanguage
  const texts = new Map<LanguageTag, readonly Pick<TextPart, 'id' | 'text'>[]>([
    [source, draft.parts],
  ])
  for (const language of languages) {
    if (language === source) continue
    const translation = translations.find((one) => one.language === language)
    if (translation === undefined) throw notComplete(language, 'there is no translation')
    const parts = translation.parts.map(({ part, wording }) => {
      if (wording === null)
        throw notComplete(language, `"${part.id}" is not translated as it stands`)
      return { id: part.id, text: wording.content }
    })
    texts.set(language, parts)
  }
  return texts
}

function mapTexts<T>(
  texts: Texts,
  pick: (parts: readonly Pick<TextPart, 'id' | 'text'>[]) => T,
): [LanguageTag, T][] {
  return [...texts].map(([tag, parts]) => [tag, pick(parts)])
}

/** One part in every language; null if the text has no such part. */
function partMap(texts: Texts, id: string): LanguageMap | null {
  const found = mapTexts(texts, (parts) => parts.find((part) => part.id === id)?.text)
  const entries = found.flatMap(([tag, text]) => (text === undefined ? [] : [[tag, text] as const]))
  return entries.length === 0 ? null : Object.fromEntries(entries)
}

function optionalMap<const N extends string>(name: N, map: LanguageMap | null) {
  return (map === null ? {} : { [name]: map }) as { readonly [K in N]?: LanguageMap }
}

function digestsOf(texts: Texts, digestIn: (tag: LanguageTag) => string | null): LanguageMap {
  return Object.fromEntries([...texts.keys()].map((tag) => [tag, digestIn(tag) ?? '']))
}

/** What the draft hands on, and who worked on it: collectives, never persons. */
function frozenMembers({ draft, translations, languages }: Frozen) {
  const { scid, statement, record } = draft
  const credits = creditsOf(
    record,
    scid,
    translations.filter(({ language }) => languages.includes(language)),
  )
  return {
    ...(credits.length === 0 ? {} : { credits }),
    ...(record.references === undefined ? {} : { references: record.references }),
    goesOnFrom: { collective: scid, slug: record.slug, digest: statement },
  }
}

function creditsOf(
  { credits = [], sourceLanguage }: Draft,
  author: string,
  translations: readonly TextTranslation[],
): Credit[] {
  const all: Credit[] = [
    { role: 'wrote', collective: author, language: sourceLanguage },
    ...credits,
    ...translations.flatMap(({ language, translators, reviewers }) => [
      ...translators.map((collective): Credit => ({ role: 'translated', collective, language })),
      ...reviewers.map((collective): Credit => ({ role: 'reviewed', collective, language })),
    ]),
  ]
  return [...new Map(all.map((credit) => [JSON.stringify(Object.values(credit)), credit])).values()]
}

function notComplete(language: LanguageTag, why: string): TesseraError {
  return new TesseraError(
    'conflict',
    'not_complete',
    `The text in ${language} is not whole: ${why}.`,
  )
}
