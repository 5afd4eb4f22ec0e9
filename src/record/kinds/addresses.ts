import { domainToUnicode } from 'node:url'

import { MAX_HOST } from './limits.ts'
import type { Problem } from './problem.ts'

/**
 * Addresses in records stand in one spelling only, so that comparing them is comparing texts:
 * ASCII, lower-case punycode host, no trailing dot, no default port, no user and no password.
 * SPEC: security-bar.md, J02, J05, J06.
 */

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const HOST = `${LABEL}(?:\\.${LABEL})*`
const PATH = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
const QUERY = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"

const HOST_FORM = new RegExp(`^${HOST}$`)
const URL_FORM = new RegExp(
  `^https?://(${HOST})(:[1-9]\\d{0,4})?(?:/${PATH})?(?:\\?${QUERY})?(?:#${QUERY})?$`,
)
const ONION_FORM = /^https?:\/\/[a-z2-7]{56}\.onion(?:[:/]|$)/
/** The last label of a name; one that begins with a digit makes the whole an IPv4 address. */
const ENDS_IN_NAME = /(?:^|\.)[a-z][a-z0-9-]*$/

const NOT_A_URL = 'bad_url is not an http or https URL in its one spelling'

/** Whether `text` is a host name (or IPv4 address) in the one spelling that records use. */
export function isHost(text: string): boolean {
  if (text.length > MAX_HOST || !HOST_FORM.test(text)) return false
  return isPlain(text) || (URL.parse(`https://${text}/`)?.hostname === text && isDecodable(text))
}

/** Whether a host needs no second look: no punycode to decode, no IPv4 address in disguise. */
function isPlain(host: string): boolean {
  return !host.includes('xn--') && ENDS_IN_NAME.test(host)
}

/** Whether each punycode label stands for something; Node leaves the others as they are. */
function isDecodable(host: string): boolean {
  return host
    .split('.')
    .every((label) => !label.startsWith('xn--') || domainToUnicode(label) !== label)
}

export function hostProblem(text: string): Problem {
  return isHost(text) ? null : 'bad_host is not a host name in lower case (punycode for others)'
}

/** What keeps `text` from being a web address as records hold it. */
export function urlProblem(text: string): Problem {
  const [, host, port] = URL_FORM.exec(text) ?? []
  if (host === undefined || host.length > MAX_HOST) return NOT_A_URL
  if (port === undefined && isPlain(host)) return null
  const parsed = URL.parse(text)
  return parsed?.host === `${host}${port ?? ''}` && isDecodable(host) ? null : NOT_A_URL
}

export function onionProblem(text: string): Problem {
  if (!ONION_FORM.test(text)) return 'bad_url is not the URL of an onion service'
  return urlProblem(text)
}

/**
 * The host that an address as people write it is about (`EXAMPLE.test.`, `https://www.example.test:443/`),
 * in the one spelling, without `www.`; null if there is none. Listings of one host are one entry by it.
 */
export function decodeHost(address: string): string | null {
  const spelled = address.includes('://') ? address : `https://${address}`
  const parsed = URL.parse(spelled)
  const host = parsed?.hostname.replace(/\.$/, '').replace(/^www\.(?=.*\.)/, '') ?? ''
  return isHost(host) ? host : null
}

/** The URL as records hold it, from one as people write it; null if that cannot be. */
export function decodeUrl(address: string): string | null {
  const parsed = URL.parse(address.includes('://') ? address : `https://${address}`)
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return null
  parsed.hostname = parsed.hostname.replace(/\.$/, '')
  return urlProblem(parsed.href) === null ? parsed.href : null
}
