import t from 'tap'
import type { TSchema } from 'typebox'

import { contextDocument } from '../../src/record/context.ts'
import { recordKinds } from '../../src/record/kinds.ts'
import { RECORD_CONTEXT } from '../../src/record/kinds/common.ts'

/** Terms of ActivityStreams 2.0 and of Data Integrity that records use as they are. */
const THEIRS = new Set(
  `@context id type attributedTo published updated name nameMap summaryMap content contentMap url latitude
   longitude proof cryptosuite created verificationMethod proofPurpose proofValue`.split(/\s+/),
)
/** Members of heads and manifests, which have schemas of their own. */
const OF_HEADS = ['did', 'erased', 'items', 'manifest', 'previous']

/** The names of all members at any depth, with the schemas that stand under them. */
function membersOf(schema: TSchema): [string, TSchema][] {
  const { properties, items, anyOf } = schema as {
    properties?: Record<string, TSchema>
    items?: TSchema | TSchema[]
    anyOf?: TSchema[]
  }
  const own = Object.entries(properties ?? {})
  const below = [...own.map(([, member]) => member), ...[items ?? []].flat(), ...(anyOf ?? [])]
  return [...own, ...below.flatMap(membersOf)]
}

const members = Object.values(recordKinds).flatMap(({ schema }) => membersOf(schema))
const context = contextDocument['@context']

t.test('each member of each record has a term, and each term is one', async (t) => {
  for (const [name] of members)
    t.ok(THEIRS.has(name) !== Object.hasOwn(context, name), `"${name}" is ours or theirs`)
  const names = new Set([
    ...members.map(([name]) => name),
    ...OF_HEADS,
    ...Object.keys(recordKinds),
  ])
  for (const term of Object.keys(context).slice(3))
    t.ok(names.has(term) || ['Head', 'Manifest'].includes(term), `"${term}" is used`)
  t.equal(context['tessera'], `${RECORD_CONTEXT[2]}#`)
})

function isByLanguage(schema: TSchema): boolean {
  return typeof (schema as { additionalProperties?: unknown }).additionalProperties === 'object'
}

t.test('what is by language is so in the context', async (t) => {
  for (const [name, schema] of members) {
    if (THEIRS.has(name)) continue
    const term = context[name]
    const container = typeof term === 'object' ? term['@container'] : undefined
    t.equal(container === '@language', isByLanguage(schema), name)
  }
})
