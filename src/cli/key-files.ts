import { openKeyFile, sealKeyFile } from '../identity/key-file.ts'
import { parseSigningKey } from '../identity/keys.ts'
import type { SigningKey } from '../identity/log-proof.ts'
import { invalid } from '../kernel/errors.ts'
import { decodeEd25519, type Multikey } from '../record/multikey.ts'
import type { Context } from './context.ts'
import { keyPassphrases } from './passphrases.ts'
import { readBytes } from './user-files.ts'

/** Which keys sign, as `--key` and `--key-passphrase-file` name them. */
export interface KeyFlags {
  readonly keys: readonly string[]
  readonly keyPassphraseFiles: readonly string[]
}

/** A key that was opened, with the file it lies in. */
export interface OpenedKey extends SigningKey {
  readonly role: 'member' | 'controller'
  readonly path: string
}

/** Opens key files of members and the controller; needs no node. Throws what openKeyFile throws. */
export async function openKeys(context: Context, flags: KeyFlags): Promise<readonly OpenedKey[]> {
  const passphrases = await keyPassphrases(context, flags.keys, flags.keyPassphraseFiles)
  const opened: OpenedKey[] = []
  for (const [i, path] of flags.keys.entries()) {
    const bytes = await readBytes(path)
    const open = () => openKeyFile(bytes, passphrases[i] ?? '')
    const text = await context.progress(`Opening ${path}`, open)
    opened.push({ ...parseSigningKey(text), path })
  }
  return opened
}

/** The bytes of a new key file. */
export function sealKey({ deps }: Pick<Context, 'deps'>, text: string, passphrase: string) {
  return sealKeyFile(text, passphrase, deps.keyFileWork)
}

/** `did:key:z6Mk...` or `z6Mk...`, as people pass keys around. Throws `bad_key`. */
export function parsePublicKey(text: string): Multikey {
  const multikey = text
    .trim()
    .replace(/^did:key:/, '')
    .replace(/#.*$/, '')
  if (decodeEd25519(multikey) !== null) return multikey
  throw invalid('bad_key', `"${text}" is not a public key like did:key:z6Mk....`)
}

/** How people read a key to each other: in groups of four. */
export function groupKey(key: string): string {
  return key.replaceAll(/.{4}(?=.)/g, '$& ')
}
