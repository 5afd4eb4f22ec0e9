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

/** `name="value"` or `name=digits`, then a comma or the end; sticky, so it runs over a text once. */
const PARAMETER = /[ \t]*([A-Za-z]+)=(?:"([^"\\]*)"|(\d{1,15}))[ \t]*(,|$)/y

const ALWAYS_COVERED = ['(request-target)', 'host', 'date']

/** `hs2019` says nothing: the key decides. Anything else (hmac-sha256, none, ...) is refused. */
const ALGORITHMS = new Map<string, SignatureAlgorithm | null>([
  ['rsa-sha256', 'rsa-sha256'],
  ['ed25519', 'ed25519'],
  ['hs2019', null],
])

/**
 * Reads a signature as Mastodon and most others send it.
 * SPEC: draft-cavage-http-signatures-12, sections 2.3 and 2.5 (verification), with the coverage of the inbox gate.
 */
export function parseCavageSignature(request: SignedRequest): ParsedSignature | SignatureRefusal {
  const form = decodeForm(request.headers.get('signature') ?? '')
  if (typeof form === 'string') return form
  const { names, ...said } = form
  const uncovered = coverageProblem(names, request)
  if (uncovered !== null) return uncovered
  const window = windowOfDate(request)
  if (typeof window === 'string') return window
  const base = signatureBase(names, request)
  if (base === null) return 'missing_component'
  return { scheme: 'cavage', ...said, base, validUntil: window.validUntil }
}

/** What a Signature header says. SPEC: draft-cavage-http-signatures-12, section 2.1 */
function decodeForm(
  header: string,
):
  | (Pick<ParsedSignature, 'keyId' | 'signature' | 'algorithm'> & { names: readonly string[] })
  | 'malformed_signature'
  | 'unsupported_algorithm' {
  const parameters = decodeParameters(header)
  const keyId = parameters?.get('keyId')
  const signature = decodeBase64(parameters?.get('signature') ?? '')
  if (!parameters || !keyId || signature === null) return 'malformed_signature'
  const algorithm = ALGORITHMS.get((parameters.get('algorithm') ?? 'hs2019').toLowerCase())
  if (algorithm === undefined) return 'unsupported_algorithm'
  const names = (parameters.get('headers') ?? 'date').toLowerCase().split(' ', MAX_COMPONENTS + 1)
  return { keyId, signature, algorithm, names }
}

/** The parameters of a Signature header; null if it is malformed or says something twice. */
function decodeParameters(header: string): Map<string, string> | null {
  if (header.length > MAX_SIGNATURE_HEADER) return null
  const parameters = new Map<string, string>()
  PARAMETER.lastIndex = 0
  for (;;) {
    const [, name, quoted, digits, separator] = PARAMETER.exec(header) ?? []
    if (name === undefined || parameters.has(name)) return null
    parameters.set(name, quoted ?? digits ?? '')
    if (separator === '') return parameters
  }
}

function coverageProblem(
  names: readonly string[],
  request: SignedRequest,
): SignatureRefusal | null {
  if (names.length > MAX_COMPONENTS) return 'malformed_signature'
  if (new Set(names).size !== names.length) return 'repeated_component'
  if (!ALWAYS_COVERED.every((name) => names.includes(name))) return 'not_covered'
  if (!needsDigest(request)) return null
  const problem = digestProblem('digest', request.headers.get('digest'), request.body)
  return problem ?? (names.includes('digest') ? null : 'not_covered')
}

/** Only the one form of RFC 9110, section 5.6.7 that must be generated; a real day of the week too. */
function windowOfDate({ headers, now }: SignedRequest): ReturnType<typeof windowOf> | 'bad_date' {
  const date = headers.get('date') ?? ''
  const milliseconds = date.length === 29 ? Date.parse(date) : Number.NaN
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toUTCString() !== date) return 'bad_date'
  return windowOf(milliseconds, now)
}

function signatureBase(names: readonly string[], request: SignedRequest): string | null {
  let base = ''
  for (const name of names) {
    const value =
      name === '(request-target)'
        ? `${request.method.toLowerCase()} ${request.target}`
        : request.headers.get(name)
    if (value === undefined) return null
    base += `${base === '' ? '' : '\n'}${name}: ${value}`
  }
  return base
}
