import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

import type { ReceivedRequest } from '../../src/federation/received-request.ts'
import {
  createCavageSigner,
  createMessageSigner,
  type RequestSigner,
} from '../../src/federation/sign-request.ts'

export const ORIGIN = 'https://node1.test'
export const NOW = new Date('2026-11-22T09:00:00Z')
export const KEY_ID = 'https://victim.test/actor#main-key'
export const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const ED25519 = generateKeyPairSync('ed25519')
export const BODY = Buffer.from('{"id":"https://victim.test/1","type":"Announce"}')

/** A POST to our inbox as it arrives, signed at `now`. */
export function signedPost(signer: RequestSigner, body: Uint8Array = BODY): ReceivedRequest {
  const url = new URL(`${ORIGIN}/inbox`)
  const contentType = 'application/activity+json'
  const headers = signer({ method: 'POST', url, body, contentType })
  return toReceived('POST', url, { 'content-type': contentType, ...headers }, body)
}

export function signedGet(signer: RequestSigner, path = '/objects'): ReceivedRequest {
  const url = new URL(ORIGIN + path)
  return toReceived('GET', url, signer({ method: 'GET', url }), Buffer.alloc(0))
}

export function cavageSigner(now: Date = NOW, keyId = KEY_ID): RequestSigner {
  return createCavageSigner({ keyId, privateKey: RSA.privateKey, now: () => now })
}

export function messageSigner(now: Date = NOW, keyId = KEY_ID): RequestSigner {
  return createMessageSigner({ keyId, privateKey: ED25519.privateKey, now: () => now })
}

export function headerOf(request: ReceivedRequest, name: string): string {
  return request.rawHeaders[request.rawHeaders.indexOf(name) + 1] ?? ''
}

/** The request with some headers set anew, or taken away by null. */
export function withHeaders(
  request: ReceivedRequest,
  changes: Readonly<Record<string, string | null>>,
): ReceivedRequest {
  const rawHeaders: string[] = []
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(i, i + 2)
    if (!(name in changes)) rawHeaders.push(name, value)
  }
  for (const [name, value] of Object.entries(changes)) {
    if (value !== null) rawHeaders.push(name, value)
  }
  return { ...request, rawHeaders }
}

/** Signs `names` of a request by hand, whatever they are: what our own signers never do. */
export function resignCavage(
  request: ReceivedRequest,
  names: readonly string[],
  parameters = 'algorithm="rsa-sha256"',
): ReceivedRequest {
  const base = names
    .map((name) =>
      name === '(request-target)'
        ? `${name}: ${request.method.toLowerCase()} ${request.target}`
        : `${name}: ${headerOf(request, name)}`,
    )
    .join('\n')
  const value = sign('sha256', Buffer.from(base), RSA.privateKey).toString('base64')
  const signature = `keyId="${KEY_ID}",${parameters},headers="${names.join(' ')}",signature="${value}"`
  return withHeaders(request, { signature })
}

/** Signs an RFC 9421 base that the test writes line by line. */
export function resignMessage(
  request: ReceivedRequest,
  components: Readonly<Record<string, string>>,
  parameters = `;created=${NOW.getTime() / 1000};keyid="${KEY_ID}"`,
  privateKey: KeyObject = ED25519.privateKey,
): ReceivedRequest {
  const names = Object.keys(components).map((name) => `"${name}"`)
  const input = `(${names.join(' ')})${parameters}`
  const lines = Object.entries(components).map(([name, value]) => `"${name}": ${value}\n`)
  const base = Buffer.from(`${lines.join('')}"@signature-params": ${input}`)
  const algorithm = privateKey.asymmetricKeyType === 'rsa' ? 'sha256' : null
  const value = sign(algorithm, base, privateKey).toString('base64')
  return withHeaders(request, {
    'signature-input': `sig1=${input}`,
    signature: `sig1=:${value}:`,
  })
}

function toReceived(
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): ReceivedRequest {
  const rawHeaders = Object.entries({ host: url.host, ...headers }).flat()
  return { method, target: url.pathname + url.search, rawHeaders, body }
}
