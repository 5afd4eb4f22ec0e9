import { checkLog, type LogCheck } from '../identity/check-log.ts'
import { toLogBranches } from '../identity/facts.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { hasSignersOf, judge, type Standing } from '../record/acceptance.ts'
import {
  type CollectiveFacts,
  isAhead,
  isInTime,
  type ManifestFact,
} from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import type { Head } from '../record/head.ts'
import type { LogBranch } from '../record/log-facts.ts'
import { keyOf, type Manifest } from '../record/manifest.ts'
import { parseObject } from '../record/object.ts'
import type { SignedRecord } from '../record/record.ts'
import { findChange } from './bundle-check-line.ts'
import {
  type Findings,
  findTexts,
  noteRecord,
  startFindings,
  missingIn,
} from './bundle-findings.ts'
import type {
  BundleReport,
  CollectiveInBundle,
  PlacedChange,
  RecordInBundle,
  RecordVerdict,
  RefusedLine,
} from './bundle-report.ts'
import { type BundleSection, openBundle } from './bundle-text.ts'

/**
 * Checks a bundle against nothing but itself: form, digests, every proof, every DID log, and what
 * counts of it by the rules of acceptance, as of `now`. Throws only `bundle_too_large`, and
 * `bad_bundle` for what is no bundle at all; everything else is in the report.
 */
export function verifyBundle(file: Uint8Array, now: Timestamp): BundleReport {
  const change = findChange(file)
  const placed = change === null ? null : { ...change, line: lineAt(file, change.at) }
  const found: Found = { collectives: [], refused: [], findings: startFindings(), proofs: 0 }
  const { about, broken } = walk(file, found, now)
  if (about === null && (change === null || change.kind === 'cut')) throw notABundle(broken)
  const { collectives, refused, findings } = found
  const { records } = findings
  return {
    isSound:
      placed === null && broken === null && refused.length === 0 && !records.some(isDoubtful),
    about,
    now,
    newest: records.reduce<Timestamp | null>(
      (last, { updated }) => (last === null || updated > last ? updated : last),
      null,
    ),
    change: placed,
    broken,
    collectives,
    texts: findTexts(findings, now),
    records,
    refused,
    missing: missingIn(findings),
    proofs: found.proofs,
  }
}

function isDoubtful({ verdict }: RecordInBundle): boolean {
  return verdict === 'wrong-keys' || verdict === 'no-log'
}

interface Found {
  readonly collectives: CollectiveInBundle[]
  readonly refused: RefusedLine[]
  readonly findings: Findings
  proofs: number
}

function notABundle(broken: string | null): TesseraError {
  return invalid('bad_bundle', `This is no bundle. ${broken ?? ''}`.trim())
}

/** One collective after the other, so that no more than one of them is held at a time. */
function walk(file: Uint8Array, found: Found, now: Timestamp) {
  let about: BundleReport['about'] = null
  try {
    const { header, sections } = openBundle(file)
    about = header.about
    for (const section of sections) judgeSection(section, found, now)
    return { about, broken: null }
  } catch (error) {
    // What was read before the form broke stands by itself.
    if (!(error instanceof TesseraError) || error.code !== 'bad_bundle') throw error
    return { about, broken: error.message }
  }
}

function judgeSection(section: BundleSection, found: Found, now: Timestamp): void {
  const { scid } = section
  const log = judgeLog(section, found, now)
  const objects = parseObjects(section, found)
  const facts = toFacts(toLogBranches(log?.entries ?? []), objects)
  const standing = judge(facts, now)
  const judged = { facts, standing, now }
  for (const { record, line } of objects.records) {
    noteRecord(found.findings, record, {
      line,
      verdict: verdictOf(record, judged),
      members: membersOf(record, facts.branches[0]),
    })
  }
  const name = profileName(standing, objects.records)
  found.collectives.push({
    scid,
    name,
    ...describe(facts, standing),
    entries: log?.entries.length ?? 0,
  })
}

