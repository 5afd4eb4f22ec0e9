import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { describeChange } from './bundle-check-line.ts'
import { type BundleSection, openBundle } from './bundle-text.ts'
import { verifyBundle } from './bundle-verify.ts'
import type { Exchange } from './exchange.ts'

/** What became of one collective's part of a bundle. */
export interface ImportedPart {
  readonly scid: Scid
  readonly log: 'unchanged' | 'extended' | 'disputed' | 'refused' | 'missing'
  readonly stored: number
  readonly known: number
  /** By code: how many objects, or the log, this node does not take. */
  readonly refused: Readonly<Record<string, number>>
}

/**
 * Takes in a bundle as if a peer had handed all of it over, by the same rules: nothing goes back to
 * an older state, nothing of who is blocked comes in. But where a single byte is wrong nothing of it
 * is taken. Throws `bundle_changed`, `bad_bundle`, `bad_proof_in_bundle`, and what verifyBundle throws.
 */
export async function importBundle(
  file: Uint8Array,
  now: Timestamp,
  exchange: Pick<Exchange, 'receive' | 'receiveLog'>,
): Promise<ImportedPart[]> {
  const { change, broken, refused } = verifyBundle(file, now)
  if (change !== null) {
    throw invalid('bundle_changed', `The bundle was changed on its way: ${describeChange(change)}`)
  }
  if (broken !== null) throw invalid('bad_bundle', broken)
  const [first] = refused
  if (first !== undefined) {
    throw invalid('bad_proof_in_bundle', `Line ${first.line} does not hold: ${first.message}`)
  }
  const parts: ImportedPart[] = []
  // eslint-disable-next-line no-await-in-loop -- one collective after the other
  for (const section of openBundle(file).sections) parts.push(await importPart(section, exchange))
  return parts
}

async function importPart(
  { scid, log, objects }: BundleSection,
  exchange: Pick<Exchange, 'receive' | 'receiveLog'>,
): Promise<ImportedPart> {
  const refused: Record<string, number> = {}
  const count = (code: string): void => {
    refused[code] = (refused[code] ?? 0) + 1
  }
  const texts = [...objects].map(({ text }) => text ?? '')
  const outcome = log === null ? 'missing' : await receiveLog(scid, log, { exchange, count })
  const receipts = await exchange.receive(texts)
  for (const receipt of receipts) {
    if (receipt.outcome === 'refused') count(receipt.refusal.code)
  }
  const stored = receipts.filter((receipt) => receipt.outcome === 'stored').length
  const known = receipts.filter((receipt) => receipt.outcome === 'known').length
  return { scid, log: outcome, stored, known, refused }
}

interface ReceivePart {
  readonly exchange: Pick<Exchange, 'receiveLog'>
  readonly count: (code: string) => void
}

async function receiveLog(
  scid: Scid,
  log: NonNullable<BundleSection['log']>,
  { exchange, count }: ReceivePart,
): Promise<ImportedPart['log']> {
  try {
    const receipt = await exchange.receiveLog(scid, log)
    if (receipt.outcome === 'refused') count(receipt.code)
    return receipt.outcome
  } catch (error) {
    if (!(error instanceof TesseraError) || error.kind === 'unavailable') throw error
    count(error.code)
    return 'refused'
  }
}
