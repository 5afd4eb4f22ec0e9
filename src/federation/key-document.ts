import { createPublicKey, type KeyObject } from 'node:crypto'

import type { JsonObject } from '../record/canonical.ts'
import { decodeEd25519, toMultikey } from '../record/multikey.ts'
import { idOf, isObject, listOf } from './activity-rules.ts'

/** A key as a document of its owner, or of itself, describes it. */
export interface KeyDescription {
  readonly owner: string
  readonly key: KeyObject
  /** The key as it is written, to compare two descriptions of it. */
  readonly text: string
}

/** Where actors list keys: ActivityPub practice, then FEP-521a. */
const KEY_FIELDS = ['publicKey', 'assertionMethod'] as const
/** Only public keys: Node would derive one from a private key that somebody published. */
const PUBLIC_PEM = /^\s*-----BEGIN (?:RSA )?PUBLIC KEY-----\s/
/** RSA-8192 is 1,500 characters of PEM. */
const MAX_PEM = 4096
/** Below, a key can be broken; above, checking it costs more than an inbox can spend. */
const RSA_BITS = { min: 2048, max: 8192 }
/** Usual exponents are 3 and 65537; a long one is a way to make us work. */
const MAX_RSA_EXPONENT = 2n ** 32n

/** The key with id `keyId` in the document of an actor, if it says that it is the actor's own. */
export function findListedKey(actor: JsonObject, keyId: string): KeyDescription | null {
  const { id } = actor
  if (typeof id !== 'string') return null
  const entries = KEY_FIELDS.flatMap((field) => listOf(actor[field])).filter(isObject)
  const entry = entries.find((entry) => entry['id'] === keyId)
  return entry === undefined ? null : describeKey(entry, id)
}

/** Whether an actor's document names `keyId` as a key of its own, with or without describing it. */
export function listsKey(actor: JsonObject, keyId: string): boolean {
  return KEY_FIELDS.some((field) => listOf(actor[field]).some((entry) => idOf(entry) === keyId))
}

/** What a key object says; null if its owner is not `owner` (where given) or the key is unusable. */
export function describeKey(entry: JsonObject, owner?: string): KeyDescription | null {
  const claimed = entry['owner'] ?? entry['controller']
  if (typeof claimed !== 'string' || (owner !== undefined && claimed !== owner)) return null
  const { publicKeyPem: pem, publicKeyMultibase: multikey } = entry
  const text = pem ?? multikey
  if (typeof text !== 'string') return null
  const key = text === pem ? decodePem(text) : decodeEd25519(text)
  return key === null ? null : { owner: claimed, key, text: text.trim() }
}

/** A public key of a kind and size that signatures are checked with; null for anything else. */
function decodePem(pem: string): KeyObject | null {
  if (pem.length > MAX_PEM || !PUBLIC_PEM.test(pem)) return null
  try {
    const key = createPublicKey(pem)
    return isUsable(key) ? key : null
  } catch {
    return null
  }
}

function isUsable(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'ed25519') return decodeEd25519(toMultikey(key)) !== null
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  const isSized = modulusLength >= RSA_BITS.min && modulusLength <= RSA_BITS.max
  return key.asymmetricKeyType === 'rsa' && isSized && publicExponent <= MAX_RSA_EXPONENT
}
