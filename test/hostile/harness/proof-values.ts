import { decodeBase58, toBase58 } from '../../../src/record/base58.ts'

/** A signature with the order of the group added to S, which careless verifiers take. */
export function withLargeS(proofValue: string): string {
  const order = (1n << 252n) + 27742317777372353535851937790883648493n
  const bytes = Buffer.from(decodeBase58(proofValue.slice(1)) ?? '')
  const large = Buffer.from(bytes.subarray(32).toReversed()).toString('hex')
  let s = BigInt(`0x${large}`) + order
  for (let i = 32; i < 64; i++, s >>= 8n) bytes[i] = Number(s & 255n)
  return `z${toBase58(bytes)}`
}
