import type { Static } from 'typebox'

import { isHost, urlProblem } from './addresses.ts'
import { MAX_CERTIFICATE, MAX_NOTE, MAX_SHORT_LIST, MAX_VALUE } from './limits.ts'
import type { Problem } from './problem.ts'
import {
  closed,
  date,
  type Immutable,
  language,
  list,
  oneOf,
  optional,
  plainText,
  refined,
  url,
} from './shapes.ts'
import { CONTACT_KEY_KINDS, CONTACT_KINDS, PURPOSES } from './vocabulary.ts'

const LOCAL_PART = "[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}"
const MAILBOX = new RegExp(`^${LOCAL_PART}@([a-z0-9.-]+)$`)
const MATRIX_ID = /^[@#][A-Za-z0-9._=/+-]{1,200}:([a-z0-9.-]+)(?::[1-9]\d{0,4})?$/
const IRC_URL = /^ircs?:\/\/([a-z0-9.-]+)(?::[1-9]\d{0,4})?(?:\/[A-Za-z0-9#%_.+-]{1,100})?$/
const FEDIVERSE_HANDLE = /^@[A-Za-z0-9_.-]{1,64}@([a-z0-9.-]+)$/
/** SPEC: ITU-T E.164. */
const PHONE = /^\+[1-9]\d{6,14}$/
const SIGNAL_NAME = /^[A-Za-z_][A-Za-z0-9_]{2,31}\.\d{2,20}$/
const SIGNAL_LINK = /^https:\/\/signal\.(?:me|group)\/#[A-Za-z0-9+/=_-]{1,200}$/

type Rule = (value: string) => boolean
/** What a rule gets: in an error report, members may be anything. */
type Loose<T> = { readonly [K in keyof T]?: unknown }

/** A form whose first group is a host name. */
const atHost =
  (form: RegExp): Rule =>
  (value) =>
    isHost(form.exec(value)?.[1] ?? '')

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const CONTACT_FORMS: ReadonlyMap<unknown, Rule> = new Map(
  Object.entries({
    email: atHost(MAILBOX),
    form: (value) => urlProblem(value) === null,
    xmpp: atHost(MAILBOX),
    matrix: atHost(MATRIX_ID),
    irc: atHost(IRC_URL),
    phone: (value) => PHONE.test(value),
    signal: (value) => PHONE.test(value) || SIGNAL_NAME.test(value) || SIGNAL_LINK.test(value),
    post: () => true,
    fediverse: atHost(FEDIVERSE_HANDLE),
  } satisfies Record<(typeof CONTACT_KINDS)[number], Rule>),
)

const contactMembers = closed({
  kind: oneOf(CONTACT_KINDS),
  /** The address itself: plain text, never a `mailto:`. */
  value: plainText(MAX_NOTE),
  purpose: oneOf(PURPOSES),
  languages: optional(list(language, MAX_SHORT_LIST)),
})

function contactProblem({ kind, value }: Loose<Static<typeof contactMembers>>): Problem {
  const rule = CONTACT_FORMS.get(kind)
  if (rule === undefined || typeof value !== 'string' || rule(value)) return null
  return `bad_contact holds no address of the kind "${String(kind)}"`
}

/** One way to reach a collective, for one purpose. */
export const contact = refined(contactMembers, (value) => contactProblem(membersOf(value)))

/** SPEC: RFC 9580, section 6.2; one certificate, no headers that a parser may trip over. */
const ARMORED =
  /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n(?:[\x20-\x7e]{0,100}\n){2,400}-----END PGP PUBLIC KEY BLOCK-----\n?$/
const SSH_KEY =
  /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256|sk-ssh-ed25519@openssh\.com) [A-Za-z0-9+/]{40,1200}={0,2}$/
const AGE_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/
const MINISIGN_KEY = /^RW[A-Za-z0-9+/]{54}$/
/** A Curve25519 or Ed25519 key as clients show it, without spaces. */
const OMEMO_FINGERPRINT = /^[0-9a-f]{64}$/
const MATRIX_DEVICE_KEY = /^[A-Za-z0-9+/]{43}$/
const OPENPGP_FINGERPRINT = /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/

const KEY_FORMS: ReadonlyMap<unknown, RegExp> = new Map(
  Object.entries({
    openpgp: ARMORED,
    ssh: SSH_KEY,
    age: AGE_RECIPIENT,
    minisign: MINISIGN_KEY,
    omemo: OMEMO_FINGERPRINT,
    matrix: MATRIX_DEVICE_KEY,
  } satisfies Record<(typeof CONTACT_KEY_KINDS)[number], RegExp>),
)

const contactKeyMembers = closed({
  kind: oneOf(CONTACT_KEY_KINDS),
  purpose: optional(oneOf(PURPOSES)),
  /** The `value` of the contact that the key belongs to. */
  contact: optional(plainText(MAX_VALUE)),
  /** The key itself, in the form its program prints: a certificate, `age1...`, a fingerprint. */
  value: optional(plainText(MAX_CERTIFICATE)),
  /** Where the certificate is; then the fingerprint has to be given too. */
  url: optional(url),
  fingerprint: optional(plainText(MAX_VALUE)),
  validFrom: optional(date),
  validUntil: optional(date),
})

function contactKeyProblem(key: Loose<Static<typeof contactKeyMembers>>): Problem {
  const { kind, value, url, fingerprint } = key
  if (value === undefined && (url === undefined || fingerprint === undefined))
    return 'bad_contact_key needs a value, or a URL with the fingerprint'
  if (typeof value === 'string' && !(KEY_FORMS.get(kind)?.test(value) ?? true))
    return `bad_contact_key holds no key of the kind "${String(kind)}"`
  return kind === 'openpgp' ? fingerprintProblem(fingerprint) : null
}

function fingerprintProblem(fingerprint: unknown): Problem {
  return typeof fingerprint !== 'string' || OPENPGP_FINGERPRINT.test(fingerprint)
    ? null
    : 'bad_contact_key has a fingerprint that is not 40 or 64 hexadecimal digits in upper case'
}

/** A key for writing to a collective or for checking what it signs; not a key of its DID. */
export const contactKey = refined(contactKeyMembers, (value) => contactKeyProblem(membersOf(value)))

export type Contact = Immutable<Static<typeof contact>>
export type ContactKey = Immutable<Static<typeof contactKey>>
