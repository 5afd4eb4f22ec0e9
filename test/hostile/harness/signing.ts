import { hash, type KeyObject, sign } from 'node:crypto'

import type { Question } from './ask.ts'

/** A POST to an inbox, with everything a signature may cover; nothing of it is signed yet. */
export interface Draft {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface DraftOptions {
  readonly host: string
  readonly path?: string
  readonly now?: Date
}

export function draftPost(
  activity: object | string | Buffer,
  { host, path = '/inbox', now = new Date() }: DraftOptions,
): Draft {
  const body = bodyOf(activity)
  return {
    path,
    headers: {
      host,
      date: now.toUTCString(),
      'content-type': 'application/activity+json',
      digest: `SHA-256=${hash('sha256', body, 'base64')}`,
    },
    body,
  }
}

function bodyOf(activity: object | string | Buffer): Buffer {
  if (Buffer.isBuffer(activity)) return activity
  return Buffer.from(typeof activity === 'string' ? activity : JSON.stringify(activity))
}

/** Headers set anew, or taken away by null. */
export function withHeaders(draft: Draft, changes: Readonly<Record<string, string | null>>): Draft {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...draft.headers, ...changes })) {
    if (value !== null) headers[name] = value
  }
  return { ...draft, headers }
}

export function asQuestion({ path, headers, body }: Draft): Question {
  return { method: 'POST', path, headers, body }
}

export interface CavageOptions {
  readonly keyId: string
  readonly privateKey: KeyObject
  readonly names?: string
  readonly algorithm?: string
  /** What is signed in the place of what is sent. */
  readonly signed?: Readonly<Record<string, string>>
  /** In the place of a real signature. */
  readonly signature?: (base: Buffer) => string
}

export const COVERED = '(request-target) host date digest'

/** Signs by hand whatever it is told to. SPEC: draft-cavage-http-signatures-12, section 2.3 */
export function signCavage(draft: Draft, options: CavageOptions): Draft {
  const { keyId, privateKey, names = COVERED, algorithm = 'rsa-sha256', signed = {} } = options
  const values: Record<string, string> = {
    '(request-target)': `post ${draft.path}`,
    ...draft.headers,
    ...signed,
  }
  const base = Buffer.from(
    names
      .split(' ')
      .map((name) => `${name}: ${values[name] ?? ''}`)
      .join('\n'),
  )
  const value = options.signature?.(base) ?? sign('sha256', base, privateKey).toString('base64')
  const signature = `keyId="${keyId}",algorithm="${algorithm}",headers="${names}",signature="${value}"`
  return withHeaders(draft, { signature })
}

export interface MessageOptions {
  readonly keyId: string
  readonly privateKey: KeyObject
  /** Component names and the values that are signed for them. */
  readonly components?: Readonly<Record<string, string>>
  readonly parameters?: string
}

/** What honest senders cover. */
export function honestComponents(draft: Draft): Record<string, string> {
  return {
    '@method': 'POST',
    '@target-uri': `http://${draft.headers['host'] ?? ''}${draft.path}`,
    'content-digest': contentDigest(draft.body),
    'content-type': draft.headers['content-type'] ?? '',
  }
}

export function contentDigest(
  body: Uint8Array,
  algorithm: 'sha-256' | 'sha-512' = 'sha-256',
): string {
  return `${algorithm}=:${hash(algorithm.replace('-', ''), body, 'base64')}:`
}

/** Signs by hand whatever it is told to. SPEC: RFC 9421, section 3.1 */
export function signMessage(draft: Draft, options: MessageOptions): Draft {
  const { keyId, privateKey } = options
  const components = options.components ?? honestComponents(draft)
  const parameters =
    options.parameters ?? `;created=${Math.floor(Date.now() / 1000)};keyid="${keyId}"`
  const names = Object.keys(components).map((name) => `"${name}"`)
  const input = `(${names.join(' ')})${parameters}`
  const lines = Object.entries(components).map(([name, value]) => `"${name}": ${value}\n`)
  const base = Buffer.from(`${lines.join('')}"@signature-params": ${input}`)
  const algorithm = privateKey.asymmetricKeyType === 'rsa' ? 'sha256' : null
  const value = sign(algorithm, base, privateKey).toString('base64')
  const { 'content-digest': covered } = components
  return withHeaders(draft, {
    digest: null,
    'content-digest': draft.headers['content-digest'] ?? covered ?? null,
    'signature-input': `sig1=${input}`,
    signature: `sig1=:${value}:`,
  })
}
