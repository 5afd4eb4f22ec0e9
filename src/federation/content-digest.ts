import { hash } from 'node:crypto'

/** `digest` is RFC 3230 (`SHA-256=...`), `content-digest` is RFC 9530 (`sha-256=:...:`). */
export type DigestField = 'digest' | 'content-digest'

/** Two algorithms are known; a longer list is no list of digests. */
const MAX_MEMBERS = 8

const ALGORITHMS = new Map([
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
])

/**
 * What is wrong with a digest header for `body`, or null. Every member of a known algorithm has to
 * fit, and one at least has to be there: otherwise two readers could check two different members.
 * SPEC: RFC 9530, section 2; RFC 3230, section 4.3.2
 */
export function digestProblem(
  field: DigestField,
  value: string | undefined,
  body: Uint8Array,
): 'no_digest' | 'wrong_digest' | null {
  if (value === undefined) return 'no_digest'
  let known = 0
  for (const member of value.split(',', MAX_MEMBERS + 1)) {
    const at = member.indexOf('=')
    const algorithm = ALGORITHMS.get(member.slice(0, Math.max(at, 0)).trim().toLowerCase())
    if (algorithm === undefined) continue
    known++
    const expected = writeDigest(field, hash(algorithm, body, 'base64'))
    if (known > MAX_MEMBERS || member.slice(at + 1).trim() !== expected) return 'wrong_digest'
  }
  return known === 0 ? 'no_digest' : null
}

/** The header value that says the sha-256 of `body`. */
export function sha256Digest(field: DigestField, body: Uint8Array): string {
  const name = field === 'digest' ? 'SHA-256' : 'sha-256'
  return `${name}=${writeDigest(field, hash('sha256', body, 'base64'))}`
}

function writeDigest(field: DigestField, base64: string): string {
  return field === 'digest' ? base64 : `:${base64}:`
}
