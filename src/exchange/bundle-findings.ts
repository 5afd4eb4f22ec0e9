import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import type { Endorsement } from '../record/kinds/endorsement.ts'
import type { SignedRecord } from '../record/record.ts'
import {
  keyOfReference,
  keysOfRecord,
  type RecordReference,
  referencesIn,
} from './bundle-references.ts'
import type { MissingRecord, RecordInBundle, TextInBundle, TextSignature } from './bundle-report.ts'

/** What is kept of the records of a bundle once they are verified: little, there may be many. */
export interface Findings {
  readonly records: RecordInBundle[]
  readonly texts: Text[]
  readonly signed: Map<string, Signed[]>
  /** What records name, by the keys of their references, with the records that do. */
  readonly references: Map<string, { readonly reference: RecordReference; readonly from: Digest[] }>
  /** Everything under which versions of texts are found besides their slugs. */
  readonly textNames: Set<string>
}

type Digests = Readonly<Record<LanguageTag, Digest>>
type Text = Omit<TextInBundle, 'signatures'> & { readonly digests: Digests }
type Signed = Omit<TextSignature, 'languages'> & {
  /** What was read: by digest, or only by language where the version is named. */
  readonly read: Digests | readonly LanguageTag[]
}

export function startFindings(): Findings {
  return { records: [], texts: [], signed: new Map(), references: new Map(), textNames: new Set() }
}

/** Notes one verified record, and what it says about others. */
export function noteRecord(
  findings: Findings,
  record: SignedRecord,
  judged: Pick<RecordInBundle, 'line' | 'verdict' | 'members'>,
): void {
  const { digest, statement, scid, type, slug, version, updated, signedBy, value } = record
  const title = (value['nameMap'] ?? null) as LanguageMap | null
  const known = { digest, statement, scid, type, slug, version, updated, signedBy, title }
  findings.records.push({ ...known, ...judged })
  noteReferences(findings, record)
  const digests = value['digests'] as Digests | undefined
  if ((type === 'Communique' || type === 'Charter') && title !== null && digests !== undefined) {
    const { verdict } = judged
    const languages = Object.keys(digests)
    findings.texts.push({
      statement,
      scid,
      type,
      slug,
      version,
      verdict,
      title,
      languages,
      digests,
    })
  }
  if (judged.verdict === 'counts') noteSignature(findings, record, judged.members)
}

function noteReferences({ references, textNames }: Findings, record: SignedRecord): void {
  const { statement, value } = record
  for (const reference of referencesIn(value)) {
    const key = keyOfReference(reference)
    const named = references.get(key) ?? { reference, from: [] }
    references.set(key, named)
    named.from.push(statement)
  }
  const text = value['text']
  if (typeof text !== 'string') return
  for (const key of keysOfRecord({ ...record, text })) textNames.add(key)
}

/** An endorsement names a communiqué and what was read of it; a commitment one version of a charter. */
function noteSignature(
  { signed }: Findings,
  { scid, type, value }: SignedRecord,
  members: TextSignature['members'],
): void {
  const add = (key: string, signature: Signed): void => {
    const known = signed.get(key)
    if (known === undefined) signed.set(key, [signature])
    else known.push(signature)
  }
  if (type === 'Endorsement') {
    const { communique, digests, letter, decisionRecord } = value as unknown as Endorsement
    add(keyOfText({ scid: communique.collective, slug: communique.slug }), {
      scid,
      members,
      read: digests,
      reservations: decisionRecord.reservations,
      letterOf: letter?.name ?? null,
      endedOn: null,
    })
  }
  if (type === 'Commitment') {
    const commitment = value as unknown as Commitment
    const { charter, languagesRead, reservations = [], suspended, reviewDate } = commitment
    add(charter.digest, {
      scid,
      members,
      read: languagesRead,
      reservations: reservations.length,
      letterOf: null,
      endedOn: suspended?.since ?? addTime(`${reviewDate}T00:00:00Z`, DAY).slice(0, 10),
    })
  }
}

function keyOfText({ scid, slug }: { readonly scid: Scid; readonly slug: string }): string {
  return `${scid}/${slug}`
}

/** Every text, with who signed it: counted by proofs, for exactly what they read. */
export function findTexts({ texts, signed }: Findings, now: Timestamp): TextInBundle[] {
  const today = now.slice(0, 10)
  return texts.map(({ digests, ...text }) => {
    const key = text.type === 'Charter' ? text.statement : keyOfText(text)
    const signatures = (signed.get(key) ?? []).map(({ read, endedOn, ...signature }) => ({
      ...signature,
      languages: languagesRead(read, digests),
      endedOn: endedOn !== null && endedOn <= today ? endedOn : null,
    }))
    return { ...text, signatures }
  })
}

function languagesRead(read: Signed['read'], digests: Digests): LanguageTag[] {
  const isRead = Array.isArray(read)
    ? (tag: LanguageTag) => read.includes(tag)
    : (tag: LanguageTag) => (read as Digests)[tag] === digests[tag]
  return Object.keys(digests).filter(isRead)
}

/** Each record that is named here and missing, once for each that names it. */
export function missingIn({ records, references, textNames }: Findings): MissingRecord[] {
  const missing = new Map(references)
  for (const key of textNames) missing.delete(key)
  for (const record of missing.size === 0 ? [] : records) {
    for (const key of keysOfRecord({ ...record, text: null })) missing.delete(key)
  }
  return [...missing.values()].flatMap(({ reference: { digest, scid, slug }, from }) =>
    [...new Set(from)].map((namedBy) => ({ namedBy, digest, scid, slug })),
  )
}
