import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'

import { invalid } from '../kernel/errors.ts'
import { canonicalize, type JsonObject, parseCanonical } from '../record/canonical.ts'
import { type Multikey, toMultikey } from '../record/multikey.ts'
import type { SigningKey } from './log-proof.ts'
import { isSampleKey } from './sample-keys.ts'

/** A private X25519 key and the Multikey of its public half: for what is not public. */
export interface AgreementKey {
  readonly multikey: Multikey
  readonly privateKey: KeyObject
}

/** What a node holds in memory while it runs. */
export interface NodeKeys {
  readonly node: SigningKey
  readonly agreement: AgreementKey
  /** Those in use before, the latest first: what was sealed to them is opened by them. */
  readonly formerAgreements: readonly AgreementKey[]
  /** For HTTP signatures to servers that verify only RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly rsa: KeyObject
}

/** Mastodon and GoToSocial make keys of this size; more costs every delivery. */
const RSA_BITS = 2048

/** Keys live 90 days, and the longest of what is sealed is valid for 400. */
const MAX_FORMER = 5

const generateRsa = promisify(generateKeyPair)

/** A new Ed25519 key: for a member, the controller or a node. */
export function createSigningKey(): SigningKey {
  return withMultikey(generateKeyPairSync('ed25519').privateKey)
}

/** A new X25519 key. */
export function createAgreementKey(): AgreementKey {
  return withMultikey(generateKeyPairSync('x25519').privateKey)
}

/** All keys of a new node, or of one that rotates: they change together. */
export async function createNodeKeys(): Promise<NodeKeys> {
  const { privateKey: rsa } = await generateRsa('rsa', { modulusLength: RSA_BITS })
  return { node: createSigningKey(), agreement: createAgreementKey(), formerAgreements: [], rsa }
}

/** New keys beside which the agreement keys of those before them are kept. */
export function keysAfter(before: NodeKeys, next: NodeKeys): NodeKeys {
  const formerAgreements = [before.agreement, ...before.formerAgreements].slice(0, MAX_FORMER)
  return { ...next, formerAgreements }
}

/** What a node's key file holds. */
export function writeNodeKeys({ node, agreement, formerAgreements, rsa }: NodeKeys): string {
  return canonicalize({
    type: 'NodeKeys',
    node: node.privateKey.export({ format: 'jwk' }),
    agreement: agreement.privateKey.export({ format: 'jwk' }),
    formerAgreements: formerAgreements.map((key) => key.privateKey.export({ format: 'jwk' })),
    rsa: rsa.export({ type: 'pkcs8', format: 'pem' }),
  })
}

/** Throws `bad_key_file`, and `sample_key` for keys that are published. */
export function parseNodeKeys(text: string): NodeKeys {
  const { node, agreement, formerAgreements = [], rsa } = parseKeyFile(text, 'NodeKeys')
  if (!Array.isArray(formerAgreements)) throw badKeyFile()
  const keys = {
    node: parsePrivateKey(node, 'ed25519'),
    agreement: parsePrivateKey(agreement, 'x25519'),
    rsa: parsePrivateKey(rsa, 'rsa'),
  }
  return {
    node: withMultikey(keys.node),
    agreement: withMultikey(keys.agreement),
    formerAgreements: formerAgreements.map((key) => withMultikey(parsePrivateKey(key, 'x25519'))),
    rsa: keys.rsa,
  }
}

/** What the key file of a member or of the controller holds. */
export function writeSigningKey(role: 'member' | 'controller', key: SigningKey): string {
  return canonicalize({
    type: 'SigningKey',
    role,
    multikey: key.multikey,
    key: key.privateKey.export({ format: 'jwk' }),
  })
}

/** Throws `bad_key_file`, and `sample_key` for keys that are published. */
export function parseSigningKey(text: string): SigningKey & { role: 'member' | 'controller' } {
  const { role, multikey, key } = parseKeyFile(text, 'SigningKey')
  if (role !== 'member' && role !== 'controller') throw badKeyFile()
  const signing = withMultikey(parsePrivateKey(key, 'ed25519'))
  if (signing.multikey !== multikey) throw badKeyFile()
  return { ...signing, role }
}

/** Throws `sample_key`: a key that anybody can read about is nobody's (security-bar F19). */
function withMultikey(privateKey: KeyObject): SigningKey {
  const multikey = toMultikey(createPublicKey(privateKey))
  if (isSampleKey(multikey)) {
    throw invalid('sample_key', `${multikey} is a sample key from a document. Make a new one.`)
  }
  return { multikey, privateKey }
}

function parseKeyFile(text: string, type: string): JsonObject {
  const file = parseCanonical(text)
  if (file['type'] !== type) throw badKeyFile()
  return file
}

function parsePrivateKey(value: unknown, type: 'ed25519' | 'x25519' | 'rsa'): KeyObject {
  try {
    const key =
      typeof value === 'string'
        ? createPrivateKey(value)
        : createPrivateKey({ key: value as JsonWebKeyInput, format: 'jwk' })
    if (key.asymmetricKeyType === type) return key
  } catch (cause) {
    throw badKeyFile(cause)
  }
  throw badKeyFile()
}

type JsonWebKeyInput = Extract<Parameters<typeof createPrivateKey>[0], { format: 'jwk' }>['key']

function badKeyFile(cause?: unknown): Error {
  return invalid('bad_key_file', 'This is not the key file that is expected here.', cause)
}
