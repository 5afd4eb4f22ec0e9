import { TesseraError } from '../../kernel/errors.ts'
import { DAY } from '../../kernel/time.ts'
import type { JsonObject } from '../canonical.ts'
import { scidOf } from '../did.ts'
import { badMember } from './rules.ts'
import type { RecordShape } from './unknown.ts'

/** The rules that hold for records of every kind. SPEC: design.md, section 5. */
export function checkCommonRules(record: RecordShape, longestValidity: number | null): void {
  checkId(record)
  checkTimes(record, longestValidity)
  checkProofOrder(record.proof)
}

/** `https://host/records/<scid>/<type>/<slug>`: it says what the other members say. */
function checkId({ id, attributedTo, type, slug }: RecordShape): void {
  const path = `/records/${scidOf(attributedTo)}/${type}/${slug}`
  const startOfPath = id.indexOf('/', id.indexOf('://') + 3)
  if (!id.endsWith(path) || startOfPath !== id.length - path.length)
    throw badMember('bad_id', 'id', `does not end in ${path} right after the host`)
}

function checkTimes({ published, updated, expires }: RecordShape, longest: number | null): void {
  if (published > updated) throw badMember('bad_validity', 'published', 'is later than "updated"')
  if (expires === undefined) return
  if (expires <= updated) throw badMember('bad_validity', 'expires', 'is not later than "updated"')
  if (longest !== null && Date.parse(expires) - Date.parse(updated) > longest) {
    const days = Math.floor(longest / DAY)
    throw badMember('bad_validity', 'expires', `is more than ${days} days after "updated"`)
  }
}

/** Sorted by `verificationMethod`, each signer once: the same proofs always give the same bytes. */
function checkProofOrder(proof: RecordShape['proof']): void {
  if (!('length' in proof)) return
  for (const [i, { verificationMethod }] of proof.entries()) {
    const last = proof[i - 1]?.verificationMethod ?? ''
    if (verificationMethod === last)
      throw new TesseraError('forbidden', 'repeated_signer', 'A member signs a record once.')
    if (verificationMethod < last)
      throw badMember('bad_proof', `proof/${i}`, 'is not in the order of "verificationMethod"')
  }
}

/** A reader whose language is missing finds each text in the default language. */
export function checkDefaultLanguage(record: JsonObject, maps: readonly string[]): void {
  const language = record['defaultLanguage']
  for (const name of maps) {
    const map = record[name]
    if (typeof language !== 'string' || typeof map !== 'object' || map === null) continue
    if (!Object.hasOwn(map, language))
      throw badMember('missing_language', name, `is not in the default language, "${language}"`)
  }
}
