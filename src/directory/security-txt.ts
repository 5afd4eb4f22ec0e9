import { invalid } from '../kernel/errors.ts'
import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import type { Contact, ContactKey } from '../record/kinds/contacts.ts'
import type { Profile } from '../record/kinds/profile.ts'

/** SPEC: RFC 9116, section 2.5.5: less than a year ahead is recommended. */
const LONGEST = 364 * DAY

export interface SecurityTxtOptions {
  /** Without a slash at its end. */
  readonly origin: string
  /** Where the collective says how it treats reports. */
  readonly policyUrl?: string
  readonly now: Timestamp
}

/**
 * The text of `/.well-known/security.txt` from the collective's own Profile. It ends with the
 * Profile. Throws `no_security_contact` if there is none: the file would help nobody.
 * SPEC: RFC 9116, section 2.5.
 */
export function securityTxt(
  profile: Pick<Profile, 'contacts' | 'contactKeys' | 'supportLanguages' | 'expires'>,
  { origin, policyUrl, now }: SecurityTxtOptions,
): string {
  const contacts = (profile.contacts ?? []).filter(({ purpose }) => purpose === 'security')
  const uris = contacts.map(({ kind, value }) => URI_OF[kind](value)).filter((uri) => uri !== null)
  if (uris.length === 0) {
    throw invalid(
      'no_security_contact',
      'The profile has no contact with the purpose "security" that security.txt can name.',
    )
  }
  const latest = addTime(now, LONGEST)
  const keys = (profile.contactKeys ?? []).filter(
    ({ purpose }) => purpose === undefined || purpose === 'security',
  )
  const languages = languagesOf(contacts, profile)
  const fields: (readonly [string, string])[] = [
    ...uris.map((uri) => ['Contact', uri] as const),
    ['Expires', profile.expires < latest ? profile.expires : latest],
    ...keys.flatMap(keyUris).map((uri) => ['Encryption', uri] as const),
    ...(languages === '' ? [] : [['Preferred-Languages', languages] as const]),
    ['Canonical', `${origin}/.well-known/security.txt`],
    ...(policyUrl === undefined ? [] : [['Policy', policyUrl] as const]),
  ]
  return fields.map(([name, value]) => `${name}: ${value}\n`).join('')
}

function languagesOf(
  contacts: readonly Contact[],
  profile: Pick<Profile, 'supportLanguages'>,
): string {
  const ofContacts = contacts.flatMap(({ languages }) => languages ?? [])
  const ofProfile = (profile.supportLanguages ?? []).map(({ language }) => language)
  return [...new Set(ofContacts.length > 0 ? ofContacts : ofProfile)].join(', ')
}

const ifSecure = (value: string): string | null => (value.startsWith('https:') ? value : null)

/** SPEC: RFC 9116, section 2.5.3: contacts are URIs, web ones by https. */
const URI_OF: Readonly<Record<Contact['kind'], (value: string) => string | null>> = {
  email: (value) => `mailto:${value}`,
  form: ifSecure,
  xmpp: (value) => `xmpp:${value}`,
  phone: (value) => `tel:${value}`,
  matrix: (value) => `matrix:${value.startsWith('#') ? 'r' : 'u'}/${value.slice(1)}`,
  irc: (value) => value,
  signal: ifSecure,
  post: () => null,
  fediverse: () => null,
}

/** SPEC: RFC 9116, section 2.5.4: where the key is, or its fingerprint; never the key itself. */
function keyUris({ kind, url, fingerprint }: ContactKey): string[] {
  if (kind !== 'openpgp') return []
  if (url !== undefined && url.startsWith('https:')) return [url]
  return fingerprint === undefined ? [] : [`openpgp4fpr:${fingerprint.toLowerCase()}`]
}
