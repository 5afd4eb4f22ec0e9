import { SECOND } from '../kernel/time.ts'
import { digestProblem } from './content-digest.ts'
import {
  decodeBase64,
  MAX_COMPONENTS,
  MAX_SIGNATURE_HEADER,
  needsDigest,
  type ParsedSignature,
  type SignatureAlgorithm,
  type SignatureRefusal,
  type SignedRequest,
  windowOf,
} from './parsed-signature.ts'

/** Sticky: each runs over the header once. Parameters of components (`;req`, `;sf`) are not read. */
const LABEL = /([a-z*][a-z0-9_.*-]{0,63})=\(/y
const COMPONENT = /"([a-z0-9@!#$%&'*+.^_`|~-]+)"( (?=")|\))/y
const PARAMETER = /;([a-z]+)=(?:"([^"\\]*)"|(\d{1,12}))/y

const ALGORITHMS = new Map<string, SignatureAlgorithm>([
  ['rsa-v1_5-sha256', 'rsa-sha256'],
  ['ed25519', 'ed25519'],
])

interface SignatureInput {
  readonly label: string
  readonly components: readonly string[]
  readonly parameters: SignatureParameters
  /** The inner list with its parameters, exactly as it came: the last line of the base. */
  readonly text: string
}

interface SignatureParameters {
  readonly created: number | null
  readonly expires: number | null
  readonly keyid: string | null
  readonly alg: string | null
}

/** What a parameter holds: digits or a quoted text. SPEC: RFC 9421, section 2.3 */
const PARAMETER_KINDS = new Map([
  ['created', 'digits'],
  ['expires', 'digits'],
  ['keyid', 'text'],
  ['alg', 'text'],
  ['nonce', 'text'],
  ['tag', 'text'],
])

/** The form of a message signature: what it says, before that is judged. */
export interface MessageSignature {
  readonly components: readonly string[]
  readonly parameters: SignatureParameters
  readonly base: string
  readonly signature: Buffer
}

/** Reads the one signature of a request and builds its base. SPEC: RFC 9421, sections 2.5 and 4 */
export function decodeMessageSignature(
  request: SignedRequest,
): MessageSignature | SignatureRefusal {
  const input = decodeInput(request.headers.get('signature-input') ?? '')
  if (typeof input === 'string') return input
  const signature = decodeLabeled(input.label, request.headers.get('signature') ?? '')
  if (signature === null) return 'malformed_signature'
  const base = signatureBase(input, request)
  if (base === null) return 'missing_component'
  return { components: input.components, parameters: input.parameters, base, signature }
}

/**
 * Reads and judges an HTTP message signature; exactly one per request.
 * SPEC: RFC 9421, section 3.2 (verifying), with the coverage of the inbox gate.
 */
export function parseMessageSignature(request: SignedRequest): ParsedSignature | SignatureRefusal {
  const decoded = decodeMessageSignature(request)
  if (typeof decoded === 'string') return decoded
  const { base, signature, parameters } = decoded
  const { keyid, alg } = parameters
  if (!keyid) return 'malformed_signature'
  const algorithm = alg === null ? null : ALGORITHMS.get(alg)
  if (algorithm === undefined) return 'unsupported_algorithm'
  const uncovered = coverageProblem(decoded.components, request)
  if (uncovered !== null) return uncovered
  const window = windowOfParameters(parameters, request.now)
  if (typeof window === 'string') return window
  const { validUntil } = window
  return { scheme: 'rfc9421', keyId: keyid, algorithm, base, signature, validUntil }
}

/** SPEC: RFC 9421, section 4.1; of RFC 8941 only the canonical spelling (section 4.1) is read. */
function decodeInput(text: string): SignatureInput | 'malformed_signature' | 'several_signatures' {
  if (text.length > MAX_SIGNATURE_HEADER) return 'malformed_signature'
  LABEL.lastIndex = 0
  const label = LABEL.exec(text)?.[1]
  if (label === undefined) return 'malformed_signature'
  const list = decodeComponents(text, LABEL.lastIndex)
  if (list === null) return 'malformed_signature'
  const decoded = decodeParameters(text, list.end)
  if (decoded === null) return 'malformed_signature'
  if (/^ *,/.test(text.slice(decoded.end))) return 'several_signatures'
  if (decoded.end !== text.length) return 'malformed_signature'
  const { components } = list
  return { label, components, parameters: decoded.parameters, text: text.slice(label.length + 1) }
}

function decodeComponents(
  text: string,
  start: number,
): { readonly components: readonly string[]; readonly end: number } | null {
  const components: string[] = []
  if (text[start] === ')') return { components, end: start + 1 }
  COMPONENT.lastIndex = start
  while (components.length < MAX_COMPONENTS) {
    const [, name, after] = COMPONENT.exec(text) ?? []
    if (name === undefined) return null
    components.push(name)
    if (after === ')') return { components, end: COMPONENT.lastIndex }
  }
  return null
}

function decodeParameters(
  text: string,
  start: number,
): { readonly parameters: SignatureParameters; readonly end: number } | null {
  const found = new Map<string, string>()
  let end = start
  while (text[end] === ';') {
    PARAMETER.lastIndex = end
    const [, name = '', quoted, digits] = PARAMETER.exec(text) ?? []
    const kind = PARAMETER_KINDS.get(name)
    const value = kind === 'digits' ? digits : quoted
    if (kind === undefined || value === undefined || found.has(name)) return null
    found.set(name, value)
    end = PARAMETER.lastIndex
  }
  const seconds = (name: string) => (found.has(name) ? Number(found.get(name)) : null)
  const parameters = {
    created: seconds('created'),
    expires: seconds('expires'),
    keyid: found.get('keyid') ?? null,
    alg: found.get('alg') ?? null,
  }
  return { parameters, end }
}

/** The bytes of `label=:base64:`. SPEC: RFC 9421, section 4.2 */
function decodeLabeled(label: string, text: string): Buffer | null {
  if (!text.startsWith(`${label}=:`) || !text.endsWith(':')) return null
  return decodeBase64(text.slice(label.length + 2, -1))
}

function coverageProblem(
  components: readonly string[],
  request: SignedRequest,
): SignatureRefusal | null {
  if (new Set(components).size !== components.length) return 'repeated_component'
  if (!components.includes('@method') || !coversTarget(components, request)) return 'not_covered'
  if (!needsDigest(request)) return null
  const digest = request.headers.get('content-digest')
  const problem = digestProblem('content-digest', digest, request.body)
  return problem ?? (components.includes('content-digest') ? null : 'not_covered')
}

/** `@target-uri`, or its parts: a query that is not signed could be anyone's. */
function coversTarget(components: readonly string[], { target }: SignedRequest): boolean {
  if (components.includes('@target-uri')) return true
  if (!components.includes('@authority')) return false
  if (components.includes('@request-target')) return true
  return components.includes('@path') && (!target.includes('?') || components.includes('@query'))
}

/** SPEC: RFC 9421, section 3.2: `created` and `expires` in whole seconds. */
function windowOfParameters(
  { created, expires }: SignatureParameters,
  now: number,
): ReturnType<typeof windowOf> | 'not_covered' | 'expired' {
  if (created === null) return 'not_covered'
  if (expires !== null && expires * SECOND <= now) return 'expired'
  const window = windowOf(created * SECOND, now)
  if (typeof window === 'string' || expires === null) return window
  return { validUntil: Math.min(window.validUntil, expires * SECOND) }
}

function signatureBase(input: SignatureInput, request: SignedRequest): string | null {
  let base = ''
  for (const name of input.components) {
    const value = componentValue(name, request)
    if (value === undefined) return null
    base += `"${name}": ${value}\n`
  }
  return `${base}"@signature-params": ${input.text}`
}

/** SPEC: RFC 9421, section 2.2. Those of responses and `@query-param` have no place here. */
const DERIVED: Readonly<Record<string, (request: SignedRequest) => string>> = {
  '@method': ({ method }) => method,
  '@target-uri': ({ origin, target }) => origin + target,
  '@authority': ({ host }) => host,
  '@scheme': ({ origin }) => origin.slice(0, origin.indexOf(':')),
  '@request-target': ({ target }) => target,
  '@path': ({ target }) => splitTarget(target).path,
  '@query': ({ target }) => splitTarget(target).query,
}

function componentValue(name: string, request: SignedRequest): string | undefined {
  return name.startsWith('@') ? DERIVED[name]?.(request) : request.headers.get(name)
}

function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const at = target.indexOf('?')
  return at < 0
    ? { path: target, query: '?' }
    : { path: target.slice(0, at), query: target.slice(at) }
}
