import { ReadableStream as NodeStream } from 'node:stream/web'

import { invalid, TesseraError } from '../kernel/errors.ts'

/**
 * Sealing what is too large for memory: age files, made and opened as a stream, which the `age`
 * program opens too. SPEC: https://c2sp.org/age
 */

/** Who can open it: holders of `age1...` keys, or who knows the passphrase. */
export type SealedFor =
  | { readonly recipients: readonly string[] }
  | { readonly passphrase: string; readonly workFactor?: number }

/** What opens it: lines `AGE-SECRET-KEY-1...`, or the passphrase. */
export type OpenedBy = { readonly identities: readonly string[] } | { readonly passphrase: string }

/**
 * log2 of the work factor: 128 MiB, and a second or two. Twice that of key files, since a backup is
 * opened seldom and may lie about for years.
 */
const WORK_FACTOR = 17

/** A backup may be attacked for years: shorter ones are guessed. */
const MIN_PASSPHRASE = 12

type Chunks = AsyncIterable<Uint8Array>

/** Throws `bad_recipient`, `weak_passphrase`. */
export async function sealStream(content: Chunks, sealedFor: SealedFor): Promise<Chunks> {
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  if ('recipients' in sealedFor) {
    for (const recipient of sealedFor.recipients) {
      checked(() => encrypter.addRecipient(recipient), badRecipient(recipient))
    }
  } else {
    if (sealedFor.passphrase.length < MIN_PASSPHRASE) throw weakPassphrase()
    encrypter.setScryptWorkFactor(sealedFor.workFactor ?? WORK_FACTOR)
    encrypter.setPassphrase(sealedFor.passphrase)
  }
  return await encrypter.encrypt(streamOf(content))
}

/** Throws `bad_identity`, `backup_locked`; while it is read, `backup_damaged`. */
export async function openStream(content: Chunks, openedBy: OpenedBy): Promise<Chunks> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  if ('identities' in openedBy) {
    for (const identity of openedBy.identities) {
      checked(() => decrypter.addIdentity(identity), badIdentity())
    }
  } else decrypter.addPassphrase(openedBy.passphrase)
  try {
    return whole(await decrypter.decrypt(streamOf(content)))
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause
    throw locked(cause)
  }
}

async function* whole(content: Chunks): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause
    throw invalid('backup_damaged', 'The backup is not whole: it was cut off or changed.', cause)
  }
}

/** Node's class and that of the DOM, which the library names, are one and the same. */
function streamOf(content: Chunks): ReadableStream<Uint8Array> {
  return NodeStream.from(content) as ReadableStream<Uint8Array>
}

function checked(add: () => void, refusal: TesseraError): void {
  try {
    add()
  } catch {
    throw refusal // what the library says may repeat a secret
  }
}

function badRecipient(recipient: string): TesseraError {
  return invalid('bad_recipient', `"${recipient}" is not a public key of age, like age1...`)
}

function badIdentity(): TesseraError {
  return invalid('bad_identity', 'This file holds no secret key of age, like AGE-SECRET-KEY-1...')
}

function weakPassphrase(): TesseraError {
  return invalid('weak_passphrase', `A passphrase has at least ${MIN_PASSPHRASE} characters.`)
}

function locked(cause: unknown): TesseraError {
  return new TesseraError(
    'forbidden',
    'backup_locked',
    'This passphrase or key does not open the file, or it is no age file.',
    { cause },
  )
}
