import t from 'tap'

import {
  decodeLogLine,
  decodeObjectLine,
  writeLogLine,
  writeObjectLine,
} from '../../src/federation/sync-lines.ts'
import { digestOf } from '../../src/record/digest.ts'
import { harborScid as scid } from '../support/records.ts'

t.test('reads what it writes', async (t) => {
  const text = '{"a":1,"b":"é"}'
  const object = { sequence: 3, scid, digest: digestOf(text), text }
  t.strictSame(decodeObjectLine(writeObjectLine(object)), object)
  const log = { sequence: 4, scid, did: ['1-Qm'] }
  t.strictSame(decodeLogLine(writeLogLine(log)), log)
})

t.test('reckons the digest from the object, whatever the line says', async (t) => {
  const line = JSON.stringify({ sequence: 1, scid, digest: 'zQmWrong', object: { b: 1, a: 2 } })
  t.match(decodeObjectLine(line), { text: '{"a":2,"b":1}', digest: digestOf('{"a":2,"b":1}') })
})

t.test('takes no line for what it is not', async (t) => {
  const object = { a: 1 }
  for (const line of [
    '',
    'null',
    '[]',
    '{',
    JSON.stringify({ sequence: 1, scid }),
    JSON.stringify({ sequence: 1, scid, object: [] }),
    JSON.stringify({ sequence: -1, scid, object }),
    JSON.stringify({ sequence: 2 ** 53, scid, object }),
    JSON.stringify({ sequence: '1', scid, object }),
    JSON.stringify({ sequence: 1, scid: 'Qm', object }),
    JSON.stringify({ sequence: 1, scid, object: { a: 1.5 } }),
  ]) {
    t.equal(decodeObjectLine(line), null, line)
  }
  for (const did of [null, 'x', [1], Array.from({ length: 10 }, () => '1-Qm')]) {
    t.equal(decodeLogLine(JSON.stringify({ sequence: 1, scid, did })), null)
  }
})
