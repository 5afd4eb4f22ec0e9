import t from 'tap'
import { Type } from 'typebox'

import { createCheck } from '../../src/record/check.ts'
import { refusalFrom } from '../support/refusal.ts'

const schema = Type.Object(
  { name: Type.String({ maxLength: 3 }), list: Type.Array(Type.Integer()) },
  { additionalProperties: false },
)
const check: (value: unknown) => asserts value is { name: string; list: number[] } = createCheck(
  schema,
  'bad_thing',
)

t.test('a value of the schema passes', async (t) => {
  t.equal(
    refusalFrom(() => check({ name: 'abc', list: [1] })),
    null,
  )
})

t.test('another is refused under the given code, with the member that is wrong', async (t) => {
  const nested = refusalFrom(() => check({ name: 'abc', list: [1, 'x'] }))
  t.match(nested, { kind: 'invalid', code: 'bad_thing', message: /^"list\.1" .+\.$/ })
  t.match(
    refusalFrom(() => check({ name: 'abcd', list: [] })),
    { message: /^"name" .+\.$/ },
  )
  for (const value of [null, 1, [], { name: 'a' }]) {
    t.match(
      refusalFrom(() => check(value)),
      { code: 'bad_thing', message: /^The object .+\.$/ },
    )
  }
})
