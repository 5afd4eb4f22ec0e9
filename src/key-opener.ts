import { join } from 'node:path'

import { readPassphraseFile, TRIAL_PASSPHRASE } from './cli/passphrases.ts'
import { dataDirectoryOf } from './data-location.ts'
import { NODE_KEY_FILE, openKeyFile } from './identity/key-file.ts'
import { keyFileIn, readIfThere } from './store/data-directory.ts'

/** Opens key files, and may begin with the node's own before anybody asks. */
export interface KeyOpener {
  /**
   * Begins to stretch the passphrase, which takes a while on another thread, and resolves once it
   * has begun. Does nothing unless file and passphrase lie where the environment says; what is wrong
   * with them is told when they are opened.
   */
  begin(env: NodeJS.ProcessEnv): Promise<void>
  /** Throws what `openKeyFile` throws. */
  readonly open: (bytes: Uint8Array, passphrase: string) => Promise<string>
}

interface KeyFile {
  readonly bytes: Uint8Array
  readonly passphrase: string
}

export function createKeyOpener(): KeyOpener {
  let begun: (KeyFile & { readonly text: Promise<string | null> }) | null = null
  return {
    async begin(env) {
      const file = await readKeyFile(env).catch(() => null)
      if (file === null) return
      begun = { ...file, text: openKeyFile(file.bytes, file.passphrase).catch(() => null) }
    },
    async open(bytes, passphrase) {
      const isBegun = begun?.passphrase === passphrase && Buffer.compare(begun.bytes, bytes) === 0
      const text = isBegun ? await begun?.text : null
      begun = null
      return text ?? (await openKeyFile(bytes, passphrase))
    },
  }
}

async function readKeyFile(env: NodeJS.ProcessEnv): Promise<KeyFile | null> {
  const directory = dataDirectoryOf(env)
  const bytes = await readIfThere(keyFileIn(directory, NODE_KEY_FILE))
  if (bytes === null) return null
  const path = env['TESSERA_PASSPHRASE_FILE'] ?? join(directory, TRIAL_PASSPHRASE)
  return { bytes, passphrase: await readPassphraseFile(path) }
}
