import { test } from 'tap'

import type { CharterVersion, SignedCommitment } from '../../src/charter/charter.ts'
import { createCharters } from '../../src/charter/charters.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import {
  harborDid,
  harborScid,
  nubeDid,
  nubeScid,
  rosaDid,
  someDigest,
} from '../support/records.ts'

const first = charterVersion({ now: '2026-01-01T00:00:00Z' })
const second = charterVersion(
  { slug: 'second', now: '2026-02-01T00:00:00Z' },
  { amends: first.statement, nameMap: { en: 'Common ground, again', es: 'Terreno común' } },
)
const foreign = charterVersion({ did: rosaDid, slug: 'elsewhere', now: '2026-03-01T00:00:00Z' })

function chartersOf(
  versions: readonly CharterVersion[],
  commitments: readonly SignedCommitment[] = [],
) {
  return createCharters({
    store: { listCharters: async () => versions, listCommitments: async () => commitments },
    view: async () => ({ shown: new Set([harborScid]), standings: new Map() }),
    now: () => new Date('2026-11-22T12:00:00Z'),
  })
}

test('charters', async (t) => {
  t.test('are listed tree by tree, with who signed and whether the view has a part', async (t) => {
    const commitments = [
      signedCommitment(second, { did: harborDid }),
      signedCommitment(foreign, { did: nubeDid }),
    ]
    const list = await chartersOf([foreign, second, first], commitments).list()
    t.strictSame(
      list.map(({ charter, depth, count, shown }) => [
        charter.slug,
        depth,
        count.inForce,
        count.notShown,
        shown,
      ]),
      [
        ['common-ground', 0, 0, 0, false],
        ['second', 1, 1, 0, true],
        ['elsewhere', 0, 0, 1, false],
      ],
    )
  })

  t.test('are shown with their whole tree and the matrix over it', async (t) => {
    const commitments = [signedCommitment(first), signedCommitment(foreign, { slug: 'other' })]
    const page = await chartersOf([first, second, foreign], commitments).get(second.statement)
    t.equal(page.node.statement, second.statement)
    t.strictSame(
      page.tree.map(({ statement }) => statement),
      [first.statement, second.statement],
    )
    t.match(page.matrix.shown, [{ scid: harborScid }])
    t.equal(page.matrix.shown[0]?.cells.size, 1)
  })

  t.test('are found by name', async (t) => {
    const charters = chartersOf([first, second])
    t.match(await charters.resolve('second~NNNNNNNN'), {
      kind: 'found',
      found: { statement: second.statement },
    })
    t.match(await charters.resolve('third'), { kind: 'unknown' })
  })

  t.test('are compared by digest', async (t) => {
    const diff = await chartersOf([first, second]).diff(first.statement, second.statement, 'en')
    t.match(diff.title, [{ kind: 'same' }, { kind: 'added', text: ', again' }])
  })

  t.test('remind of a newer version by what the collective itself has signed', async (t) => {
    const charters = chartersOf([first, second], [signedCommitment(first)])
    t.match(await charters.remindersFor(harborScid), [])
    const signed = [signedCommitment(first, { did: nubeDid }), signedCommitment(second)]
    const [reminder] = await chartersOf([first, second], signed).remindersFor(nubeScid)
    t.match(reminder, { kind: 'newer-version', signed: { statement: first.statement } })
    t.strictSame(await charters.remindersFor(nubeScid), [])
  })

  t.test('that are not at hand are not found', async (t) => {
    const charters = chartersOf([first])
    await t.rejects(charters.get(someDigest), { kind: 'not-found', code: 'charter_not_found' })
    await t.rejects(charters.diff(first.statement, someDigest, 'en'), { code: 'charter_not_found' })
  })
})
