import { createHash } from 'node:crypto'

import type { Profile } from '../record/kinds/profile.ts'
import { certificateFor } from './openpgp-certificate.ts'

/** z-base-32: the alphabet of the Web Key Directory. */
const ALPHABET = 'ybndrfg8ejkmcpqxot1uwisza345h769'

/**
 * The name under which the certificate of a local part is served.
 * SPEC: draft-koch-openpgp-webkey-service, section 3.1.
 */
export function wkdHash(localPart: string): string {
  const lower = localPart.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
  return toZBase32(createHash('sha1').update(lower).digest())
}

function toZBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET.charAt((value >>> bits) & 31)
    }
    value &= 0xff
  }
  return bits === 0 ? text : text + ALPHABET.charAt((value << (5 - bits)) & 31)
}

/** A certificate in the Web Key Directory of a domain. */
export interface WkdEntry {
  readonly hash: string
  readonly email: string
  /** OpenPGP packets, not armored. */
  readonly certificate: Uint8Array
}

/**
 * The certificates that a node serves for its own domain: those of the Profile, for the addresses
 * that the Profile names as contacts there, each without any other user id. Certificates that are
 * none are left out.
 */
export async function wkdEntries(
  profile: Pick<Profile, 'contacts' | 'contactKeys'>,
  domain: string,
  now: Date,
): Promise<WkdEntry[]> {
  const armored = (profile.contactKeys ?? [])
    .filter(({ kind }) => kind === 'openpgp')
    .flatMap(({ value }) => value ?? [])
  const entries: WkdEntry[] = []
  for (const email of addressesAt(domain, profile)) {
    const certificate = await firstFor(email, armored, now)
    const hash = wkdHash(email.slice(0, email.indexOf('@')))
    if (certificate !== null) entries.push({ hash, email, certificate })
  }
  return entries
}

/** The e-mail addresses at a domain that a Profile names, in lower case, each once. */
function addressesAt(domain: string, { contacts = [] }: Pick<Profile, 'contacts'>): string[] {
  const emails = contacts
    .filter(({ kind }) => kind === 'email')
    .map(({ value }) => value.toLowerCase())
  return [...new Set(emails.filter((email) => email.endsWith(`@${domain}`)))]
}

async function firstFor(
  email: string,
  armored: readonly string[],
  now: Date,
): Promise<Uint8Array | null> {
  for (const text of armored) {
    const certificate = await certificateFor(text, email, now).catch(() => null)
    if (certificate !== null) return certificate
  }
  return null
}
