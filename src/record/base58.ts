/** Base58 with the Bitcoin alphabet (draft-msporny-base58-03), as multibase `z` uses it. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** The first of the alphabet: zero. */
const ONE = 0x31
const VALUE_OF = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) VALUE_OF[ALPHABET.charCodeAt(i)] = i

/** Five base58 digits at a time, fed by two bytes: 58 ** 5 times 2 ** 16 fits a double exactly. */
const CHUNK_BASE = 58 ** 5
/** Four base58 digits at a time, into limbs of 24 bits: 58 ** 4 times 2 ** 24 fits a double exactly. */
const DIGITS_AT_ONCE = 4
const LIMB = 2 ** 24
const PAIRS = Array.from(ALPHABET).flatMap((high) => Array.from(ALPHABET, (low) => high + low))

/** `bytes` in base58. Quadratic in the length, meant for keys, digests and proofs. */
export function toBase58(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  const digits: number[] = []
  // A byte that would stand alone goes first, so that the rest are pairs.
  for (let i = bytes.length & 1 ? -1 : 0; i < bytes.length; i += 2) {
    let carry = (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0)
    for (let j = 0; j < digits.length; j++) {
      const x = (digits[j] ?? 0) * 65_536 + carry
      carry = Math.floor(x / CHUNK_BASE)
      digits[j] = x - carry * CHUNK_BASE
    }
    if (carry > 0) digits.push(carry)
  }
  return '1'.repeat(zeros) + chunksToText(digits)
}

function chunksToText(digits: readonly number[]): string {
  let text = ''
  for (let i = digits.length - 1; i >= 0; i--) {
    const chunk = digits[i] ?? 0
    const high = Math.floor(chunk / 58 ** 3)
    const low = chunk - high * 58 ** 3
    const middle = Math.floor(low / 58)
    text += `${PAIRS[high]}${PAIRS[middle]}${ALPHABET.charAt(low - middle * 58)}`
  }
  let ones = 0
  while (text.charCodeAt(ones) === ONE) ones++
  return text.slice(ones)
}

/** The bytes of a base58 text; null if a character does not belong to the alphabet. */
export function decodeBase58(text: string): Uint8Array | null {
  let zeros = 0
  while (zeros < text.length && text.charCodeAt(zeros) === ONE) zeros++
  const limbs: number[] = [] // base 2 ** 24, least significant first
  for (let i = zeros; i < text.length; i += DIGITS_AT_ONCE) {
    const end = Math.min(i + DIGITS_AT_ONCE, text.length)
    let carry = valueOf(text, i, end)
    if (carry < 0) return null
    const factor = 58 ** (end - i)
    for (let j = 0; j < limbs.length; j++) {
      const x = (limbs[j] ?? 0) * factor + carry
      carry = Math.floor(x / LIMB)
      limbs[j] = x - carry * LIMB
    }
    if (carry > 0) limbs.push(carry)
  }
  return limbsToBytes(limbs, zeros)
}

/** What some digits are worth together; -1 if one is none. */
function valueOf(text: string, start: number, end: number): number {
  let value = 0
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    const digit = code < 128 ? (VALUE_OF[code] ?? -1) : -1
    if (digit < 0) return -1
    value = value * 58 + digit
  }
  return value
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
