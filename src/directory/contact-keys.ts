import { invalid } from '../kernel/errors.ts'
import type { ContactKey } from '../record/kinds/contacts.ts'
import {
  expiryWarnings,
  inspectCertificate,
  type KeyWarning,
  MIN_RSA_BITS,
  type OpenpgpCertificate,
} from './openpgp-certificate.ts'
import { parseSshKey } from './ssh-key.ts'

export type KeyKind = ContactKey['kind']

/** A key as a record holds it, with what a reader is told about it. */
export interface InspectedKey {
  readonly kind: KeyKind
  /** In the one form that records hold. */
  readonly value: string
  /** As its own program prints it; null where the value is its own fingerprint. */
  readonly fingerprint: string | null
  readonly warnings: readonly KeyWarning[]
  /** Null for other kinds. */
  readonly certificate: OpenpgpCertificate | null
}

/**
 * Reads a key as its program prints it: an armored OpenPGP certificate, a line of a `.pub` file, an
 * age recipient, a minisign public key (with or without its comment line), an OMEMO fingerprint, a
 * Matrix device key. Throws `secret_key` for a secret one of any kind, else what is wrong.
 */
export async function inspectKey(kind: KeyKind, text: string, now: Date): Promise<InspectedKey> {
  if (SECRET.test(text)) {
    throw invalid('secret_key', 'This is a SECRET key. It was not stored. Give the public one.')
  }
  switch (kind) {
    case 'openpgp':
      return inspectOpenpgp(text, now)
    case 'ssh':
      return inspectSsh(text)
    case 'age':
      return inspectAge(text)
    case 'minisign':
      return inspectMinisign(text)
    case 'omemo':
      return plain(kind, omemoFingerprint(text))
    case 'matrix':
      return plain(kind, matrixDeviceKey(text))
  }
}

/** What secret keys of age and minisign look like; those of OpenPGP and SSH are named by their readers. */
const SECRET = /AGE-SECRET-KEY-|minisign (?:encrypted )?secret key/i

/**
 * Checks a key of a Profile: that it is one, and that the fingerprint stated is its own. Null if
 * only a URL is given: then there is nothing to check here. Throws `fingerprint_mismatch` too.
 */
export async function inspectContactKey(key: ContactKey, now: Date): Promise<InspectedKey | null> {
  if (key.value === undefined) return null
  const inspected = await inspectKey(key.kind, key.value, now)
  const own = inspected.fingerprint ?? inspected.value
  if (key.fingerprint !== undefined && compact(key.fingerprint) !== compact(own)) {
    throw invalid(
      'fingerprint_mismatch',
      `The fingerprint stated is not that of the key, which is ${own}.`,
    )
  }
  if (key.validUntil === undefined || inspected.certificate !== null) return inspected
  const stated = expiryWarnings(`${key.validUntil}T23:59:59Z`, now)
  return { ...inspected, warnings: [...inspected.warnings, ...stated] }
}

/** Fingerprints are compared without the spaces and colons people put in. */
function compact(fingerprint: string): string {
  const text = fingerprint.replaceAll(/\s/g, '')
  // Those of SSH are base64, where case tells bytes apart.
  return text.startsWith('SHA256:') ? text : text.replaceAll(':', '').toUpperCase()
}

async function inspectOpenpgp(text: string, now: Date): Promise<InspectedKey> {
  const value = `${text.replaceAll('\r\n', '\n').trim()}\n`
  const certificate = await inspectCertificate(value, now)
  const { fingerprint, warnings } = certificate
  return { kind: 'openpgp', value, fingerprint, warnings, certificate }
}

function inspectSsh(text: string): InspectedKey {
  const { line, fingerprint, bits } = parseSshKey(text)
  const warnings: KeyWarning[] = bits !== null && bits < MIN_RSA_BITS ? ['weak_algorithm'] : []
  return { kind: 'ssh', value: line, fingerprint, warnings, certificate: null }
}

async function inspectAge(text: string): Promise<InspectedKey> {
  const value = text.trim()
  const { Encrypter } = await import('age-encryption')
  try {
    new Encrypter().addRecipient(value)
  } catch (cause) {
    throw invalid('bad_age_recipient', 'This is not an age recipient (`age1...`).', cause)
  }
  return plain('age', value)
}

/** SPEC: minisign: `Ed`, 8 bytes of key id, 32 bytes of Ed25519 key. */
const MINISIGN_BYTES = 42

function inspectMinisign(text: string): InspectedKey {
  const value = text.trim().split(/\r?\n/).at(-1) ?? ''
  const bytes = Buffer.from(value, 'base64')
  const isKey = bytes.length === MINISIGN_BYTES && bytes.toString('base64') === value
  if (!isKey || bytes.toString('latin1', 0, 2) !== 'Ed') {
    throw invalid('bad_minisign_key', 'This is not a minisign public key (`RW...`).')
  }
  const id = bytes.subarray(2, 10).toReversed()
  return { ...plain('minisign', value), fingerprint: Buffer.from(id).toString('hex').toUpperCase() }
}

/** 64 digits; clients group them, and some put the byte of the key's type before. */
function omemoFingerprint(text: string): string {
  const digits = text.replaceAll(/[\s:]/g, '').toLowerCase()
  const fingerprint = digits.length === 66 && digits.startsWith('05') ? digits.slice(2) : digits
  if (/^[0-9a-f]{64}$/.test(fingerprint)) return fingerprint
  throw invalid('bad_omemo_fingerprint', 'An OMEMO fingerprint has 64 hexadecimal digits.')
}

/** Clients show the base64 of the device's Ed25519 key in groups of four. */
function matrixDeviceKey(text: string): string {
  const value = text.replaceAll(/[\s=]/g, '')
  if (/^[A-Za-z0-9+/]{43}$/.test(value)) return value
  throw invalid('bad_matrix_key', 'A Matrix device key has 43 characters of base64.')
}

function plain(kind: KeyKind, value: string): InspectedKey {
  return { kind, value, fingerprint: null, warnings: [], certificate: null }
}
