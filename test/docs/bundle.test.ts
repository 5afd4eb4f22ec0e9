import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { openBundle, writeBundle } from '../../src/exchange/bundle-text.ts'
import { verifyBundle } from '../../src/exchange/bundle-verify.ts'
import { READ } from '../support/bundles.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/federation/bundle.md'), 'utf8')
const [, example = ''] = /```jsonl\n(.*?)```/s.exec(page) ?? []

t.test('the example is a bundle, whole and byte by byte as it is written', async (t) => {
  const file = Buffer.from(example)
  const { header, sections } = openBundle(file)
  const parts = [...sections].map(({ scid }) => ({ scid, log: null, objects: [] }))
  t.equal(parts.length, 1)
  t.equal(Buffer.from(writeBundle(header.about, parts)).toString(), example)
  t.match(verifyBundle(file, READ), { isSound: true, collectives: [{ state: 'UNKNOWN' }] })
})
