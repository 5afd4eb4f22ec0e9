import t from 'tap'

import { invalid, TesseraError } from '../../src/kernel/errors.ts'

t.test('a refusal has a kind, a code and a message for anyone', async (t) => {
  const refusal = new TesseraError('not-found', 'charter_not_found', 'There is no such charter.')
  t.ok(refusal instanceof Error)
  t.match(refusal, {
    name: 'TesseraError',
    kind: 'not-found',
    code: 'charter_not_found',
    message: 'There is no such charter.',
  })
  t.notOk('cause' in refusal)
})

t.test('bad input is the kind "invalid", with its cause if there is one', async (t) => {
  const cause = new SyntaxError('why')
  t.match(invalid('bad_json', 'This is not JSON.', cause), {
    kind: 'invalid',
    code: 'bad_json',
    message: 'This is not JSON.',
    cause,
  })
  t.notOk('cause' in invalid('bad_json', 'This is not JSON.'))
})
