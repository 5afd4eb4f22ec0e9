import { invalid, TesseraError } from '../kernel/errors.ts'
import { badKeyFile, openAgeFile } from './age-file.ts'

/**
 * Keys at rest: age files with a scrypt passphrase, which the `age` program opens too, so that no
 * collective depends on this one to get at its keys.
 * SPEC: https://c2sp.org/age, "The scrypt recipient type".
 */

/**
 * log2 of the scrypt work factor: 64 MiB and about half a second, once at start. `age` itself takes
 * 256 MiB, which a small server may not have.
 */
const WORK_FACTOR = 16

/** Shorter ones are guessed. Long random ones are what `init` suggests. */
const MIN_PASSPHRASE = 12

const ARMOR =
  /^-----BEGIN AGE ENCRYPTED FILE-----\s+([\w+/=\s]+)-----END AGE ENCRYPTED FILE-----\s*$/
const ARMOR_START = '-----BEGIN'

/** Name of the key file that the node opens at start. */
export const NODE_KEY_FILE = 'node'

/** The bytes of a key file. Throws `weak_passphrase`. */
export async function sealKeyFile(
  text: string,
  passphrase: string,
  workFactor: number = WORK_FACTOR,
): Promise<Uint8Array> {
  if (passphrase.length < MIN_PASSPHRASE) {
    throw invalid('weak_passphrase', `A passphrase has at least ${MIN_PASSPHRASE} characters.`)
  }
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  encrypter.setScryptWorkFactor(workFactor)
  encrypter.setPassphrase(passphrase)
  return await encrypter.encrypt(text)
}

/**
 * The text of a key file, binary or armored. Throws `bad_key_file` if it is no age file, and
 * `wrong_passphrase`.
 */
export async function openKeyFile(bytes: Uint8Array, passphrase: string): Promise<string> {
  const content = await openAgeFile(withoutArmor(bytes), passphrase)
  if (content !== null) return content.toString('utf8')
  throw new TesseraError('forbidden', 'wrong_passphrase', 'The passphrase is wrong.')
}

function withoutArmor(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  if (!text.startsWith(ARMOR_START)) return bytes
  const [, base64] = ARMOR.exec(text) ?? []
  if (base64 === undefined) throw badKeyFile()
  return Buffer.from(base64, 'base64')
}
