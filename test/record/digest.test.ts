import { createHash } from 'node:crypto'

import { base58 } from '@scure/base'
import * as fc from 'fast-check'
import t from 'tap'

import {
  decodeDigest,
  digestOf,
  digestOfAll,
  digestOfHash,
  isDigest,
  sha256,
} from '../../src/record/digest.ts'
import { always } from '../support/always.ts'

t.test('a digest is the sha2-256 multihash in multibase base58btc', async (t) => {
  const multihash = createHash('sha256').update('hello').digest('hex')
  const expected = `z${base58.encode(Buffer.from(`1220${multihash}`, 'hex'))}`
  t.equal(digestOf('hello'), expected)
  t.equal(digestOf(Buffer.from('hello')), expected)
  t.equal(digestOfHash(sha256('hello')), expected)
  t.equal(digestOf('é'), digestOf(Uint8Array.of(0xc3, 0xa9)), 'a text stands for its UTF-8')
})

t.test('a digest has one form, from which its hash is read', async () => {
  always([fc.uint8Array({ minLength: 32, maxLength: 32 })], (hash) => {
    const digest = digestOfHash(hash)
    const read = decodeDigest(digest)
    return isDigest(digest) && read !== null && Buffer.compare(read, hash) === 0
  })
})

t.test('what is not a digest is not read', async (t) => {
  const digest = digestOf('hello')
  const others = [
    '',
    'z',
    digest.slice(1),
    digest.slice(0, -1),
    `${digest}1`,
    ` ${digest}`,
    `${digest}\n`,
    digest.replace('z', 'm'),
    `${digest.slice(0, -1)}0`,
    `zQn${digest.slice(3)}`,
    `zQm${'é'.repeat(44)}`,
  ]
  for (const other of others) {
    t.equal(isDigest(other), false, JSON.stringify(other))
    t.equal(decodeDigest(other), null, JSON.stringify(other))
  }
})

t.test('texts in the form of a digest that are of no sha2-256 hash are not read', async (t) => {
  for (const digit of ['1', 'z']) t.equal(decodeDigest(`zQm${digit.repeat(44)}`), null)
  const least = new Uint8Array(32)
  t.strictSame(Uint8Array.from(decodeDigest(digestOfHash(least)) ?? []), least)
})

t.test('a digest of several texts tells any two lists apart', async (t) => {
  t.equal(digestOfAll(['ab', 'c']), digestOfAll(['ab', 'c']))
  const texts = fc.array(fc.string({ unit: fc.constantFrom('1', ':', 'a', 'é') }), { maxLength: 4 })
  always([texts, texts], (one, other) => {
    const equal = JSON.stringify(one) === JSON.stringify(other)
    return (digestOfAll(one) === digestOfAll(other)) === equal
  })
})
