import t from 'tap'

import {
  MAX_ENTRIES,
  MAX_ENTRY_BYTES,
  MAX_LOG_BYTES,
  MAX_WITNESS_BYTES,
  parseLine,
  parseLog,
  parseWitnessFile,
  writeLog,
  writeWitnessFile,
} from '../../src/identity/log-text.ts'
import {
  createCollectiveLog,
  extendLog,
  newestOf,
  textsOfEntries,
} from '../support/collective-log.ts'

const log = extendLog(createCollectiveLog())
const { log: text, witness } = textsOfEntries(log.entries)
const [first = '', second = ''] = text.split('\n')

function codesOf(log: string): readonly string[] {
  return parseLog(log).bad.map(({ code }) => code)
}

t.test('reads what it writes', async (t) => {
  const { lines, bad } = parseLog(text)
  t.strictSame(bad, [])
  t.strictSame(
    lines.map((line) => line.text),
    [first, second],
  )
  t.equal(writeLog(log.entries.toReversed()), text)
  t.equal(writeWitnessFile(parseWitnessFile(witness).toReversed()), witness)
  t.strictSame(parseLog(text.slice(0, -1)).lines, lines, 'the last line end may be missing')
  t.strictSame(parseLog('').lines, [])
})

t.test('a line is canonical or refused', async (t) => {
  t.strictSame(codesOf(`${first} \n`), ['not_canonical'])
  t.strictSame(codesOf(`${first}\r\n`), ['not_canonical'])
  t.strictSame(codesOf(`\n${first}\n`), ['bad_json'])
  t.strictSame(codesOf(first.replace('{', '{"versionId":"x",')), ['not_canonical'])
  const { versionId } = newestOf(log)
  const padded = second.replace(`"${versionId}"`, `"0${versionId}"`)
  t.strictSame(codesOf(`${first}\n${padded}\n`), ['bad_entry'], 'versionId 02- (F05)')
  t.strictSame(codesOf(first.replace('{"parameters"', '{"extra":1,"parameters"')), ['bad_entry'])
})

t.test('entries ascend by number', async (t) => {
  t.strictSame(codesOf(`${second}\n${first}\n`), ['not_in_order'])
  t.strictSame(codesOf(`${first}\n${second}\n${second}\n`), [], 'a dispute has a number twice')
})

t.test(
  'an entry of 1 MB, 10,000 entries and a log of 3 MB are refused by limit (F18)',
  async (t) => {
    t.strictSame(codesOf('x'.repeat(MAX_ENTRY_BYTES + 1)), ['entry_too_large'])
    t.throws(() => parseLog('x\n'.repeat(MAX_LOG_BYTES)), {
      kind: 'too-large',
      code: 'log_too_large',
    })
    t.throws(() => parseWitnessFile(' '.repeat(MAX_WITNESS_BYTES + 1)), { code: 'log_too_large' })
    const far = second.replace('"2-', `"${MAX_ENTRIES + 1}-`)
    t.throws(() => parseLine(far), { code: 'too_many_entries' })
    t.throws(() => parseLine(second.replace('"2-', '"10000-')), { code: 'bad_entry' })
  },
)

t.test('a witness file has one form', async (t) => {
  for (const bad of ['{}', 'x', '[{}]', witness.replace('eddsa-jcs-2022', 'eddsa-rdfc-2022')]) {
    t.throws(() => parseWitnessFile(bad), { code: 'bad_witness_file' })
  }
  t.strictSame(parseWitnessFile(''), [])
  const spaced = JSON.stringify(JSON.parse(witness), null, 2)
  t.strictSame(parseWitnessFile(spaced), parseWitnessFile(witness))
})
