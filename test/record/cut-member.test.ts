import * as fc from 'fast-check'
import t from 'tap'

import { canonicalize, cutMember } from '../../src/record/canonical.ts'
import { always } from '../support/always.ts'

function cut(object: Readonly<Record<string, unknown>>): string | null {
  return cutMember(canonicalize(object), 'proof', canonicalize(object['proof']))
}

t.test('a member is cut out wherever it stands', async (t) => {
  t.equal(cut({ a: 1, proof: { z: 1 }, q: 2 }), '{"a":1,"q":2}', 'in the middle')
  t.equal(cut({ proof: [1, 2], q: 2 }), '{"q":2}', 'in front')
  t.equal(cut({ a: 1, proof: 'x' }), '{"a":1}', 'behind')
  t.equal(cut({ proof: {} }), '{}', 'alone')
})

t.test('a member that is not there is not cut', async (t) => {
  t.equal(cutMember('{"a":1}', 'proof', '1'), null)
})

t.test('where the same words stand twice nothing is cut', async (t) => {
  t.equal(cut({ a: { proof: { z: 1 } }, proof: { z: 1 } }), null, 'before it')
  t.equal(cut({ proof: { z: 1 }, q: [{ proof: { z: 1 } }] }), null, 'after it')
  t.equal(cut({ 'a"proof': 1, proof: 1 }), null, 'at the end of another name')
  t.equal(cut({ a: { proof: 12 }, proof: 1 }), null, 'as the beginning of another value')
  t.equal(cut({ a: '"proof":1', proof: 1 }), '{"a":"\\"proof\\":1"}', 'but not in a text')
})

/** Objects that hold a proof, and maybe the same one elsewhere, or words that look like it. */
const proof = fc.constantFrom<unknown>(1, 12, 'x', [], [1], {}, { z: 1 }, { proof: 1 }, null)
const name = fc.constantFrom('a', 'q', 'proof', 'a"proof', '"', 'proof"', '\\"proof')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    proof,
    fc.constantFrom('"proof":1', ',"proof":{}', '\\'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}))

t.test('what is cut is what would be written without the member', async (t) => {
  let count = 0
  always([fc.dictionary(name, value, { maxKeys: 4 }), proof], (members, proof) => {
    const text = cut({ ...members, proof })
    const { proof: _, ...rest } = members
    if (text !== null) count++
    return text === null || text === canonicalize(rest)
  })
  t.ok(count > 100, `${count} were cut`)
})
