import {
  createDecipheriv,
  createHmac,
  hkdfSync,
  scrypt,
  type ScryptOptions,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'

import { invalid, type TesseraError } from '../kernel/errors.ts'

/**
 * Opens age files with a passphrase by the cryptography of Node.js itself: its scrypt works beside
 * the event loop, and gives its memory back. A node opens one at each start, and age-encryption,
 * which writes these files, takes three times as long and holds 90 MB afterwards.
 * SPEC: https://c2sp.org/age
 */

/** Version, one scrypt stanza, MAC: a passphrase is the only way into a file. */
const HEADER =
  /^(age-encryption\.org\/v1\n-> scrypt ([\w+/]{22}) ([1-9]\d?)\n([\w+/]{43})\n---) ([\w+/]{43})\n/
const HEADER_LENGTH = 200
/** log2 of the work factor; this one takes 1 GiB. */
const MAX_WORK_FACTOR = 20
const BLOCK_SIZE = 8
const KEY_LENGTH = 32
const NONCE_LENGTH = 16
const TAG_LENGTH = 16
/** Files of one chunk are read; the keys of a node are a fortieth of it. */
const CHUNK_LENGTH = 64 * 1024
const FIRST_NONCE = Buffer.alloc(12)
/** Of the first chunk if it is the last one too. */
const ONLY_CHUNK_NONCE = Buffer.from('000000000000000000000001', 'hex')

const stretch = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt)

/** What an age file holds; null if the passphrase does not open it. Throws `bad_key_file`. */
export async function openAgeFile(bytes: Uint8Array, passphrase: string): Promise<Buffer | null> {
  const header = Buffer.from(bytes.subarray(0, HEADER_LENGTH)).toString('latin1')
  const [whole, covered, salt, workFactor, body, mac] = HEADER.exec(header) ?? []
  if (whole === undefined || Number(workFactor) > MAX_WORK_FACTOR) throw badKeyFile()
  const wrapKey = await stretchPassphrase(passphrase, decode(salt), 2 ** Number(workFactor))
  const fileKey = unseal(wrapKey, FIRST_NONCE, decode(body))
  if (fileKey === null) return null
  const macKey = derive(fileKey, Buffer.alloc(0), 'header')
  const expected = createHmac('sha256', macKey).update(String(covered)).digest()
  if (!timingSafeEqual(expected, decode(mac))) throw badKeyFile()
  return openPayload(fileKey, bytes.subarray(whole.length))
}

function openPayload(fileKey: Uint8Array, payload: Uint8Array): Buffer {
  const payloadKey = derive(fileKey, payload.subarray(0, NONCE_LENGTH), 'payload')
  const chunk = payload.subarray(NONCE_LENGTH)
  const isSmall = chunk.length <= CHUNK_LENGTH + TAG_LENGTH
  const content = isSmall ? unseal(payloadKey, ONLY_CHUNK_NONCE, chunk) : null
  if (content === null) throw badKeyFile()
  return content
}

function stretchPassphrase(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  return stretch(
    passphrase,
    Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]),
    KEY_LENGTH,
    { cost, blockSize: BLOCK_SIZE, parallelization: 1, maxmem: 2 * 128 * cost * BLOCK_SIZE },
  )
}

function derive(fileKey: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, salt, info, KEY_LENGTH))
}

/** Null where the tag does not fit. */
function unseal(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < TAG_LENGTH) return null
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_LENGTH })
  decipher.setAuthTag(sealed.subarray(-TAG_LENGTH))
  const content = decipher.update(sealed.subarray(0, -TAG_LENGTH))
  try {
    return Buffer.concat([content, decipher.final()])
  } catch {
    return null
  }
}

/** Only the canonical spelling of the bytes. */
function decode(text = ''): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== text) throw badKeyFile()
  return bytes
}

export function badKeyFile(): TesseraError {
  return invalid('bad_key_file', 'This is not an age file with a passphrase.')
}
