import * as fc from 'fast-check'
import t from 'tap'

import { bodyLength, checkLineOf } from '../../src/exchange/bundle-check-line.ts'
import type { BundleReport } from '../../src/exchange/bundle-report.ts'
import { writeBundle } from '../../src/exchange/bundle-text.ts'
import { verifyBundle } from '../../src/exchange/bundle-verify.ts'
import { addTime, DAY } from '../../src/kernel/time.ts'
import { digestOf } from '../../src/record/digest.ts'
import { always } from '../support/always.ts'
import { communiqueBy, endorse, endorsedCommunique, partOf, READ } from '../support/bundles.ts'
import { signedBy } from '../support/exchange.ts'
import { statementOf } from '../support/records.ts'

const world = endorsedCommunique()
const { collectives, communique, file, parts } = world
const [first, second, third] = collectives
const about = { kind: 'communique', collective: communique.scid, slug: communique.slug } as const

/** The same bundle after someone changed it and wrote the check line anew. */
function forged(bytes: Uint8Array, from: string, to: string): Buffer {
  const body = Buffer.from(bytes.subarray(0, bodyLength(bytes)))
    .toString()
    .replace(from, to)
  return Buffer.concat([Buffer.from(body), Buffer.from(checkLineOf(Buffer.from(body)))])
}

function verdicts({ records }: BundleReport): Record<string, string> {
  return Object.fromEntries(
    records.map(({ type, slug, version, verdict }) => [`${type}/${slug}/${version}`, verdict]),
  )
}

t.test('confirms a communiqué, its languages, and who endorsed which', async (t) => {
  const report = verifyBundle(file, READ)
  t.match(report, { isSound: true, change: null, broken: null, about, missing: [], refused: [] })
  t.equal(report.collectives.length, 3)
  t.ok(report.collectives.every(({ state, threshold }) => state === 'OK' && threshold === 2))
  const [text, ...others] = report.texts
  t.equal(others.length, 0)
  t.match(text, { type: 'Communique', verdict: 'counts', languages: ['ar', 'en'] })
  t.equal(text?.signatures.length, 3)
  for (const { languages, members } of text?.signatures ?? []) {
    t.strictSame(languages, ['ar', 'en'])
    t.strictSame(members, { signed: 2, of: 3 })
  }
  // Of each: log entry, two witnesses, head, profile, two members; two more on the text itself.
  t.equal(report.proofs, 3 * 7 + 2)
})

t.test('is the same file whatever the order in which things came', async (t) => {
  const shuffled = fc.shuffledSubarray([...parts], { minLength: parts.length })
  always(
    [shuffled, fc.infiniteStream(fc.nat())],
    (some, seeds) => {
      const mixed = some.map((part) => ({ ...part, objects: shuffle(part.objects, seeds) }))
      return Buffer.from(writeBundle(about, mixed)).equals(file)
    },
    30,
  )
  t.pass('byte by byte')
})

function shuffle<T>(items: readonly T[], seeds: Iterator<number>): T[] {
  const keyed = items.map((item) => ({ item, key: Number(seeds.next().value) }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}

t.test('any one byte that is changed is named, and nothing is called sound', async (t) => {
  always(
    [fc.nat({ max: file.length - 1 }), fc.integer({ min: 1, max: 255 })],
    (at, by) => {
      const changed = Buffer.from(file)
      changed[at] = (changed[at] ?? 0) ^ by
      const found = verifyBundle(changed, READ)
      return !found.isSound && found.change?.at === at
    },
    150,
  )
  t.pass('each of them')
})

t.test('a change that hides behind a new check line breaks a proof or a digest', async (t) => {
  const text = forged(file, 'Last week a server was taken.', 'Last week no server was taken')
  const report = verifyBundle(text, READ)
  t.match(report, { isSound: false, change: null })
  t.equal(report.refused.length, 1)
  t.equal(report.refused[0]?.scid, communique.scid)
  t.equal(report.texts.length, 0, 'the text is gone')
  t.ok(report.missing.length > 0, 'and those who endorsed it name nothing')
})

t.test('an endorsement of another text counts for no language of this one', async (t) => {
  const other = endorse(second, communique, { digests: { en: digestOf('another text') } })
  const both = [partOf(first, [communique]), partOf(second, [other])]
  const [text] = verifyBundle(writeBundle(about, both), READ).texts
  t.match(text?.signatures, [{ scid: second.scid, languages: [] }])
})

t.test('tells old versions, withdrawals and strangers apart', async (t) => {
  const next = communiqueBy(first, communique.slug, { version: 2 })
  const lone = third.members.slice(0, 1)
  const options = { did: third.did, slug: communique.slug, now: communique.updated }
  const content = { communique: { collective: first.scid, slug: communique.slug } }
  const alone = signedBy(statementOf('Endorsement', options, content), third.did, lone)
  const report = verifyBundle(
    writeBundle(about, [
      partOf(first, [next], [communique]),
      partOf(second, [endorse(second, communique, { withdrawn: true })]),
      partOf(third, [alone]),
    ]),
    READ,
  )
  t.match(verdicts(report), {
    [`Communique/${communique.slug}/1`]: 'superseded',
    [`Communique/${communique.slug}/2`]: 'counts',
  })
  const endorsements = report.records.filter(({ type }) => type === 'Endorsement')
  t.strictSame(endorsements.map(({ verdict }) => verdict).toSorted(), ['withdrawn', 'wrong-keys'])
  t.equal(report.isSound, false, 'one member does not speak for two')
})

t.test('a log that is missing proves nothing; a later clock changes what counts', async (t) => {
  const [part, ...rest] = parts
  const without = part === undefined ? rest : [{ ...part, log: null }, ...rest]
  const report = verifyBundle(writeBundle(about, without), READ)
  t.equal(report.isSound, false)
  t.ok(report.records.some(({ verdict }) => verdict === 'no-log'))

  const later = verifyBundle(file, addTime(READ, 30 * DAY))
  t.ok(later.isSound)
  t.ok(later.collectives.every(({ state }) => state === 'STALE'))
  t.equal(later.texts[0]?.signatures.length, 3, 'what members signed stands by itself')
  const years = verifyBundle(file, addTime(READ, 4000 * DAY))
  t.equal(years.texts[0]?.verdict, 'expired')
})

t.test('refuses what is no bundle', async (t) => {
  for (const text of ['', '{}', '{"type":"Bundle"}\n', 'x'.repeat(5000)]) {
    t.throws(() => verifyBundle(Buffer.from(text), READ), { code: 'bad_bundle' })
  }
  const swapped = forged(file, '"entries":1', '"entries":2')
  t.match(verifyBundle(swapped, READ), { isSound: false, change: null })
})
