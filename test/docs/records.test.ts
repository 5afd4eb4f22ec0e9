import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'
import type { TObject } from 'typebox'

import type { JsonObject } from '../../src/record/canonical.ts'
import { recordKinds, type RecordType } from '../../src/record/kinds.ts'
import { profileSchema } from '../../src/record/kinds/profile.ts'
import { unknownSchema } from '../../src/record/kinds/unknown.ts'
import { refusalOf, withProofForm } from '../support/record-form.ts'

const folder = join(import.meta.dirname, '../../docs/federation/records')
const pages = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}))
/** The first cells of all table rows: the members that a page explains. */
const memberCells = (text: string) =>
  [...text.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell = '']) =>
    cell.split(', ').map((name) => name.replaceAll('`', '').trim()),
  )

t.test('each JSON example is a statement of a known type that passes once signed', async (t) => {
  const types = new Set<unknown>()
  for (const { name, text } of pages) {
    for (const [, json = ''] of text.matchAll(/```json\n(.*?)```/gs)) {
      const statement = JSON.parse(json) as JsonObject
      types.add(statement['type'])
      t.strictSame(refusalOf(withProofForm(statement)), {}, name)
    }
  }
  t.strictSame(types, new Set(Object.keys(recordKinds)))
})

t.test('each page explains the members of its type, and no others', async (t) => {
  const common = new Set([...Object.keys(unknownSchema.properties), 'withdrawnReasonMap'])
  const entry = new Set(Object.keys(profileSchema.properties))
  for (const { text } of pages) {
    const type = /^# (\w+)/.exec(text)?.[1] as RecordType | 'Records'
    if (type === 'Records') {
      t.strictSame(new Set(memberCells(text).filter((name) => common.has(name))), common)
      continue
    }
    const members = Object.keys(recordKinds[type].schema.properties).filter(
      (name) => !common.has(name) && !(type === 'Listing' && entry.has(name)),
    )
    t.strictSame(memberCells(text).toSorted(), members.toSorted(), type)
  }
})

t.test('a page marks as required what is', async (t) => {
  for (const { text } of pages) {
    const type = /^# (\w+)/.exec(text)?.[1] ?? ''
    for (const [, name = '', mark] of text.matchAll(/^\| `(\w+)` +\| (yes)? *\|/gm)) {
      const schema: TObject =
        type === 'Records' ? unknownSchema : recordKinds[type as RecordType].schema
      t.equal(schema.required?.includes(name), mark === 'yes', `${type}.${name}`)
    }
  }
})

t.test('each code that a record is refused under is explained', async (t) => {
  const overview = pages.find(({ name }) => name === 'README.md')?.text ?? ''
  const source = join(import.meta.dirname, '../../src/record')
  const files = readdirSync(join(source, 'kinds')).map((name) => join(source, 'kinds', name))
  for (const file of [...files, join(source, 'kinds.ts')]) {
    const code = /['"`]((?:bad|too|missing|unknown|wrong|repeated|duplicate|record)_[a-z_]+)[ '"`]/g
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(code))
      t.ok(overview.includes(`\`${name}\``), name)
  }
})
