import { invalid } from '../kernel/errors.ts'
import { decodeX25519, type Multikey } from '../record/multikey.ts'

const PREFIX = 'age'
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const CHECKSUM_LENGTH = 6

/**
 * An X25519 key as the `age` program names whom a file is for: `age1...`, Bech32 of its 32 bytes.
 * Throws `bad_key`. SPEC: https://c2sp.org/age, "The X25519 recipient type"; BIP 173.
 */
export function toAgeRecipient(multikey: Multikey): string {
  const raw = decodeX25519(multikey)
  if (raw === null) throw invalid('bad_key', 'An X25519 key like z6LS... is expected here.')
  const words = toWords(raw)
  const letters = [...words, ...checksumOf(words)].map((word) => ALPHABET[word] ?? '')
  return `${PREFIX}1${letters.join('')}`
}

/** The bits in groups of five, the last one filled up with zeros. */
function toWords(bytes: Uint8Array): number[] {
  const words: number[] = []
  let [bits, value] = [0, 0]
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) words.push((value >> (bits - 5)) & 31)
    value &= (1 << bits) - 1
  }
  return bits === 0 ? words : [...words, (value << (5 - bits)) & 31]
}

function checksumOf(words: readonly number[]): number[] {
  const codes = Array.from(PREFIX, (letter) => letter.charCodeAt(0))
  const zeros = Array.from({ length: CHECKSUM_LENGTH }, () => 0)
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
  const sum = remainderOf([...expanded, ...words, ...zeros]) ^ 1
  return zeros.map((_, i) => (sum >> (5 * (CHECKSUM_LENGTH - 1 - i))) & 31)
}

function remainderOf(words: readonly number[]): number {
  let sum = 1
  for (const word of words) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ word
    for (const [i, generator] of GENERATORS.entries()) if ((top >> i) & 1) sum ^= generator
  }
  return sum
}
