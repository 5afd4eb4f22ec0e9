import { TesseraError } from '../kernel/errors.ts'
import { canonicalize, type JsonObject, parseCanonical } from '../record/canonical.ts'
import { type Head, parseHead } from '../record/head.ts'
import { checkRecord } from '../record/kinds.ts'
import { type Manifest, parseManifest } from '../record/manifest.ts'
import { MAX_OBJECT_SIZE } from '../record/object.ts'
import { parseRecord, type SignedRecord } from '../record/record.ts'

/** Whether something was found to be so, not to be so, or cannot be told here. */
export type StepStatus = 'holds' | 'fails' | 'unknown'

/** One thing that was looked at. */
export interface Step {
  readonly id: 'form' | 'canonical' | 'digest' | 'proofs' | 'owner' | 'when' | 'now' | 'counts'
  readonly status: StepStatus
  /** Names, with `id`, the sentence in which people are told. */
  readonly outcome: string
  readonly values: Readonly<Record<string, string | number>>
  /** What the program says about it, in English; null where the outcome says all. */
  readonly detail: string | null
}

/** What bytes turned out to be. */
export type CheckedObject =
  | { readonly kind: 'record'; readonly value: SignedRecord }
  | { readonly kind: 'head'; readonly value: Head }
  | { readonly kind: 'manifest'; readonly value: Manifest }

/** The checks that need nothing but the bytes. */
export interface TextCheck {
  readonly steps: readonly Step[]
  /** Null where a check failed. */
  readonly object: CheckedObject | null
}

/** Shorter than any refusal that quotes its input. */
const MAX_DETAIL = 300
/** Longer than the name of any type. */
const MAX_TYPE = 40

/**
 * Checks bytes by themselves: that they are an object of the network in its one form, what their
 * digests are, and that every proof in them is by the key that it names. Never throws on bad input.
 */
export function checkText(pasted: string): TextCheck {
  const steps: Step[] = []
  const value = readJson(pasted, steps)
  if (value === null) return { steps, object: null }
  const form = formOf(value)
  steps.push(form)
  if (form.status === 'fails') return { steps, object: null }
  try {
    const object = parseAny(canonicalize(value), value)
    steps.push(...provenSteps(object))
    return { steps, object }
  } catch (error) {
    steps.push(refused('proofs', 'broken', error))
    return { steps, object: null }
  }
}

/** People paste what a page or program has laid out anew: order and spaces are put right first. */
function readJson(pasted: string, steps: Step[]): JsonObject | null {
  const text = pasted.trim()
  if (text.length > MAX_OBJECT_SIZE) {
    steps.push(step('form', 'fails', 'too-large'))
    return null
  }
  try {
    const value = parseCanonical(text)
    steps.push(step('canonical', 'holds', 'exact'))
    return value
  } catch {
    // Told below, if it is JSON at all.
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      steps.push(step('canonical', 'unknown', 'reordered'))
      return value as JsonObject
    }
  } catch {
    // Not JSON: nothing of ours.
  }
  steps.push(step('form', 'fails', 'not-json'))
  return null
}

function formOf(value: JsonObject): Step {
  const { type } = value
  const values = { type: typeof type === 'string' ? type.slice(0, MAX_TYPE) : '' }
  try {
    const text = canonicalize(value)
    if (type === 'Head' || type === 'Manifest') parseForm(text, type)
    else checkRecord(value, Buffer.byteLength(text))
    return { ...step('form', 'holds', 'right'), values }
  } catch (error) {
    if (isProofProblem(error)) return { ...step('form', 'holds', 'right'), values }
    return { ...refused('form', 'wrong', error), values }
  }
}

function parseForm(text: string, type: 'Head' | 'Manifest'): void {
  if (type === 'Head') parseHead(text)
  else parseManifest(text)
}

/** Codes of refusals that are about signatures, not about the form. */
const PROOF_CODES = new Set(['bad_proof', 'wrong_collective'])

function isProofProblem(error: unknown): boolean {
  return error instanceof TesseraError && PROOF_CODES.has(error.code)
}

function parseAny(text: string, { type }: JsonObject): CheckedObject {
  if (type === 'Head') return { kind: 'head', value: parseHead(text) }
  if (type === 'Manifest') return { kind: 'manifest', value: parseManifest(text) }
  return { kind: 'record', value: parseRecord(text) }
}

function provenSteps(object: CheckedObject): Step[] {
  const { digest } = object.value
  if (object.kind === 'manifest') {
    const proofs = step('proofs', 'unknown', 'unsigned')
    return [{ ...step('digest', 'holds', 'one'), values: { digest } }, proofs]
  }
  const second = object.kind === 'head' ? object.value.stateDigest : object.value.statement
  const count = object.kind === 'head' ? 1 : object.value.signers.length
  const outcome = object.kind === 'head' ? 'head' : 'two'
  return [
    { ...step('digest', 'holds', outcome), values: { digest, statement: second } },
    { ...step('proofs', 'holds', 'hold'), values: { count } },
  ]
}

export function step(id: Step['id'], status: StepStatus, outcome: string): Step {
  return { id, status, outcome, values: {}, detail: null }
}

/** A refusal as a step; what is no refusal is a bug and goes on. */
function refused(id: Step['id'], outcome: string, error: unknown): Step {
  if (!(error instanceof TesseraError)) throw error
  return { ...step(id, 'fails', outcome), detail: error.message.slice(0, MAX_DETAIL) }
}
