import { type KeyObject, sign } from 'node:crypto'

import { sha256Digest } from './content-digest.ts'

/** A request about to be sent, as far as signatures cover it. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly body?: Uint8Array
  /** Sent and, with RFC 9421, signed beside a body. */
  readonly contentType?: string
}

/** The headers that sign a request. They hold for this very request, so make them at each attempt. */
export type RequestSigner = (request: OutgoingRequest) => Readonly<Record<string, string>>

export interface SigningKey {
  readonly keyId: string
  readonly privateKey: KeyObject
  readonly now: () => Date
}

/**
 * Signs with an RSA key as the fediverse expects it. SPEC: draft-cavage-http-signatures-12,
 * section 3.1; `algorithm` is named since older servers do not know `hs2019`.
 */
export function createCavageSigner({ keyId, privateKey, now }: SigningKey): RequestSigner {
  return ({ method, url, body }) => {
    const date = now().toUTCString()
    const target = `${method.toLowerCase()} ${url.pathname}${url.search}`
    let names = '(request-target) host date'
    let base = `(request-target): ${target}\nhost: ${url.host}\ndate: ${date}`
    const digest = body === undefined ? null : sha256Digest('digest', body)
    if (digest !== null) {
      names += ' digest'
      base += `\ndigest: ${digest}`
    }
    const value = sign('sha256', Buffer.from(base, 'latin1'), privateKey).toString('base64')
    const signature = `keyId="${keyId}",algorithm="rsa-sha256",headers="${names}",signature="${value}"`
    return { date, signature, ...(digest === null ? {} : { digest }) }
  }
}

/**
 * Signs with an Ed25519 key for nodes of this kind, or with RSA for the few other servers that ask
 * for this form. SPEC: RFC 9421, sections 2.5, 3.3.2 and 3.3.6
 */
export function createMessageSigner({ keyId, privateKey, now }: SigningKey): RequestSigner {
  const isRsa = privateKey.asymmetricKeyType === 'rsa'
  const hash = isRsa ? 'sha256' : null
  const alg = isRsa ? 'rsa-v1_5-sha256' : 'ed25519'
  return ({ method, url, body, contentType }) => {
    const fields: Record<string, string> = {}
    if (body !== undefined) fields['content-digest'] = sha256Digest('content-digest', body)
    if (contentType !== undefined) fields['content-type'] = contentType
    const covered = {
      '@method': method,
      '@target-uri': url.origin + url.pathname + url.search,
      ...fields,
    }
    const names = Object.keys(covered).map((name) => `"${name}"`)
    const created = Math.floor(now().getTime() / 1000)
    const input = `(${names.join(' ')});created=${created};keyid="${keyId}";alg="${alg}"`
    const lines = Object.entries(covered).map(([name, value]) => `"${name}": ${value}\n`)
    const base = `${lines.join('')}"@signature-params": ${input}`
    const value = sign(hash, Buffer.from(base, 'latin1'), privateKey).toString('base64')
    const { 'content-type': _, ...headers } = fields
    return { ...headers, 'signature-input': `sig1=${input}`, signature: `sig1=:${value}:` }
  }
}
