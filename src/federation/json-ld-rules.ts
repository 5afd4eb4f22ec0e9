import type { JsonObject, JsonValue } from '../record/canonical.ts'
import { isObject } from './activity-rules.ts'

/** Why a document is not handed to JSON-LD processing. */
export type JsonLdRefusal =
  | 'unknown_context'
  | 'inline_context'
  | 'json_ld_keyword'
  | 'aliased_term'

const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams'
/** More inline terms than any known server sends (Misskey: about 40). */
const MAX_INLINE_TERMS = 100
/** A term is an IRI, or what these members say about it. */
const TERM_MEMBERS = new Set(['@id', '@type', '@container'])

/** What authority hangs on: no inline context may give these names, or these meanings, to others. */
const AUTHORITY_TERMS = new Set(
  `id type actor object target origin result instrument attributedTo to cc bto bcc audience
  inbox outbox followers following endpoints sharedInbox publicKey owner controller publicKeyPem
  assertionMethod proof url`.split(/\s+/),
)

/**
 * What in a document would let a JSON-LD processor read something else than its plain member
 * names say, or fetch something; null if nothing does. Contexts may be the URLs in `bundled` and
 * small inline terms; keywords such as `@graph`, `@included` and `@reverse`, prefixed core terms
 * (`as:actor`) and redefined ones are refused. That is what restructured documents consist of
 * (CVE-2026-42462, CVE-2026-46349, CVE-2026-46713).
 */
export function jsonLdProblem(
  value: JsonValue,
  bundled: ReadonlySet<string>,
): JsonLdRefusal | null {
  if (Array.isArray(value)) return firstProblem(value, (item) => jsonLdProblem(item, bundled))
  if (!isObject(value)) return null
  return firstProblem(Object.entries(value), ([name, member]) => {
    if (name === '@context') return contextProblem(member, bundled)
    if (name.startsWith('@')) return 'json_ld_keyword'
    if (isActivityStreamsIri(name)) return 'aliased_term'
    return jsonLdProblem(member, bundled)
  })
}

function contextProblem(context: JsonValue, bundled: ReadonlySet<string>): JsonLdRefusal | null {
  if (typeof context === 'string') return bundled.has(context) ? null : 'unknown_context'
  if (Array.isArray(context)) {
    return firstProblem(context, (item: JsonValue) =>
      Array.isArray(item) ? 'inline_context' : contextProblem(item, bundled),
    )
  }
  return isObject(context) ? termsProblem(context) : 'inline_context'
}

function termsProblem(terms: JsonObject): JsonLdRefusal | null {
  const entries = Object.entries(terms)
  if (entries.length > MAX_INLINE_TERMS) return 'inline_context'
  return firstProblem(entries, ([name, definition]) => {
    if (name === '@language') return typeof definition === 'string' ? null : 'inline_context'
    if (name.startsWith('@')) return 'inline_context'
    const iri = iriOf(definition)
    if (iri === null) return 'inline_context'
    return isHarmless(name, iri) ? null : 'aliased_term'
  })
}

/** The IRI that a small term definition gives; null if it does more than that. */
function iriOf(definition: JsonValue): string | null {
  if (typeof definition === 'string') return definition
  if (!isObject(definition)) return null
  const { '@id': id } = definition
  const isSmall = Object.entries(definition).every(
    ([name, value]) => TERM_MEMBERS.has(name) && typeof value === 'string',
  )
  return isSmall && typeof id === 'string' ? id : null
}

/** No core name gets another meaning, no other name a core meaning, and no prefix leads to one. */
function isHarmless(name: string, iri: string): boolean {
  if (AUTHORITY_TERMS.has(name) || name.includes(':') || iri.startsWith('@')) return false
  if (name === 'as') return iri === `${ACTIVITY_STREAMS}#`
  if (`${ACTIVITY_STREAMS}#`.startsWith(iri)) return false
  return !AUTHORITY_TERMS.has(iri.slice(Math.max(iri.lastIndexOf('#'), iri.lastIndexOf(':')) + 1))
}

/** Whether a name is an IRI of the ActivityStreams vocabulary, written out or with its prefix. */
function isActivityStreamsIri(name: string): boolean {
  return name.startsWith('as:') || name.startsWith(ACTIVITY_STREAMS)
}

function firstProblem<T>(
  items: readonly T[],
  problemOf: (item: T) => JsonLdRefusal | null,
): JsonLdRefusal | null {
  for (const item of items) {
    const problem = problemOf(item)
    if (problem !== null) return problem
  }
  return null
}
