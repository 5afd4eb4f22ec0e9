/** Schemes a link may have: they open a page, a message, a call or a key, and none runs anything. */
const SCHEMES = new Set(
  (
    'http https mailto xmpp tel sip sips gemini gopher irc ircs matrix acct magnet openpgp4fpr ' +
    'signal sgnl briar ssb'
  ).split(' '),
)

/** Where a link with any other scheme leads: nowhere, and visibly so. */
const BLOCKED = 'about:invalid#blocked'

/** Browsers ignore these inside a URL, so that `java\nscript:` runs: they go before anything else. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const IGNORED = /[\u0000-\u0020\u007f-\u009f]/g

const SCHEME = /^([a-z][a-z0-9+.-]*):/i

/** The scheme of `url` as a browser would read it, in lower case; null for a relative reference. */
function schemeOf(url: string): string | null {
  return SCHEME.exec(url.replace(IGNORED, ''))?.[1]?.toLowerCase() ?? null
}

/** Whether `url` is absolute and of a scheme that may stand behind a link. */
export function isSafeAbsoluteUrl(url: string): boolean {
  const scheme = schemeOf(url)
  return scheme !== null && SCHEMES.has(scheme)
}

/** `url` as it may stand in `href` or `src`: relative, or of a known scheme; else a dead link. */
export function safeUrl(url: string): string {
  const scheme = schemeOf(url)
  if (scheme !== null && !SCHEMES.has(scheme)) return BLOCKED
  return url.replace(IGNORED, '')
}
