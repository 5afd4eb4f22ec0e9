import * as fc from 'fast-check'
import { test } from 'tap'

import type { SignedCommitment } from '../../src/charter/charter.ts'
import { commitmentMatrix, signaturesInForce } from '../../src/charter/matrix.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import { harborDid, harborScid, nubeDid, nubeScid, rosaDid, rosaScid } from '../support/records.ts'

const first = charterVersion()
const second = charterVersion({ slug: 'second' }, { amends: first.statement })
const now = '2026-11-22T12:00:00Z'
const shown = new Set([harborScid, nubeScid])
const plain = { reservations: undefined }

function matrixOf(commitments: readonly SignedCommitment[]) {
  return commitmentMatrix({
    versions: [first, second],
    commitments,
    shown,
    standings: new Map([[harborScid, 'OK' as const]]),
    now,
  })
}

/** Every cell of a matrix in words, sorted. */
function wordsOf(commitments: readonly SignedCommitment[]): string {
  const { shown, others } = matrixOf(commitments)
  const cells = [...shown, ...others].flatMap((row) => [...row.cells.values()])
  return cells
    .map(({ statement, state }) => `${statement} ${state}`)
    .toSorted()
    .join()
}

test('the matrix of who signed which version', async (t) => {
  t.test(
    'counts collectives of the view, those with reservations and the others apart',
    async (t) => {
      const matrix = matrixOf([
        signedCommitment(first, { did: harborDid }),
        signedCommitment(first, { did: nubeDid }, plain),
        signedCommitment(first, { did: rosaDid }, plain),
      ])
      t.strictSame(matrix.counts.get(first.statement), {
        inForce: 2,
        withReservations: 1,
        suspended: 0,
        notShown: 1,
      })
      t.match(matrix.shown, [
        { scid: harborScid, standing: 'OK' },
        { scid: nubeScid, standing: null },
      ])
      t.match(matrix.others, [{ scid: rosaScid }])
    },
  )

  t.test('a new version inherits no signature, and the one before keeps its own', async (t) => {
    const before = [signedCommitment(first), signedCommitment(first, { did: nubeDid })]
    const inForce = (matrix: ReturnType<typeof matrixOf>) =>
      [first, second].map(({ statement }) => matrix.counts.get(statement)?.inForce)
    t.strictSame(inForce(matrixOf(before)), [2, 0])
    // Harbor signs the new one: the record that it renews now names that one.
    const moved = signedCommitment(second, { version: 2 })
    t.strictSame(inForce(matrixOf([moved, ...before.slice(1)])), [1, 1])
  })

  t.test('counts a collective once, however often it signs (H06)', async (t) => {
    const matrix = matrixOf([
      signedCommitment(first),
      signedCommitment(first, { slug: 'again', now: '2026-11-22T10:00:00Z' }),
    ])
    t.equal(matrix.counts.get(first.statement)?.inForce, 1)
    t.equal(matrix.shown[0]?.cells.get(first.statement)?.commitment.slug, 'again')
  })

  t.test('follows the last word of a collective', async (t) => {
    const withdrawn = signedCommitment(
      first,
      { version: 2, now: '2026-11-22T10:00:00Z' },
      { withdrawn: true },
    )
    const matrix = matrixOf([withdrawn, signedCommitment(first)])
    t.equal(matrix.counts.get(first.statement)?.inForce, 0)
    t.equal(matrix.shown[0]?.cells.get(first.statement)?.state, 'withdrawn')
  })

  t.test('gives a commitment to another digest no place (H03)', async (t) => {
    const elsewhere = signedCommitment(charterVersion({ slug: 'elsewhere' }))
    t.strictSame(matrixOf([elsewhere]).shown, [])
    const { collective, ...rest } = elsewhere.commitment.charter
    const mixed = { ...rest, collective, digest: first.statement }
    t.strictSame(matrixOf([signedCommitment(first, {}, { charter: mixed })]).shown, [])
  })

  t.test(
    'counts nobody for a changed text, and keeps who signed the one before (H04)',
    async (t) => {
      const { counts } = matrixOf([signedCommitment(first)])
      t.equal(counts.get(second.statement)?.inForce, 0)
      t.equal(counts.get(first.statement)?.inForce, 1)
    },
  )

  t.test('shows one collective under every version it signed', async (t) => {
    const matrix = matrixOf([signedCommitment(first), signedCommitment(second, { slug: 'next' })])
    t.equal(matrix.shown[0]?.cells.size, 2)
  })

  t.test('counts the suspended apart and the flawed not at all', async (t) => {
    const suspended = { since: '2026-11-01', reasonMap: { en: 'We moved house.' } }
    const matrix = matrixOf([
      signedCommitment(first, { did: harborDid }, { suspended }),
      signedCommitment(first, { did: nubeDid }, { languagesRead: ['de'] }),
    ])
    t.match(matrix.counts.get(first.statement), { inForce: 0, suspended: 1 })
    t.equal(matrix.shown[1]?.cells.get(first.statement)?.state, 'unread')
  })

  t.test('gives the view the signatures in force, whoever made them', async (t) => {
    const matrix = matrixOf([
      signedCommitment(first, { did: rosaDid }),
      signedCommitment(first, { did: nubeDid }, { withdrawn: true }),
    ])
    t.strictSame(signaturesInForce(matrix), [{ scid: rosaScid, charter: first.statement }])
  })

  t.test('is the same, whatever the order in which commitments came', async () => {
    const all = [
      signedCommitment(first),
      signedCommitment(first, { slug: 'again' }),
      signedCommitment(first, { slug: 'thrice' }, { withdrawn: true }),
      signedCommitment(second, { did: rosaDid }),
    ]
    const expected = wordsOf(all)
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length }),
        (shuffled) => wordsOf(shuffled) === expected,
      ),
    )
  })
})
