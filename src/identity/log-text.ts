import { invalid, TesseraError } from '../kernel/errors.ts'
import { canonicalize, parseCanonical } from '../record/canonical.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import {
  checkEntryForm,
  checkWitnessFileForm,
  type LogEntry,
  numberOf,
  type WitnessProof,
} from './log-entry.ts'

/** What did:webvh publishes of a DID: `did.jsonl` and `did-witness.json`. */
export interface LogTexts {
  readonly log: string
  readonly witness: string
}

/** SPEC: design.md, section 4, "Limits". 500 entries are more than four a month for ten years. */
export const MAX_ENTRIES = 500
export const MAX_ENTRY_BYTES = 64 * 1024
export const MAX_LOG_BYTES = 2 * 1024 * 1024
/** The proofs of `MAX_ENTRIES` entries by ten members each, at 400 bytes a proof. */
export const MAX_WITNESS_BYTES = 2 * 1024 * 1024

/** A line of a log whose form is right; nothing is verified yet. */
export interface LogLine {
  readonly entry: LogEntry
  readonly text: string
  readonly digest: Digest
}

/** A line that is refused for its form. */
export interface BadLine {
  /** 1 for the first line. */
  readonly line: number
  readonly code: string
  readonly message: string
}

/**
 * The lines of a `did.jsonl`. Each is the canonical form (RFC 8785) of one entry: did:webvh asks
 * for no form, our profile does, since one rule then removes duplicate members, odd numbers and
 * trailing data. Lines ascend by number; a log in dispute has several lines with one number.
 * A bad line is reported and the others are still read: what someone appended to a copy must not
 * hide what the collective signed. Throws `log_too_large` for the whole.
 */
export function parseLog(text: string): {
  readonly lines: readonly LogLine[]
  readonly bad: readonly BadLine[]
} {
  if (Buffer.byteLength(text) > MAX_LOG_BYTES) throw tooLarge('A DID log has at most 2 MiB.')
  const lines: LogLine[] = []
  const bad: BadLine[] = []
  let last = 1
  const texts = text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
  for (const [index, line] of texts.entries()) {
    try {
      const parsed = parseLine(line)
      const number = numberOf(parsed.entry.versionId)
      if (number < last) throw invalid('not_in_order', 'The entries of a log ascend by number.')
      last = number
      lines.push(parsed)
    } catch (error) {
      if (!(error instanceof TesseraError)) throw error
      bad.push({ line: index + 1, code: error.code, message: error.message })
    }
  }
  return { lines, bad }
}

/** Throws `entry_too_large`, `not_canonical`, `bad_entry`, `too_many_entries`. */
export function parseLine(text: string): LogLine {
  if (Buffer.byteLength(text) > MAX_ENTRY_BYTES) {
    throw new TesseraError('too-large', 'entry_too_large', 'A log entry has at most 64 KiB.')
  }
  const entry: unknown = parseCanonical(text)
  checkEntryForm(entry)
  if (numberOf(entry.versionId) > MAX_ENTRIES) {
    throw new TesseraError('too-large', 'too_many_entries', 'A DID log has at most 500 entries.')
  }
  return { entry, text, digest: digestOf(text) }
}

/**
 * The proofs of a `did-witness.json`, in the file's order. Signatures are not verified here.
 * Throws `log_too_large`, `bad_witness_file`. The form need not be canonical: nothing is signed or
 * hashed over the file, only over each proof's members.
 */
export function parseWitnessFile(text: string): readonly WitnessProof[] {
  if (Buffer.byteLength(text) > MAX_WITNESS_BYTES) {
    throw tooLarge('A file of witness proofs has at most 2 MiB.')
  }
  let file: unknown
  try {
    file = JSON.parse(text === '' ? '[]' : text)
  } catch (cause) {
    throw invalid('bad_witness_file', 'The file of witness proofs is not JSON.', cause)
  }
  checkWitnessFileForm(file)
  return file.flatMap(({ versionId, proof }) =>
    proof.map((one): WitnessProof => ({ versionId, proof: one })),
  )
}

/** A `did-witness.json` in canonical form: entries by place, proofs by member. */
export function writeWitnessFile(proofs: readonly WitnessProof[]): string {
  const byEntry = Map.groupBy(proofs.toSorted(byPlaceAndMember), ({ versionId }) => versionId)
  const file = [...byEntry].map(([versionId, all]) => ({
    versionId,
    proof: all.map(({ proof }) => proof),
  }))
  return canonicalize(file)
}

/** A `did.jsonl` of lines in any order. */
export function writeLog(entries: readonly { versionId: string; text: string }[]): string {
  return entries
    .toSorted((a, b) => byPlace(a.versionId, b.versionId))
    .map(({ text }) => `${text}\n`)
    .join('')
}

/** The order of entries in a log: by number, those of one number by their hash. */
export function byPlace(a: string, b: string): number {
  return numberOf(a) - numberOf(b) || (a < b ? -1 : Number(a > b))
}

function byPlaceAndMember(a: WitnessProof, b: WitnessProof): number {
  const [x, y] = [a.proof.verificationMethod, b.proof.verificationMethod]
  return byPlace(a.versionId, b.versionId) || (x < y ? -1 : Number(x > y))
}

function tooLarge(message: string): TesseraError {
  return new TesseraError('too-large', 'log_too_large', message)
}
