/** A request from outside, as the HTTP server read it; nothing of it has been believed yet. */
export interface ReceivedRequest {
  readonly method: string
  /** The request target as it stood on the request line: path and query. */
  readonly target: string
  /** Names and values in turn, as `IncomingMessage.rawHeaders` gives them: repetitions show. */
  readonly rawHeaders: readonly string[]
  readonly body: Uint8Array
}

/** Header values by lower-case name; values of repeated fields are joined with `, `. */
export type HeaderMap = ReadonlyMap<string, string>

/** Of these one request has exactly one or none; two would let two readers see two requests. */
const SINGLE = new Set([
  'authorization',
  'content-digest',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'digest',
  'host',
  'signature',
  'signature-input',
])

/** The headers of a request by name; null if one that must stand alone is repeated. */
export function decodeHeaders(rawHeaders: readonly string[]): HeaderMap | null {
  const headers = new Map<string, string>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    const value = (rawHeaders[i + 1] ?? '').trim()
    const before = headers.get(name)
    if (before !== undefined && SINGLE.has(name)) return null
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return headers
}
