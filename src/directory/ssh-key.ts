import { createHash } from 'node:crypto'

import { invalid } from '../kernel/errors.ts'

/** One public SSH key. */
export interface SshKey {
  readonly type: string
  /** `<type> <base64>`, without the comment: it often names a person and a machine. */
  readonly line: string
  /** As `ssh-keygen -l` prints it: `SHA256:...` */
  readonly fingerprint: string
  /** Of RSA; null for the others. */
  readonly bits: number | null
}

/** The types that records hold, with how many fields their blob has after the type. */
const FIELDS: ReadonlyMap<string, number> = new Map([
  ['ssh-ed25519', 1],
  ['ssh-rsa', 2],
  ['ecdsa-sha2-nistp256', 2],
  ['sk-ssh-ed25519@openssh.com', 2],
])
const LINE = /^\s*(\S+) ([A-Za-z0-9+/]+={0,2})(?: [^\n]*)?\s*$/
const ED25519_BYTES = 32

/**
 * Reads one line of a `.pub` file (type, base64, comment). Throws `secret_key` or `bad_ssh_key`.
 * SPEC: RFC 4253, section 6.6; RFC 8709, section 4; OpenSSH PROTOCOL.u2f.
 */
export function parseSshKey(text: string): SshKey {
  if (text.includes('PRIVATE KEY-----')) {
    throw invalid('secret_key', 'This is a SECRET key. It was not stored. Give the `.pub` file.')
  }
  const [, type = '', base64 = ''] = LINE.exec(text) ?? []
  const blob = Buffer.from(base64, 'base64')
  const modulus = checkedFields(type, blob).at(-1)
  return {
    type,
    line: `${type} ${base64}`,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replaceAll('=', '')}`,
    bits: type === 'ssh-rsa' && modulus !== undefined ? bitsOf(modulus) : null,
  }
}

/** The fields of a blob, if they are those of a key of `type`. */
function checkedFields(type: string, blob: Buffer): Buffer[] {
  const count = FIELDS.get(type)
  const fields = decodeFields(blob)
  if (count === undefined || fields?.length !== count + 1) throw badKey()
  if (fields[0]?.toString('latin1') !== type) throw badKey()
  if (type.includes('ed25519') && fields[1]?.length !== ED25519_BYTES) throw badKey()
  return fields
}

/** The length-prefixed strings that fill a blob to its end; null if they do not. */
function decodeFields(blob: Buffer): Buffer[] | null {
  const fields: Buffer[] = []
  for (let at = 0; at < blob.length;) {
    if (at + 4 > blob.length) return null
    const end = at + 4 + blob.readUInt32BE(at)
    if (end > blob.length) return null
    fields.push(blob.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** The length of an unsigned number in bits; SSH puts a zero byte before a set high bit. */
function bitsOf(number: Buffer): number {
  const first = number.findIndex((byte) => byte !== 0)
  if (first < 0) return 0
  return (number.length - first) * 8 - (Math.clz32(number[first] ?? 0) - 24)
}

function badKey(): Error {
  const types = [...FIELDS.keys()].join(', ')
  return invalid('bad_ssh_key', `This is not a line of a public SSH key (${types}).`)
}