function describe({ branches }: CollectiveFacts, { state, tips: [tip] }: Standing) {
  const newest = branches[0]?.at(-1)
  return {
    did: newest?.did ?? null,
    state,
    members: newest?.members.length ?? 0,
    threshold: newest?.threshold ?? 0,
    head: tip === undefined ? null : { published: tip.published, expires: tip.expires },
  }
}

function judgeLog(
  { scid, log, line }: BundleSection,
  found: Found,
  now: Timestamp,
): LogCheck | null {
  if (log === null) return null
  try {
    const check = checkLog({ scid, sources: [log], now })
    for (const { code, message } of check.refused) found.refused.push({ line, scid, code, message })
    found.proofs += check.entries.reduce((sum, entry) => sum + 1 + entry.approvals.length, 0)
    return check
  } catch (error) {
    found.refused.push({ line, scid, ...refusalOf(error) })
    return null
  }
}

interface Objects {
  readonly heads: Head[]
  readonly manifests: Manifest[]
  readonly records: { readonly record: SignedRecord; readonly line: number }[]
}

function parseObjects({ scid, objects }: BundleSection, found: Found): Objects {
  const parsed: Objects = { heads: [], manifests: [], records: [] }
  for (const { number: line, text } of objects) {
    try {
      const { kind, value } = parseObject(text ?? '')
      if (value.scid !== scid) {
        throw new TesseraError('invalid', 'wrong_section', 'It is of another collective.')
      }
      if (kind === 'head') parsed.heads.push(value)
      else if (kind === 'manifest') parsed.manifests.push(value)
      else parsed.records.push({ record: value, line })
      found.proofs += kind === 'head' ? 1 : kind === 'manifest' ? 0 : value.signers.length
    } catch (error) {
      found.refused.push({ line, scid, ...refusalOf(error) })
    }
  }
  return parsed
}

function refusalOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof TesseraError)) throw error
  return { code: error.code, message: error.message }
}

/**
 * As acceptance takes them, with one difference: a list is cut to what the bundle holds of it. A
 * node lets a state take effect as a whole or not at all; a bundle shows that a record was in a
 * state, for which head, list and record are proof enough.
 */
function toFacts(branches: readonly LogBranch[], objects: Objects): CollectiveFacts {
  const records = new Map(objects.records.map(({ record }) => [record.digest, record]))
  const manifests = objects.manifests.map(({ digest, items, erased }): [Digest, ManifestFact] => [
    digest,
    { items: items.filter((item) => records.has(item.digest)), erased },
  ])
  return { branches, heads: objects.heads, manifests: new Map(manifests), records }
}

interface Judged {
  readonly facts: CollectiveFacts
  readonly standing: Standing
  readonly now: Timestamp
}

function verdictOf(record: SignedRecord, { facts, standing, now }: Judged): RecordVerdict {
  if (facts.branches.length === 0) return 'no-log'
  if (standing.current.some(({ digest }) => digest === record.digest)) {
    return record.withdrawn ? 'withdrawn' : 'counts'
  }
  if (!hasSignersOf(record, facts.branches)) return 'wrong-keys'
  if (!isInTime(record, now)) return isAhead(record, now) ? 'ahead' : 'expired'
  const rival = standing.current.find((one) => keyOf(one) === keyOf(record))
  if (rival !== undefined) return 'superseded'
  return record.signedBy === 'node' ? 'not-listed' : 'keys-no-longer'
}

/** How many members there were under the newest entry that these proofs are enough for. */
function membersOf({ signedBy, signers }: SignedRecord, branch: LogBranch = []) {
  if (signedBy === 'node') return null
  const entry = branch.findLast(({ members }) => signers.every((key) => members.includes(key)))
  return { signed: signers.length, of: entry?.members.length ?? 0 }
}

function profileName({ current }: Standing, records: Objects['records']) {
  const profile = current.find(({ type }) => type === 'Profile')
  const found = records.find(({ record }) => record.digest === profile?.digest)
  return (found?.record.value['nameMap'] ?? null) as CollectiveInBundle['name']
}

function lineAt(file: Uint8Array, at: number): PlacedChange['line'] {
  let line = 1
  for (let i = file.indexOf(0x0a); i >= 0 && i < at; i = file.indexOf(0x0a, i + 1)) line++
  return line
}
