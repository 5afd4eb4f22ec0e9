import { createPublicKey, type KeyObject, verify } from 'node:crypto'

import { verifyBundle } from '../src/exchange/bundle-verify.ts'
import { parseLog, parseWitnessFile } from '../src/identity/log-text.ts'
import { decodeBase58 } from '../src/record/base58.ts'
import { canonicalize } from '../src/record/canonical.ts'
import { sha256 } from '../src/record/digest.ts'
import { type EndorsedCommunique, endorsedCommunique, READ } from '../test/support/bundles.ts'
import { cpuMicroseconds } from './cpu.ts'
import { median, report as reportResult } from './report.ts'

/**
 * What it costs to verify a bundle of communiqués with 1,200 endorsements by 2 of 3 members of 300
 * collectives, beside bare Ed25519 verification of every signature in it: of records, heads, log
 * entries and witnesses. The bare one has keys, hashes and signatures ready.
 */
const COLLECTIVES = 300
const TEXTS = 4
/** They take turns, so that whatever else the machine does is shared between them. */
const TURNS = 9
const MIB = 1024 * 1024

interface Proof {
  readonly verificationMethod: string
  readonly proofValue: string
}

interface Ready {
  readonly data: Buffer
  readonly key: KeyObject
  readonly signature: Uint8Array
}

/** Each key once, parsed but not used yet: whoever verifies uses each for a first time. */
function createKeyring(): (multikey: string) => KeyObject {
  const keys = new Map<string, KeyObject>()
  return (multikey) => {
    const x = Buffer.from(decodeBase58(multikey.slice(1))?.subarray(2) ?? []).toString('base64url')
    const key =
      keys.get(multikey) ??
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    keys.set(multikey, key)
    return key
  }
}

function ready(document: object, proof: Proof, keyOf: (multikey: string) => KeyObject): Ready {
  const { proofValue, ...config } = proof
  const signature = decodeBase58(proofValue.slice(1)) ?? new Uint8Array()
  const data = Buffer.concat([sha256(canonicalize(config)), sha256(canonicalize(document))])
  return { data, key: keyOf(proof.verificationMethod.split('#')[1] ?? ''), signature }
}

function signaturesIn({ parts }: EndorsedCommunique): Ready[] {
  const keyOf = createKeyring()
  return parts.flatMap(({ log, objects }) => [
    ...objects.flatMap((text) => {
      const { proof, ...statement } = JSON.parse(text) as { readonly proof?: Proof | Proof[] }
      return (proof === undefined ? [] : [proof].flat()).map((one) => ready(statement, one, keyOf))
    }),
    ...parseLog(log?.log ?? '').lines.flatMap(({ entry: { proof, ...entry } }) =>
      proof.map((one) => ready(entry, one, keyOf)),
    ),
    ...parseWitnessFile(log?.witness ?? '').map(({ versionId, proof }) =>
      ready({ versionId }, proof, keyOf),
    ),
  ])
}

function verifyBare(signatures: readonly Ready[]): void {
  if (!signatures.every(({ data, key, signature }) => verify(null, data, key, signature))) {
    throw new Error('a signature does not hold')
  }
}

/** A bundle of its own for each turn: keys are parsed anew, as they are in a command that runs once. */
async function run(): Promise<void> {
  const costs: { own: number; bare: number }[] = []
  let [signatures, bytes] = [0, 0]
  for (let turn = 0; turn < TURNS; turn++) {
    const bundle = endorsedCommunique(COLLECTIVES, TEXTS)
    const found = { proofs: 0, isSound: false }
    const own = await cpuMicroseconds(() => {
      Object.assign(found, verifyBundle(bundle.file, READ))
    })
    const prepared = signaturesIn(bundle)
    const bare = await cpuMicroseconds(() => verifyBare(prepared))
    if (!found.isSound || found.proofs !== prepared.length) throw new Error('it is not sound')
    costs.push({ own, bare })
    ;[signatures, bytes] = [prepared.length, bundle.file.length]
  }
  report(costs, signatures, bytes)
}

function report(
  costs: readonly { readonly own: number; readonly bare: number }[],
  signatures: number,
  bytes: number,
): void {
  const rate = (cost: number): string => `${Math.round((signatures / cost) * 1e6)} a second`
  const ratios = costs.map(({ own, bare }) => bare / own)
  console.log(JSON.stringify({ bench: 'bundle', signatures, mebibytes: bytes / MIB, ratios }))
  reportResult({
    what: 'A bundle verified, bare Ed25519 verification of all its signatures',
    own: rate(median(costs.map(({ own }) => own))),
    limit: rate(median(costs.map(({ bare }) => bare))),
    ratio: Math.round(median(ratios) * 1000) / 1000,
    bar: { least: 0.5 },
  })
}

await run()
