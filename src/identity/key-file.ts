import { armor, Decrypter, Encrypter } from 'age-encryption'

import { invalid, TesseraError } from '../kernel/errors.ts'

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

const ARMOR_START = '-----BEGIN AGE ENCRYPTED FILE-----'

/** The bytes of a key file. Throws `weak_passphrase`. */
export async function sealKeyFile(
  text: string,
  passphrase: string,
  workFactor: number = WORK_FACTOR,
): Promise<Uint8Array> {
  if (passphrase.length < MIN_PASSPHRASE) {
    throw invalid('weak_passphrase', `A passphrase has at least ${MIN_PASSPHRASE} characters.`)
  }
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
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  let file = bytes
  try {
    const start = Buffer.from(bytes.subarray(0, ARMOR_START.length)).toString('latin1')
    if (start === ARMOR_START) file = armor.decode(Buffer.from(bytes).toString('latin1'))
    return await decrypter.decrypt(file, 'text')
  } catch (cause) {
    if (isWrongPassphrase(cause)) {
      throw new TesseraError('forbidden', 'wrong_passphrase', 'The passphrase is wrong.', { cause })
    }
    throw invalid('bad_key_file', 'This is not an age file with a passphrase.', cause)
  }
}

/** What age-encryption says if no identity opens the file. */
function isWrongPassphrase(error: unknown): boolean {
  return error instanceof Error && error.message.includes('no identity matched')
}
