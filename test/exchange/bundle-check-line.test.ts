import * as fc from 'fast-check'
import t from 'tap'

import {
  BLOCK,
  bodyLength,
  type ByteChange,
  checkLineOf,
  findChange,
} from '../../src/exchange/bundle-check-line.ts'
import { always } from '../support/always.ts'

function fileOf(body: string): Buffer {
  const bytes = Buffer.from(body)
  return Buffer.concat([bytes, Buffer.from(checkLineOf(bytes))])
}

const file = fileOf(
  Array.from({ length: 12 }, (_, i) => `{"line":${i},"says":"${'añb '.repeat(i * 3)}"}\n`).join(''),
)
const body = bodyLength(file)
const place = fc.nat({ max: file.length - 1 })

function isAt({ at, until }: ByteChange, wanted: number): boolean {
  return at <= wanted && wanted < Math.max(until, at + 1)
}

t.test('a bundle as it was written has no change', async (t) => {
  t.equal(findChange(file), null)
  t.equal(file.subarray(body).toString().split('\n').length, 2, 'one line')
  t.equal(findChange(fileOf('')), null)
})

t.test('names any one byte that was replaced, and what it was', async (t) => {
  const byte = fc.integer({ min: 1, max: 255 })
  always(
    [place, byte],
    (at, by) => {
      const changed = Buffer.from(file)
      const was = file[at] ?? 0
      changed[at] = was ^ by
      const found = findChange(changed)
      if (found === null) return false
      if (at < body) {
        const exact = { kind: 'replaced', at, until: at + 1, is: was ^ by, was }
        return JSON.stringify(found) === JSON.stringify(exact)
      }
      return found.at === at
    },
    2000,
  )
  t.pass('each of them')
})

t.test('names what was pushed in or taken out, up to bytes that are alike', async (t) => {
  always([place, fc.uint8Array({ minLength: 1, maxLength: 20 })], (at, more) => {
    const changed = Buffer.concat([file.subarray(0, at), more, file.subarray(at)])
    const found = findChange(changed)
    return found !== null && tells(found, changed)
  })
  always([place], (at) => {
    const changed = Buffer.concat([file.subarray(0, at), file.subarray(at + 1)])
    const found = findChange(changed)
    return found !== null && tells(found, changed)
  })
  t.pass('each of them')
})

t.test('of several changes names the first, as near as a block', async (t) => {
  always([fc.uniqueArray(fc.nat({ max: body - 1 }), { minLength: 2, maxLength: 6 })], (places) => {
    const changed = Buffer.from(file)
    for (const at of places) changed[at] = (changed[at] ?? 0) ^ 1
    const found = findChange(changed)
    const first = Math.min(...places)
    if (found === null) return false
    return isAt(found, first) || Math.abs(found.at - first) < BLOCK
  })
  t.pass('each of them')
})

t.test('says where a file was cut, and what stands after its end', async (t) => {
  const cut = file.subarray(0, Math.floor(body / 2))
  t.match(findChange(cut), { kind: 'cut', at: cut.length })
  const longer = Buffer.concat([file, Buffer.from('{}\n')])
  t.match(findChange(longer), { kind: 'inserted', at: file.length })
  t.match(findChange(Buffer.alloc(0)), { kind: 'cut', at: 0 })
})

/**
 * Whether what is named is where the files part, within a block; or, of bytes that are alike, one
 * whose removal or return gives back what was written.
 */
function tells({ kind, at, until, was }: ByteChange, changed: Uint8Array): boolean {
  const part = firstDifference(changed, file)
  if (Math.abs(at - part) < BLOCK || (at <= part && part < until)) return true
  const added = changed.length - file.length
  const rest = changed.subarray(kind === 'inserted' ? at + added : at)
  const back = kind === 'removed' && was !== null ? [was] : []
  return file.equals(Buffer.concat([changed.subarray(0, at), Uint8Array.from(back), rest]))
}

/** Where two files part. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  return at
}
