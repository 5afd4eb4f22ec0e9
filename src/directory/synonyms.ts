import { wordsOf } from './search-text.ts'
import { ar } from './synonyms/ar.ts'
import { ca } from './synonyms/ca.ts'
import { de } from './synonyms/de.ts'
import { el } from './synonyms/el.ts'
import { en } from './synonyms/en.ts'
import { es } from './synonyms/es.ts'
import { eu } from './synonyms/eu.ts'
import { fr } from './synonyms/fr.ts'
import { it } from './synonyms/it.ts'
import { ku } from './synonyms/ku.ts'
import { pt } from './synonyms/pt.ts'
import { software } from './synonyms/software.ts'
import { tr } from './synonyms/tr.ts'
import type { ServiceWords } from './synonyms/words.ts'

/** The words for services by language; `software` belongs to all of them. */
export const SERVICE_WORDS: Readonly<Record<string, ServiceWords>> = {
  ar,
  ca,
  de,
  el,
  en,
  es,
  eu,
  fr,
  it,
  ku,
  pt,
  software,
  tr,
}

/** What a sequence of words may stand for, and how many words it takes. */
export interface SynonymMatch {
  readonly types: readonly string[]
  readonly length: number
}

/** Finds the longest phrase that begins at `words[at]`; null if no service is called so. */
export type FindSynonym = (words: readonly string[], at: number) => SynonymMatch | null

/** No phrase in the tables has more words. */
const LONGEST_PHRASE = 5

/** The look-up in all tables. Words are compared folded, so accents and case do not matter. */
export function createSynonyms(
  tables: Iterable<ServiceWords> = Object.values(SERVICE_WORDS),
): FindSynonym {
  const byPhrase = new Map<string, Set<string>>()
  for (const table of tables) {
    for (const [type, phrases] of Object.entries(table)) {
      for (const phrase of [type, ...phrases.split(',')]) addPhrase(byPhrase, phrase, type)
    }
  }
  return (words, at) => {
    for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 0; length--) {
      const types = byPhrase.get(words.slice(at, at + length).join(' '))
      if (types !== undefined) return { types: [...types].toSorted(), length }
    }
    return null
  }
}

function addPhrase(byPhrase: Map<string, Set<string>>, phrase: string, type: string): void {
  const key = wordsOf(phrase)
    .map(({ folded }) => folded)
    .join(' ')
  const types = byPhrase.get(key) ?? new Set<string>()
  byPhrase.set(key, types.add(type))
}
