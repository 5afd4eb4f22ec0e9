import t from 'tap'

import { checkSignature, parseSignature } from '../../src/federation/http-signature.ts'
import type { ReceivedRequest } from '../../src/federation/received-request.ts'
import {
  BODY,
  cavageSigner,
  headerOf,
  KEY_ID,
  NOW,
  ORIGIN,
  resignCavage,
  RSA,
  signedPost,
  withHeaders,
} from '../support/signed-request.ts'

const REQUIRED = ['(request-target)', 'host', 'date', 'digest']
const post = signedPost(cavageSigner())

function judge(request: ReceivedRequest) {
  const parsed = parseSignature(request, { origin: ORIGIN, now: NOW })
  return typeof parsed === 'string' ? parsed : checkSignature(parsed, RSA.publicKey)
}

t.test('takes more headers than it needs, in any order', async (t) => {
  t.equal(judge(resignCavage(post, [...REQUIRED, 'content-type'])), null)
  t.equal(judge(resignCavage(post, REQUIRED.toReversed())), null)
})

t.test(
  'refuses a signature that leaves out the target, the host, the date or the digest',
  async (t) => {
    for (const name of REQUIRED) {
      const rest = REQUIRED.filter((other) => other !== name)
      t.equal(judge(resignCavage(post, rest)), 'not_covered', name)
    }
    const signature = headerOf(post, 'signature').replace(/,headers="[^"]*"/, '')
    t.equal(judge(withHeaders(post, { signature })), 'not_covered', 'no list of headers')
  },
)

t.test('refuses a header that is named twice or is not there', async (t) => {
  t.equal(judge(resignCavage(post, [...REQUIRED, 'date'])), 'repeated_component')
  const signature = headerOf(post, 'signature')
  const said = (names: string) =>
    signature.replace(REQUIRED.join(' '), `${REQUIRED.join(' ')} ${names}`)
  t.equal(judge(withHeaders(post, { signature: said('x-none') })), 'missing_component')
  t.equal(judge(withHeaders(post, { signature: said('(created)') })), 'missing_component')
  t.equal(
    judge(withHeaders(post, { signature: said('a b c d '.repeat(9)) })),
    'malformed_signature',
  )
})

t.test('leaves hs2019 and a missing algorithm to the key, and refuses others', async (t) => {
  for (const said of ['algorithm="hs2019"', 'opaque=""', 'algorithm="RSA-SHA256"']) {
    t.equal(judge(resignCavage(post, REQUIRED, said)), null, said)
  }
  for (const said of ['hmac-sha256', 'none', 'rsa-sha1', 'rsa-sha512', '', 'constructor']) {
    const request = resignCavage(post, REQUIRED, `algorithm="${said}"`)
    t.equal(judge(request), 'unsupported_algorithm', said)
  }
  t.equal(judge(resignCavage(post, REQUIRED, 'algorithm="ed25519"')), 'algorithm_mismatch')
})

t.test('refuses a header that is malformed or says something twice', async (t) => {
  const signature = headerOf(post, 'signature')
  const malformed = [
    '***',
    'signature="***"',
    `${signature},`,
    `,${signature}`,
    `${signature},keyId="https://evil.test/key"`,
    `${signature} keyId="a"`,
    signature.replace(KEY_ID, ''),
    signature.replace(KEY_ID, 'a\\"b'),
    signature.replace(/signature="[^"]*"/, 'signature="***"'),
    signature.replace(/signature="[^"]*"/, 'signature=""'),
    signature.replace(/="?"$/, ''),
    `${signature},x="${'a'.repeat(9000)}"`,
  ]
  for (const value of malformed) {
    t.equal(
      judge(withHeaders(post, { signature: value })),
      'malformed_signature',
      value.slice(0, 60),
    )
  }
})

t.test('takes a date in its one form only', async (t) => {
  const dates = ['yesterday', '', '2026-11-22T09:00:00Z', 'Mon, 22 Nov 2026 09:00:00 GMT']
  dates.push('Sunday, 22-Nov-26 09:00:00 GMT', 'Sun, 31 Feb 2026 09:00:00 GMT')
  dates.push('Sun, 22 Nov 2026 09:00:00 UTC', 'Sun, 22 Nov 2026 09:00:60 GMT')
  for (const date of dates) {
    t.equal(judge(resignCavage(withHeaders(post, { date }), REQUIRED)), 'bad_date', date)
  }
})

t.test('asks every digest that it knows to fit', async (t) => {
  const good = headerOf(post, 'digest')
  const judged = (digest: string) => judge(resignCavage(withHeaders(post, { digest }), REQUIRED))
  t.equal(judged(good.replace('SHA-256', 'sha-256')), null)
  t.equal(judged(`MD5=abc=, ${good}`), null)
  t.equal(judged(`${good},SHA-256=bogus`), 'wrong_digest')
  t.equal(judged(`SHA-512=bogus,${good}`), 'wrong_digest')
  t.equal(judged(Array(9).fill(good).join(',')), 'wrong_digest', 'a list without an end')
  t.equal(judged('MD5=abc='), 'no_digest')
  t.equal(judged('constructor=abc='), 'no_digest')
  t.equal(judged(good.replace(/=+$/, '')), 'wrong_digest', 'base64 has one spelling')
})

t.test('keeps every byte of a header value in the base', async (t) => {
  const names = [...REQUIRED, 'x-name']
  const request = resignCavage(withHeaders(post, { 'x-name': 'Collectif' }), names)
  t.equal(judge(request), null)
  t.equal(judge(withHeaders(request, { 'x-name': 'Collectif \u00e9' })), 'wrong_signature')
  t.equal(judge({ ...request, body: Buffer.concat([BODY, Buffer.from(' ')]) }), 'wrong_digest')
})
