import { domainToUnicode } from 'node:url'

import { decodeHost } from '../record/kinds/addresses.ts'
import { MAX_URL } from '../record/kinds/limits.ts'

/** A host name as the directory compares it: what `decodeHost` gives, with `:port` if it is odd. */
export type Host = string

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i
const USUAL_PORTS = ['', '443', '80']

/**
 * The host of a URL or of a bare host name in its one form (full-width letters, ideographic dots,
 * soft hyphens, case, trailing dot, default port and `www.` are gone); null if there is none. Two
 * texts name one host if and only if this gives the same. The port stays, so that several nodes on
 * one test machine are told apart. SPEC: security-bar.md, J05, J06; UTS 46.
 */
export function hostOf(text: string): Host | null {
  const address = text.trim()
  if (address.length > MAX_URL) return null
  const [prefix = '', scheme = 'https'] = SCHEME.exec(address) ?? []
  // URL leaves hosts of other schemes (`ircs:`) as they are, so it is told another.
  const parsed = URL.parse(`https://${address.slice(prefix.length)}`)
  if (parsed === null || parsed.username + parsed.password !== '') return null
  const host = decodeHost(parsed.hostname)
  const isUsual = USUAL_PORTS.includes(parsed.port) || !/^https?$/i.test(scheme)
  return host === null || isUsual ? host : `${host}:${parsed.port}`
}

/** Why the name of a host is shown in punycode. */
export type HostDoubt =
  /** One label mixes scripts that can be taken for each other. */
  | { readonly reason: 'mixed-script' }
  /** Every letter of a label looks Latin and none is. */
  | { readonly reason: 'looks-latin' }
  /** It looks like another host that is known here. */
  | { readonly reason: 'look-alike'; readonly of: Host }

/**
 * What a reader has to know before she trusts the name of `host`; null if nothing. `known` are the
 * hosts of collectives that this node shows; a look-alike is never taken for the real one.
 * SPEC: security-bar.md, J04; UTS 39, sections 4 and 5.
 */
export function doubtAbout(host: Host, known: Iterable<Host> = []): HostDoubt | null {
  const skeleton = skeletonOf(host)
  for (const other of known) {
    if (other !== host && skeletonOf(other) === skeleton) return { reason: 'look-alike', of: other }
  }
  const labels = unicodeOf(host).split('.')
  if (labels.some(looksLatin)) return { reason: 'looks-latin' }
  if (labels.some(mixesScripts)) return { reason: 'mixed-script' }
  return null
}

/** The name to show: readable where nothing speaks against it, else in punycode (`xn--...`). */
export function displayHost(host: Host, known: Iterable<Host> = []): string {
  return doubtAbout(host, known) === null ? unicodeOf(host) : host
}

function unicodeOf(host: Host): string {
  const [name = '', port] = host.split(':')
  const unicode = domainToUnicode(name) || name
  return port === undefined ? unicode : `${unicode}:${port}`
}

/**
 * Letters that pass for Latin ones in a host name (lower case only: host names have no other),
 * from the confusables of UTS 39 for Cyrillic, Greek and Armenian, and digits.
 */
const LOOKS_LIKE = new Map(
  Object.entries({
    a: 'аɑα',
    b: 'ьƅβ',
    c: 'сϲᴄ',
    d: 'ԁ',
    e: 'еҽє',
    f: 'ғք',
    g: 'ɡցԍ',
    h: 'һհн',
    i: 'іıιӏ',
    j: 'јϳ',
    k: 'кκ',
    l: '1ⅼו',
    m: 'м',
    n: 'ոпη',
    o: '0оοօσ',
    p: 'рρ',
    q: 'ԛգ',
    r: 'гᴦ',
    s: 'ѕꜱ',
    t: 'тτ',
    u: 'սυц',
    v: 'ѵνᴠ',
    w: 'ԝωшա',
    x: 'хχ',
    y: 'уγү',
    z: 'ᴢ',
  }).flatMap(([latin, others]) => Array.from(others).map((other) => [other, latin] as const)),
)

/** What a host name looks like: equal for two names that a reader may take for each other. */
function skeletonOf(host: Host): string {
  let skeleton = ''
  for (const letter of unicodeOf(host)) skeleton += LOOKS_LIKE.get(letter) ?? letter
  return skeleton.replaceAll('rn', 'm').replaceAll('vv', 'w')
}

const LATIN = /\p{Script=Latin}/u
const CONFUSABLE_SCRIPTS = [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]

function mixesScripts(label: string): boolean {
  return [LATIN, ...CONFUSABLE_SCRIPTS].filter((script) => script.test(label)).length > 1
}

function looksLatin(label: string): boolean {
  const letters = label.match(/\p{L}/gu) ?? []
  return (
    letters.length > 1 && letters.every((letter) => !LATIN.test(letter) && LOOKS_LIKE.has(letter))
  )
}
