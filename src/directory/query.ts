import { invalid } from '../kernel/errors.ts'
import { fold, tokenOf, wordsOf } from './search-text.ts'
import type { FindSynonym } from './synonyms.ts'

/** Characters. What people look for is shorter; what machines try is longer. */
const MAX_QUERY = 200
/** Words after folding. Each is one look-up in the index. */
const MAX_TERMS = 12
/** Shorter words are looked up whole: as prefixes they would match half of the directory. */
const MIN_PREFIX = 3

/** One way to match a term: a token of the index, whole or as a prefix. Only letters `a` to `p`. */
export interface QueryToken {
  readonly token: string
  readonly prefix: boolean
}

/** One term of a query: found where, of any one of its ways, all tokens are. */
export interface QueryTerm {
  /** What it came from, folded: for showing, never for an index. */
  readonly folded: string
  readonly anyOf: readonly (readonly QueryToken[])[]
}

/**
 * A query as neutral data: an entry matches if every term does. There is nothing in it that a
 * full-text engine could read as an operator, a column or a quote.
 */
export interface TextQuery {
  readonly terms: readonly QueryTerm[]
}

/**
 * What a visitor typed, as words: quotes, operators and column names of any search language mean
 * nothing. No words at all is an empty query, which matches everything. Throws `query_too_long`.
 * SPEC: security-bar.md, K01 to K04.
 */
export function parseQuery(text: string, findSynonym: FindSynonym): TextQuery {
  if (text.length > MAX_QUERY) throw tooLong()
  const words = wordsOf(text)
  if (words.length > MAX_TERMS) throw tooLong()
  const folded = words.map((word) => word.folded)
  const terms: QueryTerm[] = []
  for (let at = 0; at < words.length;) {
    const synonym = findSynonym(folded, at)
    const length = synonym?.length ?? 1
    const types = synonym?.types ?? []
    terms.push({
      folded: folded.slice(at, at + length).join(' '),
      anyOf: [
        words.slice(at, at + length).map(tokenFor),
        ...types.map((type) => [{ token: typeToken(type), prefix: false }]),
      ],
    })
    at += length
  }
  return { terms }
}

function tokenFor({ folded, isPair }: { folded: string; isPair: boolean }): QueryToken {
  return { token: tokenOf(folded), prefix: !isPair && Array.from(folded).length >= MIN_PREFIX }
}

/** The token that stands for a service type. No word has it, since it holds a space. */
export function typeToken(type: string): string {
  return tokenOf(`type ${fold(type)}`)
}

function tooLong(): Error {
  return invalid(
    'query_too_long',
    `A search takes at most ${MAX_TERMS} words and ${MAX_QUERY} characters.`,
  )
}
