import type { Multikey } from '../record/multikey.ts'
import { toAgeRecipient } from './age-recipient.ts'
import type { AgreementKey } from './keys.ts'

/**
 * Sealing to X25519 keys: age files, so that who holds the key can open them with the `age` program
 * too. The library is loaded when it is first needed: most commands seal nothing.
 * SPEC: https://c2sp.org/age, "The X25519 recipient type".
 */

/** An age file that each of these keys opens. Throws `bad_key`. */
export async function sealTo(content: string, recipients: readonly Multikey[]): Promise<Buffer> {
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients.map(toAgeRecipient))) {
    encrypter.addRecipient(recipient)
  }
  return Buffer.from(await encrypter.encrypt(content))
}

/** What an age file holds; null if it was changed, or if none of these keys opens it. */
export async function openSealed(
  bytes: Uint8Array,
  keys: readonly AgreementKey[],
): Promise<string | null> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  for (const { privateKey } of keys) {
    // Node's own type of the same class names more usages than that of the DOM.
    decrypter.addIdentity(privateKey.toCryptoKey('X25519', false, ['deriveBits']) as CryptoKey)
  }
  try {
    return await decrypter.decrypt(bytes, 'text')
  } catch {
    return null // it says neither more nor anything else: form, key and tag fail alike
  }
}
