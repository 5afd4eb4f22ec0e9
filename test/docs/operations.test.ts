import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { type Config, readConfig } from '../../src/config.ts'

const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
const cells = text
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

t.test('every field of the configuration is explained, and no other', async (t) => {
  const explained = cells.flatMap(([, , , field = '']) => /^`(\w+)`$/.exec(field)?.[1] ?? [])
  const fields = Object.keys(readConfig({}, null)) as (keyof Config)[]
  t.strictSame(explained.toSorted(), fields.toSorted())
})

t.test('the defaults are those of the program', async (t) => {
  const config = readConfig({}, null)
  const defaults = new Map(cells.map(([, , , field = '', value = '']) => [field, value]))
  t.equal(defaults.get('`origin`'), `\`${config.origin}\``)
  t.equal(defaults.get('`network`'), `\`${config.network}\``)
  t.strictSame(config.listen, { host: '127.0.0.1', port: 8080 })
  t.equal(defaults.get('`listen`'), '`127.0.0.1:8080`')
  t.match(text, `\`vouches\` (${config.views[0]?.vouches})`)
})

t.test('the sample of tessera.toml is valid', async (t) => {
  const [, sample = ''] = /```toml\n(.*?)```/s.exec(text) ?? []
  t.equal(readConfig({}, sample).origin, 'https://harbor.example')
})
