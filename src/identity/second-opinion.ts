import { createPublicKey, verify } from 'node:crypto'

import { resolveDIDFromLog } from 'didwebvh-ts'

import { isDeactivated } from './entry-rules.ts'
import type { VerifiedEntry } from './log-entry.ts'
import { writeWitnessFile } from './log-text.ts'

/** Ed25519 for didwebvh-ts, which brings none of its own. */
const verifier = {
  verify: async (
    signature: Uint8Array,
    message: Uint8Array,
    publicKey: Uint8Array,
  ): Promise<boolean> => {
    const x = Buffer.from(publicKey).toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, message, key, signature)
  },
}

/**
 * Whether didwebvh-ts, which shares no code with ours, comes to the same end of one branch of a
 * log: null, or in what it differs. It is asked after our own check, never instead of it: by itself
 * it accepts entries without proof, and looks for witness proofs on the network unless it is given
 * some. It reads the clock of its thread and keeps every hash it has made; log-worker.ts takes care
 * of both.
 */
export async function secondOpinion(branch: readonly VerifiedEntry[]): Promise<string | null> {
  const last = branch.at(-1)
  if (last === undefined) return null
  // Parsed anew: the library must see the bytes that are kept and passed on, not our objects.
  const log = branch.map(({ text }) => JSON.parse(text))
  const witnessProofs = JSON.parse(writeWitnessFile(branch.flatMap((entry) => entry.approvals)))
  try {
    const { did, meta } = await resolveDIDFromLog(log, { verifier, witnessProofs })
    if (did !== last.did) return 'another DID'
    if (meta.versionId !== last.versionId) return 'another newest entry'
    if (meta.updateKeys.join() !== last.controller) return 'another controller key'
    if (meta.deactivated !== isDeactivated(last.entry)) return 'another end'
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
