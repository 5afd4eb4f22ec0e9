import { createPublicKey, generateKeyPairSync, hash, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

import t from 'tap'

import { checkSignature, parseSignature } from '../../src/federation/http-signature.ts'
import { decodeMessageSignature } from '../../src/federation/message-signature.ts'
import { decodeHeaders, type ReceivedRequest } from '../../src/federation/received-request.ts'
import {
  BODY,
  ED25519,
  headerOf,
  KEY_ID,
  messageSigner,
  NOW,
  ORIGIN,
  resignMessage,
  RSA,
  signedGet,
  signedPost,
  withHeaders,
} from '../support/signed-request.ts'

const post = signedPost(messageSigner())
const seconds = NOW.getTime() / 1000
const digest = headerOf(post, 'content-digest')
const required = {
  '@method': 'POST',
  '@target-uri': `${ORIGIN}/inbox`,
  'content-digest': digest,
}

function judge(request: ReceivedRequest, key = ED25519.publicKey) {
  const parsed = parseSignature(request, { origin: ORIGIN, now: NOW })
  return typeof parsed === 'string' ? parsed : checkSignature(parsed, key)
}

function sha512(body: Uint8Array): string {
  return `sha-512=:${hash('sha512', body, 'base64')}:`
}

/** Judges the request with another, well-signed Content-Digest. */
function judgeDigest(value: string) {
  const request = withHeaders(post, { 'content-digest': value })
  return judge(resignMessage(request, { ...required, 'content-digest': value }))
}

t.test('fits the published example of RFC 9421', async (t) => {
  const url = new URL('../vectors/rfc9421.json', import.meta.url)
  const vector = JSON.parse(readFileSync(url, 'utf8')) as {
    publicKeyPem: string
    origin: string
    method: string
    target: string
    headers: Record<string, string>
    body: string
    signatureBase: string
  }
  const { origin, method, target } = vector
  const rawHeaders = Object.entries(vector.headers).flat()
  const body = Buffer.from(vector.body)
  const headers = decodeHeaders(rawHeaders) ?? new Map<string, string>()
  const request = { method, target, headers, body, origin, host: 'example.com', now: 0 }
  const decoded = decodeMessageSignature(request)
  if (typeof decoded === 'string') return t.fail(decoded)
  t.equal(decoded.base, vector.signatureBase)
  t.match(decoded.parameters, { keyid: 'test-key-ed25519', created: 1618884473 })
  const key = createPublicKey(vector.publicKeyPem)
  t.ok(verify(null, Buffer.from(decoded.base), key, decoded.signature))
  // It leaves the body unsigned, so no inbox may take it.
  const policy = { origin, now: new Date(1618884473 * 1000) }
  t.equal(parseSignature({ method, target, rawHeaders, body }, policy), 'not_covered')
})

t.test('takes the components in any order, and the target in parts', async (t) => {
  t.equal(judge(resignMessage(post, required)), null)
  const parts = { 'content-digest': digest, '@path': '/inbox', '@authority': 'node1.test' }
  t.equal(judge(resignMessage(post, { ...parts, '@method': 'POST' })), null)
  const all = { ...required, '@scheme': 'https', '@request-target': '/inbox', '@query': '?' }
  t.equal(judge(resignMessage(post, { ...all, host: 'node1.test' })), null)
  const whole = { '@method': 'POST', '@authority': 'node1.test', '@request-target': '/inbox' }
  t.equal(judge(resignMessage(post, { ...whole, 'content-digest': digest })), null)
})

t.test('refuses a signature that leaves out method, target, digest or time', async (t) => {
  for (const name of Object.keys(required)) {
    const { [name]: _, ...rest } = required as Record<string, string>
    t.equal(judge(resignMessage(post, rest)), 'not_covered', name)
  }
  t.equal(judge(resignMessage(post, { '@method': 'POST' })), 'not_covered')
  t.equal(judge(resignMessage(post, {})), 'not_covered')
  const { '@target-uri': _, ...rest } = required
  t.equal(judge(resignMessage(post, { ...rest, '@path': '/inbox' })), 'not_covered')
  t.equal(judge(resignMessage(post, { ...rest, '@authority': 'node1.test' })), 'not_covered')
  t.equal(judge(resignMessage(post, required, `;keyid="${KEY_ID}"`)), 'not_covered', 'created')
})

t.test('wants the query to be signed where there is one', async (t) => {
  const get = signedGet(messageSigner(), '/sync/heads?after=3')
  const parts = { '@method': 'GET', '@authority': 'node1.test', '@path': '/sync/heads' }
  t.equal(judge(resignMessage(get, parts)), 'not_covered')
  t.equal(judge(resignMessage(get, { ...parts, '@query': '?after=3' })), null)
})

t.test('refuses components that are repeated, not there or not known', async (t) => {
  const input = headerOf(post, 'signature-input')
  const judged = (from: string, to: string) =>
    judge(withHeaders(post, { 'signature-input': input.replace(from, to) }))
  t.equal(judged('"@method"', '"@method" "@method"'), 'repeated_component')
  t.equal(judged('"@method"', '"@method" "x-none"'), 'missing_component')
  t.equal(judged('"@method"', '"@method" "@status"'), 'missing_component')
  t.equal(judged('"@method"', '"@method";req'), 'malformed_signature')
  t.equal(judged('"@method"', '"@method"  "date"'), 'malformed_signature')
  t.equal(judged('"@method"', '"@Method"'), 'malformed_signature')
  t.equal(judged('"@method"', '"a" '.repeat(33)), 'malformed_signature')
})

t.test('knows rsa-v1_5-sha256 and ed25519 and no other algorithm', async (t) => {
  const parameters = `;created=${seconds};keyid="${KEY_ID}"`
  const rsa = resignMessage(post, required, `${parameters};alg="rsa-v1_5-sha256"`, RSA.privateKey)
  t.equal(judge(rsa, RSA.publicKey), null)
  t.equal(judge(rsa), 'algorithm_mismatch')
  t.equal(judge(resignMessage(post, required, parameters, RSA.privateKey), RSA.publicKey), null)
  for (const alg of ['hmac-sha256', 'rsa-pss-sha512', 'ecdsa-p256-sha256', 'none', '']) {
    const request = resignMessage(post, required, `${parameters};alg="${alg}"`)
    t.equal(judge(request), 'unsupported_algorithm', alg)
  }
})

t.test('holds to the time that the signature gives itself', async (t) => {
  const judged = (expires: number) =>
    judge(resignMessage(post, required, `;created=${seconds};expires=${expires};keyid="${KEY_ID}"`))
  t.equal(judged(seconds + 60), null)
  t.equal(judged(seconds), 'expired')
  t.equal(judged(seconds - 60), 'expired')
  const parameters = `;created=${seconds};expires=${seconds + 60};keyid="${KEY_ID}"`
  const request = resignMessage(post, required, parameters)
  t.match(parseSignature(request, { origin: ORIGIN, now: NOW }), {
    validUntil: (seconds + 60) * 1000,
  })
})

t.test('refuses headers that are malformed', async (t) => {
  const input = headerOf(post, 'signature-input')
  const inputs = [
    '',
    'sig1',
    'sig1=',
    'sig1=(',
    'sig1=("@method"',
    `${input};`,
    `${input};created=1`,
    `${input};unknown=1`,
    `${input};constructor="x"`,
    input.replace(String(seconds), `"${seconds}"`),
    input.replace(String(seconds), `-${seconds}`),
    input.replace(String(seconds), `${seconds}.5`),
    input.replace(KEY_ID, ''),
    input.replace('sig1=', 'sig2='),
    `${input};nonce="${'a'.repeat(9000)}"`,
  ]
  for (const value of inputs) {
    const request = withHeaders(post, { 'signature-input': value })
    t.equal(judge(request), 'malformed_signature', value.slice(0, 60))
  }
  for (const signature of ['sig1=***', 'sig1=:***:', 'sig1=::', 'sig1=:AAAA', 'AAAA']) {
    t.equal(judge(withHeaders(post, { signature })), 'malformed_signature', signature)
  }
})

t.test('refuses two signatures', async (t) => {
  const input = headerOf(post, 'signature-input')
  const two = withHeaders(post, { 'signature-input': `${input}, sig2=("@method")` })
  t.equal(judge(two), 'several_signatures')
})

t.test('asks every digest that it knows to fit', async (t) => {
  t.equal(judgeDigest(sha512(BODY)), null)
  t.equal(judgeDigest(`${digest}, ${sha512(BODY)}`), null)
  t.equal(judgeDigest(`sha-256=:bogus:, ${sha512(BODY)}`), 'wrong_digest')
  t.equal(judgeDigest(`${digest}, ${sha512(Buffer.from('x'))}`), 'wrong_digest')
  t.equal(judgeDigest(digest.replaceAll(':', '')), 'wrong_digest')
  t.equal(judgeDigest('md5=:AAAA:'), 'no_digest')
})

t.test('is not misled by another key of the same kind', async (t) => {
  t.equal(judge(post, generateKeyPairSync('ed25519').publicKey), 'wrong_signature')
})
