import type { TextPage } from '../communique/communiques.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import type { TextTranslation } from '../communique/translation-status.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Context } from './context.ts'

/** A language that is not frozen, and why, as the end of a sentence. */
export interface LeftOut {
  readonly language: LanguageTag
  readonly why: string
}

/**
 * In which languages a draft is frozen besides its own: those that were named, else all that are
 * whole and approved. What is named and not whole is refused when it is frozen.
 */
export function languagesToFreeze(
  { translations, translationsNotShown }: TextPage,
  { record: { sourceLanguage } }: DraftVersion,
  wanted: readonly LanguageTag[],
): { readonly languages: readonly LanguageTag[]; readonly leftOut: readonly LeftOut[] } {
  if (wanted.length > 0) {
    const languages = [...new Set(wanted)].filter((tag) => tag !== sourceLanguage)
    const others = translations.filter(({ language }) => !languages.includes(language))
    return { languages, leftOut: others.map(({ language }) => ({ language, why: 'not named' })) }
  }
  const ready = translations.filter(({ approved }) => approved)
  const waiting = translations.filter(({ approved }) => !approved)
  const known = new Set(translations.map(({ language }) => language))
  const outside = new Set(translationsNotShown.map(({ record }) => record.language))
  return {
    languages: ready.map(({ language }) => language),
    leftOut: [
      ...waiting.map((one) => ({ language: one.language, why: whyNot(one) })),
      ...[...outside]
        .filter((tag) => !known.has(tag))
        .map((language) => ({
          language,
          why: 'nobody in the view translated it',
        })),
    ],
  }
}

function whyNot({ counts, complete }: TextTranslation): string {
  const { untranslated, stale, draft } = counts
  if (complete) return `not approved: ${draft + counts['needs-review']} parts`
  const missing = untranslated === 0 ? [] : [`not translated: ${untranslated} parts`]
  return [...missing, ...(stale === 0 ? [] : [`of an older source: ${stale} parts`])].join(', ')
}

export function tellLeftOut({ output }: Context, leftOut: readonly LeftOut[]): void {
  for (const { language, why } of leftOut) output.note(`Left out: ${language}, ${why}.`)
}
