import { base58 } from '@scure/base'
import * as fc from 'fast-check'
import t from 'tap'

import { decodeBase58, toBase58 } from '../../src/record/base58.ts'
import { always } from '../support/always.ts'
import published from '../vectors/base58.json' with { type: 'json' }

t.test('published vectors', async (t) => {
  for (const { hex, base58: text } of published.vectors) {
    t.equal(toBase58(Buffer.from(hex, 'hex')), text)
    t.equal(Buffer.from(decodeBase58(text) ?? []).toString('hex'), hex)
  }
})

/** Bytes with zeros in front, where base58 is peculiar. */
const bytes = fc
  .tuple(fc.nat({ max: 5 }), fc.uint8Array({ maxLength: 100 }))
  .map(([zeros, rest]) => Uint8Array.from([...new Uint8Array(zeros), ...rest]))

t.test('a second implementation writes and reads the same', async () => {
  always([bytes], (bytes) => {
    const text = base58.encode(bytes)
    return toBase58(bytes) === text && Buffer.compare(decodeBase58(text) ?? bytes, bytes) === 0
  })
})

t.test('what is written is read back', async () => {
  always([bytes], (bytes) => {
    const read = decodeBase58(toBase58(bytes))
    return read !== null && Buffer.compare(read, bytes) === 0
  })
})

t.test('each text has one value: what is read is written the same', async () => {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  const digits = fc.string({ unit: fc.constantFrom(...alphabet.split('')), maxLength: 100 })
  always([digits], (text) => toBase58(decodeBase58(text) ?? new Uint8Array()) === text)
})

t.test('nothing is nothing', async (t) => {
  t.equal(toBase58(new Uint8Array()), '')
  t.strictSame(decodeBase58(''), new Uint8Array())
})

t.test('characters outside the alphabet are refused wherever they stand', async (t) => {
  const text = '2NEpo7TZRR'
  for (const character of ['0', 'O', 'I', 'l', ' ', '+', '-', 'é', '€', '😀', '\u0000', '\ud83d']) {
    t.equal(decodeBase58(character), null, JSON.stringify(character))
    t.equal(decodeBase58(`1${character}`), null)
    for (let at = 0; at < text.length; at++) {
      t.equal(decodeBase58(text.slice(0, at) + character + text.slice(at)), null)
    }
  }
})
