import type { PublicKey, User } from 'openpgp'

import { invalid } from '../kernel/errors.ts'
import { DAY, type Timestamp, toTimestamp } from '../kernel/time.ts'

/** What a reader is told about a key that is not refused. */
export type KeyWarning =
  | 'weak_algorithm'
  | 'no_expiry'
  | 'expires_soon'
  | 'expired'
  | 'revoked'
  /** Nobody can write to it. */
  | 'cannot_encrypt'
  /** It holds a picture, which may be of a person. */
  | 'has_picture'

/** One public OpenPGP certificate, read and checked. */
export interface OpenpgpCertificate {
  /** Upper-case hexadecimal, 40 or 64 digits. */
  readonly fingerprint: string
  /** Those whose self-signature holds. */
  readonly userIds: readonly string[]
  /** The addresses in them, in lower case. */
  readonly emails: readonly string[]
  readonly created: Timestamp
  readonly expires: Timestamp | null
  readonly isRevoked: boolean
  /** As RFC 9580 and its library name it, `rsaEncryptSign` for example. */
  readonly algorithm: string
  /** Of RSA and its kin. */
  readonly bits: number | null
  readonly warnings: readonly KeyWarning[]
}

/** RSA below this is too weak for keys that are to last (BSI TR-02102, NIST SP 800-57: 2030). */
export const MIN_RSA_BITS = 3072
/** Time to make a new key and hand it round. */
const SOON = 60 * DAY
/** Algorithms of the last century, by what their names begin with. */
const OUTDATED = /^(?:dsa|elgamal)/i

/**
 * Reads one ASCII-armored certificate. Throws `secret_key` for a secret one, `bad_certificate` for
 * what is none, `several_certificates` for more than one. The library is loaded on first use.
 */
export async function inspectCertificate(armored: string, now: Date): Promise<OpenpgpCertificate> {
  const key = await readCertificate(armored)
  const users = await validUsers(key, now)
  const { algorithm, bits = null } = key.getAlgorithmInfo()
  const facts = {
    expires: await expiryOf(key),
    isRevoked: await key.isRevoked(undefined, undefined, now),
    algorithm,
    bits,
  }
  const warnings = warningsFor(facts, now)
  if (!(await canEncrypt(key, now)) && !facts.isRevoked) warnings.push('cannot_encrypt')
  if (key.users.some(({ userAttribute }) => userAttribute !== null)) warnings.push('has_picture')
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: users.map(({ userID }) => userID?.userID ?? ''),
    emails: users.map(emailOf).filter((email) => email !== ''),
    created: toTimestamp(key.getCreationTime()),
    ...facts,
    warnings,
  }
}

/**
 * The certificate as others may fetch it for one address: binary, without the user ids of other
 * addresses and without pictures. Null if the address is in no valid user id.
 */
export async function certificateFor(
  armored: string,
  email: string,
  now: Date,
): Promise<Uint8Array | null> {
  const key = await readCertificate(armored)
  const users = (await validUsers(key, now)).filter((user) => emailOf(user) === email.toLowerCase())
  if (users.length === 0) return null
  key.users = users
  return key.write()
}

async function readCertificate(armored: string): Promise<PublicKey> {
  if (armored.includes('PRIVATE KEY BLOCK')) throw secretKey()
  const { readKeys } = await import('openpgp')
  const keys = await readKeys({ armoredKeys: armored }).catch((cause: unknown) => {
    throw invalid('bad_certificate', 'This is not an OpenPGP certificate.', cause)
  })
  const [key, ...others] = keys
  if (key === undefined) throw invalid('bad_certificate', 'This is not an OpenPGP certificate.')
  if (others.length > 0) {
    throw invalid('several_certificates', 'Give one certificate at a time.')
  }
  // A secret key may stand under the header of a public one.
  if (key.isPrivate()) throw secretKey()
  return key
}

function secretKey(): Error {
  return invalid(
    'secret_key',
    'This is a SECRET key. It was not stored. Export the public certificate instead; if this text was sent anywhere, revoke the key.',
  )
}

async function validUsers(key: PublicKey, now: Date): Promise<User[]> {
  const valid: User[] = []
  for (const user of key.users) {
    if (user.userID === null) continue
    const isValid = await user.verify(now).catch(() => false)
    if (isValid) valid.push(user)
  }
  return valid
}

function emailOf({ userID }: User): string {
  return userID?.email.toLowerCase() ?? ''
}

async function expiryOf(key: PublicKey): Promise<Timestamp | null> {
  const expires = await key.getExpirationTime()
  return expires instanceof Date ? toTimestamp(expires) : null
}

async function canEncrypt(key: PublicKey, now: Date): Promise<boolean> {
  return key.getEncryptionKey(undefined, now).then(
    () => true,
    () => false,
  )
}

function warningsFor(
  {
    expires,
    isRevoked,
    algorithm,
    bits,
  }: Omit<OpenpgpCertificate, 'warnings' | 'fingerprint' | 'userIds' | 'emails' | 'created'>,
  now: Date,
): KeyWarning[] {
  const warnings: KeyWarning[] = []
  const isWeakRsa = algorithm.startsWith('rsa') && bits !== null && bits < MIN_RSA_BITS
  if (isWeakRsa || OUTDATED.test(algorithm)) warnings.push('weak_algorithm')
  if (isRevoked) warnings.push('revoked')
  return [...warnings, ...expiryWarnings(expires, now)]
}

/** What the end of a key's validity gives to say. */
export function expiryWarnings(expires: Timestamp | null, now: Date): KeyWarning[] {
  if (expires === null) return ['no_expiry']
  const left = Date.parse(expires) - now.getTime()
  if (left <= 0) return ['expired']
  return left < SOON ? ['expires_soon'] : []
}
