import t from 'tap'

import {
  decodeDid,
  decodeVerificationMethod,
  didAt,
  isScid,
  scidOf,
  shortScid,
} from '../../src/record/did.ts'
import { harborDid, harborScid } from '../support/records.ts'
import { refusedAs } from '../support/refusal.ts'

const S = harborScid
const label = 'a'.repeat(63)

const good: readonly (readonly [did: string, host: string])[] = [
  [`did:webvh:${S}:harbor.example`, 'harbor.example'],
  [`did:webvh:${S}:localhost%3A8081`, 'localhost:8081'],
  [`did:webvh:${S}:a`, 'a'],
  [`did:webvh:${S}:xn--bcher-kva.example`, 'xn--bcher-kva.example'],
  [`did:webvh:${S}:127.0.0.1%3A65535`, '127.0.0.1:65535'],
  [`did:webvh:${S}:${'b'.repeat(56)}.onion`, `${'b'.repeat(56)}.onion`],
  [`did:webvh:${S}:${label}.example`, `${label}.example`],
]
const bad: readonly (readonly [did: string, why: string])[] = [
  ['', 'empty'],
  ['did:web:harbor.example', 'another method'],
  ['did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2', 'another method'],
  [`DID:webvh:${S}:harbor.example`, 'upper case method'],
  [`did:webvh:${S}`, 'no host'],
  [`did:webvh:${S}:`, 'empty host'],
  [`did:webvh:${S.slice(0, -1)}:harbor.example`, 'a short SCID'],
  [`did:webvh:${S}H:harbor.example`, 'a long SCID'],
  [`did:webvh:Zm${S.slice(2)}:harbor.example`, 'no SCID'],
  [`did:webvh:${S.slice(0, -1)}0:harbor.example`, 'no base58'],
  [`did:webvh:${S}:Harbor.example`, 'upper case host'],
  [`did:webvh:${S}:harbor.example.`, 'a final dot'],
  [`did:webvh:${S}:.example`, 'an empty label'],
  [`did:webvh:${S}:a..example`, 'an empty label'],
  [`did:webvh:${S}:-a.example`, 'a hyphen in front'],
  [`did:webvh:${S}:a-.example`, 'a hyphen behind'],
  [`did:webvh:${S}:a_b.example`, 'an underscore'],
  [`did:webvh:${S}:bücher.example`, 'not punycode'],
  [`did:webvh:${S}:a${label}.example`, 'a label of 64'],
  [`did:webvh:${S}:harbor.example:path`, 'a path'],
  [`did:webvh:${S}:harbor.example/did`, 'a path'],
  [`did:webvh:${S}:harbor.example?a`, 'a query'],
  [`did:webvh:${S}:harbor.example#a`, 'a fragment'],
  [`did:webvh:${S}:harbor.example:8081`, 'a port not escaped'],
  [`did:webvh:${S}:harbor.example%3a8081`, 'a port escaped in lower case'],
  [`did:webvh:${S}:harbor.example%3A`, 'an empty port'],
  [`did:webvh:${S}:harbor.example%3A080`, 'a port with a zero in front'],
  [`did:webvh:${S}:harbor.example%3A123456`, 'a long port'],
  [`did:webvh:${S}:harbor.example%3A80%3A80`, 'two ports'],
  [`did:webvh:${S}:harbor%2Eexample`, 'another escape'],
  [`did:webvh:${S}:[::1]`, 'an IPv6 address'],
  [`did:webvh:${S}:harbor.example\n`, 'a line end'],
  [` did:webvh:${S}:harbor.example`, 'a space'],
  [`did:webvh:${S}:${`${label}.`.repeat(5)}example`, 'too long'],
]

t.test('a DID has a SCID, a host and maybe a port', async (t) => {
  for (const [did, host] of good) {
    t.strictSame(decodeDid(did), { scid: S, host }, did)
    t.equal(scidOf(did), S)
    t.equal(didAt(S, `https://${host}`), did)
  }
})

t.test('anything else is refused', async (t) => {
  for (const [did, why] of bad) {
    t.equal(decodeDid(did), null, `${why}: ${JSON.stringify(did)}`)
    t.equal(
      refusedAs(() => scidOf(did)),
      'bad_did',
      why,
    )
  }
})

t.test('a DID is made of an origin', async (t) => {
  t.equal(didAt(S, 'https://harbor.example'), harborDid)
  t.equal(didAt(S, 'http://localhost:8081'), `did:webvh:${S}:localhost%3A8081`)
  t.equal(didAt(S, 'https://HARBOR.example:443/'), harborDid, 'in its one form (J05)')
})

t.test('a SCID is Qm and 44 characters of base58', async (t) => {
  t.ok(isScid(S))
  for (const text of ['', S.slice(1), `${S}H`, ` ${S}`, `${S}\n`, S.toLowerCase()]) {
    t.notOk(isScid(text), JSON.stringify(text))
  }
  t.equal(shortScid(S), 'HHHHHHHH')
})

t.test('a verification method is a DID and a key', async (t) => {
  const did = harborDid
  t.strictSame(decodeVerificationMethod(`${did}#z6Mk`), { did, scid: S, multikey: 'z6Mk' })
  t.equal(decodeVerificationMethod(`${did}#a#b`)?.multikey, 'a#b', 'which is no key')
  for (const id of ['', did, '#z6Mk', `did:web:a#z6Mk`, `${did}/x#z6Mk`]) {
    t.equal(decodeVerificationMethod(id), null, id)
  }
})

t.test('many DIDs of strangers do not harm the ones in use', async (t) => {
  const before = decodeDid(harborDid)
  for (let i = 0; i <= 1_000; i++) decodeDid(`did:webvh:${S}:h${i}.example`)
  t.strictSame(decodeDid(harborDid), before)
})
