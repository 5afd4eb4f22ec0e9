import type { JsonObject } from '../record/canonical.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import {
  keyOfReference,
  keysOfRecord,
  type Nameable,
  type RecordReference,
  referencesIn,
} from './bundle-references.ts'

/** A record that may belong to what is exported. */
export interface Candidate extends Nameable {
  readonly digest: Digest
  readonly references: readonly RecordReference[]
}

/** What selection needs of a record's bytes. */
export function toCandidate(record: {
  readonly scid: Scid
  readonly type: string
  readonly slug: string
  readonly statement: Digest
  readonly digest: Digest
  readonly value: JsonObject
}): Candidate {
  const { scid, type, slug, statement, digest, value } = record
  const text = typeof value['text'] === 'string' ? value['text'] : null
  return { scid, type, slug, text, statement, digest, references: referencesIn(value) }
}

/** No process that people went through has more records than this. */
const MAX_SELECTED = 50_000

/**
 * Everything that tells how `starts` came about and what became of it: its other versions, the texts
 * it came from and those that came from it, whatever names any of these (endorsements, positions,
 * amendments, translations, reviews of them), and lastly what all that names. What is only named is
 * not followed further back, or one reference to a charter would bring all who signed that.
 */
export function selectRelated(
  starts: readonly Candidate[],
  pool: readonly Candidate[],
): ReadonlySet<Candidate> {
  const found = indexBy(pool, keysOfRecord)
  const naming = indexBy(pool, ({ references }) => references.map(keyOfReference))
  const whole = new Set(starts)
  // A set that grows while it is walked through is walked to its end.
  for (const record of whole) {
    if (whole.size > MAX_SELECTED) break
    const own = keysOfRecord(record)
    const from = record.references.filter(({ isLineage }) => isLineage).map(keyOfReference)
    for (const kin of [...versionKeys(record), ...from].flatMap((key) => found.get(key) ?? [])) {
      whole.add(kin)
    }
    for (const other of own.flatMap((key) => naming.get(key) ?? [])) whole.add(other)
  }
  const all = new Set(whole)
  for (const { references } of whole) {
    for (const named of references.flatMap((one) => found.get(keyOfReference(one)) ?? [])) {
      all.add(named)
    }
  }
  return all
}

/** Under what other versions of the same record, or of the same text, are found. */
function versionKeys(record: Candidate): string[] {
  return keysOfRecord(record).filter((key) => key.includes(`/${record.type}/`))
}

function indexBy(
  pool: readonly Candidate[],
  keysOf: (record: Candidate) => readonly string[],
): ReadonlyMap<string, readonly Candidate[]> {
  const index = new Map<string, Candidate[]>()
  for (const record of pool) {
    for (const key of new Set(keysOf(record))) {
      const known = index.get(key)
      if (known === undefined) index.set(key, [record])
      else known.push(record)
    }
  }
  return index
}
