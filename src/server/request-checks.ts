import type { FastifyRequest } from 'fastify'

import { HttpRefusal } from './problem-details.ts'

/** Longer than any address of ours, cursors included. */
export const MAX_URL_LENGTH = 4096
/** More than any form of ours sends. */
export const MAX_QUERY_PARAMETERS = 100
/** More header lines than any client or proxy sends. */
export const MAX_HEADERS = 100

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Asked by the machine itself, under whatever name it has for itself; they say nothing of it. */
const ANY_HOST = new Set(['/healthz', '/readyz'])

const AUTHORITY = /^https?:\/\/([^/?#]*)/i

/** The request target without the host that clients of proxies put in front of it. */
export function originForm(target: string): string {
  const rest = target.replace(AUTHORITY, '')
  return rest.startsWith('/') ? rest : `/${rest}`
}

/**
 * Refuses, by throwing an `HttpRefusal`, what no route should see: requests for other hosts, with
 * several hosts, with methods that we never use, with packed bodies, or of absurd size.
 * SPEC: RFC 9112, sections 3.2 and 3.2.2; RFC 9110, section 15.5.20.
 */
export function createRequestChecks(origins: readonly string[]): (request: FastifyRequest) => void {
  const hosts = new Set(origins.flatMap(spellingsOf))

  return (request) => {
    const { raw, originalUrl } = request
    if (originalUrl.length > MAX_URL_LENGTH)
      throw new HttpRefusal(
        414,
        'url_too_long',
        `Addresses have at most ${MAX_URL_LENGTH} characters.`,
      )
    if (raw.rawHeaders.length > 2 * MAX_HEADERS)
      throw new HttpRefusal(
        431,
        'too_many_headers',
        `Requests have at most ${MAX_HEADERS} headers.`,
      )
    if (!METHODS.has(request.method))
      throw new HttpRefusal(405, 'method_not_allowed', 'This method is never used here.', {
        allow: [...METHODS].join(', '),
      })
    checkHost(raw, originalUrl, hosts)
    checkEncoding(raw.headers['content-encoding'])
    checkParameters(originalUrl)
  }
}

function checkHost(
  { rawHeaders, url = '' }: FastifyRequest['raw'],
  target: string,
  hosts: ReadonlySet<string>,
): void {
  const named = rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  )
  const [host = ''] = named
  if (named.length !== 1)
    throw new HttpRefusal(400, 'bad_host', 'A request names exactly one host.')
  const inTarget = AUTHORITY.exec(target)?.[1] ?? host
  if ([host, inTarget].every((name) => hosts.has(canonicalHost(name)))) return
  if (ANY_HOST.has(url)) return
  throw new HttpRefusal(421, 'wrong_host', 'This node does not answer under that name.')
}

function checkEncoding(encoding: string | undefined): void {
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return
  throw new HttpRefusal(415, 'unsupported_encoding', 'Bodies are sent as they are, not packed.', {
    'accept-encoding': 'identity',
  })
}

function checkParameters(target: string): void {
  const start = target.indexOf('?')
  if (start === -1 || target.slice(start).split('&').length <= MAX_QUERY_PARAMETERS) return
  const message = `Addresses have at most ${MAX_QUERY_PARAMETERS} parameters.`
  throw new HttpRefusal(400, 'too_many_parameters', message)
}

/** An origin's host as clients write it: with and without the usual port. */
function spellingsOf(origin: string): readonly string[] {
  const { protocol, host, port } = new URL(origin)
  if (port !== '') return [host]
  return [host, `${host}:${protocol === 'https:' ? 443 : 80}`]
}

/** The root's dot at the end of a name means nothing, nor does case. */
function canonicalHost(host: string): string {
  return host.toLowerCase().replace(/\.(?=:\d+$|$)/, '')
}
