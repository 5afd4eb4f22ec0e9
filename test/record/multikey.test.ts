import { generateKeyPairSync } from 'node:crypto'

import { base58 } from '@scure/base'
import t from 'tap'

import { decodeEd25519, decodeX25519, toMultikey } from '../../src/record/multikey.ts'
import { refusedAs } from '../support/refusal.ts'
import vectors from '../vectors/eddsa-jcs-2022.json' with { type: 'json' }

const ED25519 = [0xed, 0x01]
const X25519 = [0xec, 0x01]

function multikey(codec: readonly number[], raw: Uint8Array): string {
  return `z${base58.encode(Uint8Array.from([...codec, ...raw]))}`
}

t.test('published keys are read and written back', async (t) => {
  for (const { publicKey } of vectors) {
    const key = decodeEd25519(publicKey)
    t.equal(key === null ? null : toMultikey(key), publicKey)
  }
})

t.test('new keys are written with the name of their kind', async (t) => {
  const ed25519 = toMultikey(generateKeyPairSync('ed25519').publicKey)
  const x25519 = toMultikey(generateKeyPairSync('x25519').publicKey)
  t.match(ed25519, /^z6Mk/)
  t.match(x25519, /^z6LS/)
  t.equal(decodeEd25519(ed25519)?.asymmetricKeyType, 'ed25519')
  t.equal(decodeX25519(x25519)?.length, 32)
  t.equal(decodeEd25519(x25519), null, 'one kind is not the other')
  t.equal(decodeX25519(ed25519), null)
})

t.test('keys of other kinds are not written', async (t) => {
  const { publicKey: p256 } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { publicKey: ed448 } = generateKeyPairSync('ed448')
  const { publicKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  for (const key of [p256, ed448, rsa])
    t.equal(
      refusedAs(() => toMultikey(key)),
      'bad_key',
    )
})

t.test('a key is parsed once', async (t) => {
  const text = toMultikey(generateKeyPairSync('ed25519').publicKey)
  t.equal(decodeEd25519(text), decodeEd25519(text))
})

t.test('many keys of strangers do not harm the ones in use', async (t) => {
  const text = toMultikey(generateKeyPairSync('ed25519').publicKey)
  const before = decodeEd25519(text)
  const raw = new Uint8Array(32).fill(7)
  for (let i = 0; i <= 10_000; i++) {
    raw[0] = i & 255
    raw[1] = i >> 8
    decodeEd25519(multikey(ED25519, raw))
  }
  const after = decodeEd25519(text)
  t.ok(before !== null && after?.equals(before))
})

t.test('texts that are not 32 bytes of a known kind are no keys', async (t) => {
  const raw = Uint8Array.from({ length: 32 }, (_, i) => i + 7)
  const good = multikey(ED25519, raw)
  t.ok(decodeEd25519(good))
  const others = [
    '',
    'z',
    good.slice(1),
    `m${good.slice(1)}`,
    `u${Buffer.from([...ED25519, ...raw]).toString('base64url')}`,
    `${good} `,
    `z1${good.slice(1)}`,
    good.replace(/.$/, '0'),
    multikey(ED25519, raw.subarray(1)),
    multikey(ED25519, Uint8Array.from([...raw, 0])),
    multikey([0xed, 0x02], raw),
    multikey([0xed], Uint8Array.from([...raw, 1])),
    multikey([0x80, 0x24], raw),
    multikey([0xe7, 0x01], raw),
    multikey([], raw),
    `z${'z'.repeat(60)}`,
  ]
  for (const text of others) {
    t.equal(decodeEd25519(text), null, text)
    t.equal(decodeX25519(text), null, text)
  }
  t.ok(decodeX25519(multikey(X25519, raw)))
})

/** The y coordinates of points of order 1, 2, 4 and 8, with the forms that are not reduced. */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

t.test('points of small order are no keys, with either sign (E10)', async (t) => {
  for (const hex of SMALL_ORDER) {
    const raw = Buffer.from(hex, 'hex')
    t.equal(decodeEd25519(multikey(ED25519, raw)), null, hex)
    raw[31] = (raw[31] ?? 0) | 0x80
    t.equal(decodeEd25519(multikey(ED25519, raw)), null, `${hex} with the sign bit`)
  }
})
