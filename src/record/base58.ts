/** Base58 with the Bitcoin alphabet (draft-msporny-base58-03), as multibase `z` uses it. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const VALUE_OF = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) VALUE_OF[ALPHABET.charCodeAt(i)] = i

/** Five base58 digits at a time: 58 ** 5 times 2 ** 22 still fits a double exactly. */
const CHUNK = 5
const CHUNK_BASE = 58 ** CHUNK

/** `bytes` in base58. Quadratic in the length, meant for keys, digests and proofs. */
export function toBase58(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  const digits: number[] = []
  for (let i = zeros; i < bytes.length; i++) {
    let carry = bytes[i] ?? 0
    for (let j = 0; j < digits.length; j++) {
      const x = (digits[j] ?? 0) * 256 + carry
      carry = Math.floor(x / CHUNK_BASE)
      digits[j] = x - carry * CHUNK_BASE
    }
    if (carry > 0) digits.push(carry)
  }
  return '1'.repeat(zeros) + chunksToText(digits)
}

function chunksToText(digits: readonly number[]): string {
  let text = ''
  for (const chunk of digits) {
    let rest = chunk
    for (let i = 0; i < CHUNK; i++) {
      text = ALPHABET.charAt(rest % 58) + text
      rest = Math.floor(rest / 58)
    }
  }
  return text.replace(/^1+/, '')
}

/** The bytes of a base58 text; null if a character does not belong to the alphabet. */
export function decodeBase58(text: string): Uint8Array | null {
  let zeros = 0
  while (zeros < text.length && text.charCodeAt(zeros) === 0x31) zeros++
  const limbs: number[] = [] // base 2 ** 24, least significant first
  for (let i = zeros; i < text.length; i++) {
    const code = text.charCodeAt(i)
    let carry = code < 128 ? (VALUE_OF[code] ?? -1) : -1
    if (carry < 0) return null
    for (let j = 0; j < limbs.length; j++) {
      const x = (limbs[j] ?? 0) * 58 + carry
      limbs[j] = x & 0xffffff
      carry = x >>> 24
    }
    if (carry > 0) limbs.push(carry)
  }
  return limbsToBytes(limbs, zeros)
}

function limbsToBytes(limbs: readonly number[], zeros: number): Uint8Array {
  const all = new Uint8Array(limbs.length * 3)
  limbs.forEach((limb, i) => {
    const at = all.length - 3 * i - 1
    all[at] = limb & 255
    all[at - 1] = (limb >> 8) & 255
    all[at - 2] = limb >> 16
  })
  let skip = 0
  while (skip < all.length && all[skip] === 0) skip++
  const bytes = new Uint8Array(zeros + all.length - skip)
  bytes.set(all.subarray(skip), zeros)
  return bytes
}
