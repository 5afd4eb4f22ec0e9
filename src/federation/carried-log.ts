import type { StoredLog } from '../exchange/object-store.ts'
import type { LogReceipt } from '../exchange/receive-log.ts'
import {
  byPlace,
  type LogTexts,
  parseWitnessFile,
  writeLog,
  writeWitnessFile,
} from '../identity/log-text.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import { isObject } from './activity-rules.ts'
import type { Answer } from './answer.ts'
import type { Fetcher } from './fetcher.ts'
import type { RequestSigner } from './sign-request.ts'
import { parseStrictJson } from './strict-json.ts'

/** The newest entries of a log, handed to a node that did not ask for them. */

/** Eight entries of the largest size; who lacks more than these fetches them with sync. */
const MAX_TAIL_BYTES = 512 * 1024
/** The entries, their proofs, and what JSON adds to either. */
export const MAX_CARRIED_BYTES = 1024 * 1024
const LIMITS = { maxBytes: MAX_CARRIED_BYTES, maxDepth: 1, maxNodes: 8 }
const OUTCOMES = ['unchanged', 'extended', 'disputed'] as const

/** What a node made of a log that was handed to it. */
export type CarryOutcome = (typeof OUTCOMES)[number]

/** The entries that may be news to others, as many as fit, with their proofs. */
export function newestEntries({ entries, witness }: StoredLog): LogTexts {
  const chosen: { readonly versionId: string; readonly text: string }[] = []
  let bytes = 0
  for (const entry of entries.toSorted((a, b) => byPlace(b.versionId, a.versionId))) {
    bytes += Buffer.byteLength(entry.text)
    if (bytes > MAX_TAIL_BYTES) break
    chosen.push(entry)
  }
  const ids = new Set(chosen.map(({ versionId }) => versionId))
  const proofs = parseWitnessFile(witness).filter(({ versionId }) => ids.has(versionId))
  return { log: writeLog(chosen), witness: writeWitnessFile(proofs) }
}

/** The two texts of a request body. Throws `bad_carried_log`, and what strict JSON throws. */
export function parseCarried(body: Uint8Array): LogTexts {
  const value = parseStrictJson(body, LIMITS)
  const { log, witness } = isObject(value) ? value : {}
  if (typeof log === 'string' && typeof witness === 'string') return { log, witness }
  throw invalid(
    'bad_carried_log',
    'A log is handed over as {"log": "...", "witness": "..."}: did.jsonl and did-witness.json.',
  )
}

export interface CarryOptions {
  readonly fetcher: Pick<Fetcher, 'post'>
  /** With the node key: a closed network takes logs from its peers only. */
  readonly sign?: RequestSigner
}

/** Hands entries of a log to the node at an origin. Throws `not_taken`, and what the fetcher throws. */
export type Carry = (origin: string, scid: Scid, texts: LogTexts) => Promise<CarryOutcome>

export function createCarry({ fetcher, sign }: CarryOptions): Carry {
  return async (origin, scid, { log, witness }) => {
    const answer = await fetcher.post(
      `${origin}/did/${scid}`,
      Buffer.from(JSON.stringify({ log, witness })),
      {
        contentType: 'application/json',
        answer: 'read',
        ...(sign === undefined ? {} : { sign }),
      },
    )
    const outcome = OUTCOMES.find((one) => one === answerOf(answer, 'outcome'))
    if (answer.status === 200 && outcome !== undefined) return outcome
    throw notTaken(answer)
  }
}

/** What a receipt says, for the answer. Throws the refusal. */
export function outcomeOf(receipt: LogReceipt): CarryOutcome {
  if (receipt.outcome !== 'refused') return receipt.outcome
  throw new TesseraError('forbidden', receipt.code, receipt.message)
}

function answerOf({ body }: Answer, name: 'outcome' | 'code'): unknown {
  try {
    const value = parseStrictJson(body)
    return isObject(value) ? value[name] : undefined
  } catch (error) {
    if (error instanceof TesseraError) return undefined
    throw error
  }
}

function notTaken(answer: Answer): TesseraError {
  const code = answerOf(answer, 'code')
  const why = typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? ` (${code})` : ''
  return new TesseraError(
    'unavailable',
    'not_taken',
    `That node took nothing: it answered with status ${answer.status}${why}.`,
  )
}
