import { createPublicKey, type KeyObject, verify } from 'node:crypto'

import { decodeBase58 } from '../src/record/base58.ts'
import { digestOf, sha256 } from '../src/record/digest.ts'
import { isIntact } from '../src/record/kept-object.ts'
import { publishListings } from './collectives.ts'
import { cpuMicroseconds } from './cpu.ts'
import { report as reportResult } from './report.ts'

/**
 * How fast kept records are verified again, as `doctor` does, beside the bare way: parse, write in the
 * canonical form (RFC 8785), hash, verify.
 */
const COLLECTIVES = 10
const LISTINGS = 1_000
/** Both pipelines take turns, so that whatever else the machine does is shared between them. */
const TURN = 500

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** RFC 8785 for whole numbers. */
function jcs(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  const members = Object.keys(value)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${jcs(value[name] ?? null)}`)
  return `{${members.join(',')}}`
}

interface Signed {
  readonly proof: { readonly verificationMethod: string; readonly proofValue: string }
}

const keys = new Map<string, KeyObject>()

function keyOf(multikey: string): KeyObject {
  const known = keys.get(multikey)
  if (known !== undefined) return known
  const raw = decodeBase58(multikey.slice(1))?.subarray(2) ?? new Uint8Array()
  const x = Buffer.from(raw).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  keys.set(multikey, key)
  return key
}

function verifyBare(text: string): boolean {
  const { proof, ...statement } = JSON.parse(text) as Signed
  const { proofValue, ...config } = proof
  const data = Buffer.concat([sha256(jcs(config)), sha256(jcs(statement))])
  const signature = decodeBase58(proofValue.slice(1)) ?? new Uint8Array()
  return verify(null, data, keyOf(proof.verificationMethod.split('#')[1] ?? ''), signature)
}

async function run(): Promise<void> {
  const now = new Date('2026-11-22T09:00:00Z')
  const texts = Array.from({ length: COLLECTIVES }, (_, i) =>
    publishListings(i, LISTINGS, now),
  ).flatMap((collective) => collective.texts.slice(2))
  const costs = { whole: 0, bare: 0 }
  for (let start = 0; start < texts.length; start += TURN) {
    const turn = texts.slice(start, start + TURN)
    costs.bare += await cpuMicroseconds(() => {
      if (!turn.every(verifyBare)) throw new Error('a signature does not hold')
    })
    const kept = turn.map((text) => ({ text, digest: digestOf(text) }))
    costs.whole += await cpuMicroseconds(() => {
      if (!kept.every(({ text, digest }) => isIntact(text, digest)))
        throw new Error('a signature does not hold')
    })
  }
  report(costs, texts.length)
}

function report(costs: { readonly whole: number; readonly bare: number }, records: number): void {
  const rate = (cost: number): string => `${Math.round((records / cost) * 1_000_000)} a second`
  reportResult({
    what: 'Stored proofs verified anew, bare parse + JCS + verify',
    own: rate(costs.whole),
    limit: rate(costs.bare),
    ratio: Math.round((costs.bare / costs.whole) * 1000) / 1000,
    bar: { least: 0.9 },
  })
}

await run()
