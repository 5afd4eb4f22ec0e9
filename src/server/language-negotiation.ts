import { canonicalLanguageTag, type LanguageTag } from '../kernel/language-tag.ts'
import { createLruCache } from './lru-cache.ts'

/** Longer lists than any browser sends. */
const MAX_PREFERENCES = 20

/**
 * The languages a reader asks for, most wanted first, from an `Accept-Language` header. What is not
 * a language tag is passed over, `*` too: it asks for nothing in particular.
 * SPEC: RFC 9110, section 12.5.4.
 */
export function languagePreferences(header: string | undefined): readonly LanguageTag[] {
  const entries = (header ?? '').split(',').slice(0, MAX_PREFERENCES).map(preference)
  const wanted = entries.filter(({ tag, weight }) => tag !== null && weight > 0)
  const ordered = wanted.toSorted((one, other) => other.weight - one.weight)
  return [...new Set(ordered.flatMap(({ tag }) => tag ?? []))]
}

function preference(entry: string): { readonly tag: LanguageTag | null; readonly weight: number } {
  const [range = '', parameter = 'q=1'] = entry.split(';').map((part) => part.trim())
  const weight = /^q=([01](?:\.\d{0,3})?)$/i.exec(parameter)
  return {
    tag: range === '*' ? null : canonicalLanguageTag(range),
    weight: weight === null ? 0 : Number(weight[1]),
  }
}

/**
 * Those of `available` that a reader of `wanted` reads, best first. A language is never replaced by
 * a related one: whoever reads Galician or Kurdish is not handed the language of the state. Within
 * a language the exact tag comes first, then the same script and region, then the same script, and
 * at the very end other scripts.
 */
export function readableLanguages(
  wanted: readonly LanguageTag[],
  available: readonly LanguageTag[],
): readonly LanguageTag[] {
  const candidates = available.map((tag) => ({ tag, ...likely(tag) }))
  const sameScript: LanguageTag[] = []
  const otherScript: LanguageTag[] = []
  for (const tag of wanted) {
    const { language, script, region } = likely(tag)
    const same = candidates.filter((candidate) => candidate.language === language)
    const ranked = [
      ...same.filter((candidate) => candidate.tag === tag),
      ...same.filter((candidate) => candidate.script === script && candidate.region === region),
      ...same.filter((candidate) => candidate.script === script),
    ]
    sameScript.push(...ranked.map((candidate) => candidate.tag))
    otherScript.push(...same.map((candidate) => candidate.tag))
  }
  return [...new Set([...sameScript, ...otherScript])]
}

interface LikelyParts {
  readonly language: string
  readonly script: string | undefined
  readonly region: string | undefined
}

/** Every text on a page asks, of the same few tags. */
const KNOWN_TAGS = 1000
const parts = createLruCache<LikelyParts>(KNOWN_TAGS)

/** The parts of a tag with what it leaves out filled in (`pt` is `pt-Latn-BR`). */
function likely(tag: LanguageTag): LikelyParts {
  return parts.get(tag, () => {
    const { language, script, region } = new Intl.Locale(tag).maximize()
    return { language, script, region }
  })
}
