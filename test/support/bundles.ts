import { writeBundle, type BundlePart } from '../../src/exchange/bundle-text.ts'
import { DAY, toTimestamp } from '../../src/kernel/time.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import { foundCollective, type TestCollective } from './collective.ts'
import { headOn, nodeRecord, signedBy } from './exchange.ts'
import { statementOf } from './records.ts'

/** When everything in these bundles was signed. */
export const SIGNED = new Date('2026-11-22T09:00:00Z')
/** The day after. */
export const READ = toTimestamp(SIGNED.getTime() + DAY)

/** A communiqué by the first collective, endorsed by all of them. */
export interface EndorsedCommunique {
  readonly collectives: readonly [
    TestCollective,
    TestCollective,
    TestCollective,
    ...TestCollective[],
  ]
  readonly communique: SignedRecord
  readonly endorsements: readonly SignedRecord[]
  readonly parts: readonly BundlePart[]
  readonly file: Uint8Array
}

function found(i: number): TestCollective {
  return foundCollective(`https://node-${i}.example`, SIGNED)
}

/** `count` collectives, three or more, that endorse `each` texts of the first one. */
export function endorsedCommunique(count = 3, each = 1): EndorsedCommunique {
  const others = Array.from({ length: Math.max(0, count - 3) }, (_, i) => found(i + 3))
  const collectives = [found(0), found(1), found(2), ...others] as const
  const [first] = collectives
  const texts = Array.from({ length: each }, (_, i) => communiqueBy(first, `text-${i}`))
  const [communique] = texts
  if (communique === undefined) throw new Error('there has to be a text')
  const signed = collectives.map((collective) => texts.map((text) => endorse(collective, text)))
  const parts = collectives.map((collective, i) =>
    partOf(collective, [...(i === 0 ? texts : []), ...(signed[i] ?? [])]),
  )
  const { scid, slug } = communique
  const about = { kind: 'communique', collective: scid, slug } as const
  const file = writeBundle(about, parts)
  return { collectives, communique, endorsements: signed.flat(), parts, file }
}

export function communiqueBy(
  { did, members }: TestCollective,
  slug: string,
  changes: Readonly<Record<string, unknown>> = {},
): SignedRecord {
  const options = { did, slug, now: toTimestamp(SIGNED) }
  return signedBy(statementOf('Communique', options, changes), did, members.slice(0, 2))
}

/** Under all languages of the text. */
export function endorse(
  { did, members }: TestCollective,
  { scid, slug, value }: SignedRecord,
  changes: Readonly<Record<string, unknown>> = {},
): SignedRecord {
  const about = { communique: { collective: scid, slug }, digests: value['digests'], ...changes }
  const options = { did, slug, now: toTimestamp(SIGNED) }
  return signedBy(statementOf('Endorsement', options, about), did, members.slice(0, 2))
}

/** The collective as a bundle holds it: its log, a profile, the head that lists all, and more. */
export function partOf(
  collective: TestCollective,
  records: readonly SignedRecord[],
  earlier: readonly SignedRecord[] = [],
): BundlePart {
  const all = [nodeRecord(collective, { now: SIGNED }), ...records]
  const { head, manifest } = headOn(collective, all, { now: SIGNED })
  const objects = [head, manifest, ...all, ...earlier].map(({ text }) => text)
  return { scid: collective.scid, log: collective.log, objects }
}
