import t from 'tap'

import { type Candidate, selectRelated, toCandidate } from '../../src/exchange/bundle-select.ts'
import { digestOf } from '../../src/record/digest.ts'
import { harborScid, nubeScid, rosaScid } from '../support/records.ts'

function record(
  scid: string,
  type: string,
  slug: string,
  value: Readonly<Record<string, unknown>> = {},
): Candidate {
  const statement = digestOf(`${scid} ${type} ${slug}`)
  return toCandidate({ scid, type, slug, statement, digest: statement, value: value as never })
}

function named({ scid, slug, statement: digest }: Candidate) {
  return { collective: scid, slug, digest }
}

const first = record(nubeScid, 'Draft', 'raid-1', { text: 'on-the-raid' })
const second = record(nubeScid, 'Draft', 'raid-2', {
  text: 'on-the-raid',
  goesOnFrom: [named(first)],
})
const text = record(nubeScid, 'Communique', 'on-the-raid', { goesOnFrom: named(second) })
const endorsement = record(rosaScid, 'Endorsement', 'on-the-raid', {
  communique: { collective: nubeScid, slug: 'on-the-raid' },
})
const translation = record(harborScid, 'Translation', 'raid-es', {
  of: { collective: nubeScid, slug: 'on-the-raid' },
})
const amendment = record(harborScid, 'Amendment', 'a1', { target: named(first) })
const review = record(rosaScid, 'Review', 'r1', { about: named(amendment) })
const later = record(harborScid, 'NewKind', 'n1', { concerns: named(second) })
const charter = record(rosaScid, 'Charter', 'common-ground')
const position = record(rosaScid, 'Position', 'p1', { draft: named(second), under: named(charter) })
const commitment = record(harborScid, 'Commitment', 'common-ground', { charter: named(charter) })
const other = record(nubeScid, 'Communique', 'another')
const process = [first, second, text, endorsement, translation, amendment, review, later, position]
const pool = [...process, charter, commitment, other]

function names(records: Iterable<Candidate>): string[] {
  return [...records].map(({ type, slug }) => `${type} ${slug}`).toSorted()
}

t.test('brings the whole process, whatever kinds of records it has', async (t) => {
  const selected = names(selectRelated([text], pool))
  for (const name of names(process)) t.ok(selected.includes(name), name)
  t.notOk(selected.includes('Communique another'))
})

t.test('brings what is named, and not what else names that', async (t) => {
  const selected = names(selectRelated([text], pool))
  t.ok(selected.includes('Charter common-ground'))
  t.notOk(selected.includes('Commitment common-ground'))
  t.strictSame(names(selectRelated([charter], [charter, commitment, other])), [
    'Charter common-ground',
    'Commitment common-ground',
  ])
})

t.test('does not depend on where one begins, nor on order', async (t) => {
  const all = names(selectRelated([text], pool))
  t.strictSame(names(selectRelated([first], pool.toReversed())), all)
})
