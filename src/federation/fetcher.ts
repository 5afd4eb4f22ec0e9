import type { Dispatcher } from 'undici'

import { invalid, TesseraError } from '../kernel/errors.ts'
import { SECOND } from '../kernel/time.ts'
import { unusable } from './answer-body.ts'
import { type Answer, ignoreBody, readAnswer, withoutBody } from './answer.ts'
import { type Resolve, resolveByDns } from './names.ts'
import { type Network, parseOutboundUrl } from './outbound-url.ts'
import type { OutgoingRequest, RequestSigner } from './sign-request.ts'
import { parseProxy } from './socks.ts'

export interface FetcherOptions {
  /** Exact `host:port` entries of the test network. */
  readonly testNetwork: readonly string[]
  /** Names of the test network and their addresses. */
  readonly testResolver: ReadonlyMap<string, readonly string[]> | null
  /** `host:port` (or `socks5://host:port`) of the proxy to onion services. */
  readonly socks: string | null
  /** Some servers refuse requests without one. */
  readonly userAgent: string
  readonly now: () => Date
  /** DNS, unless a test says otherwise. */
  readonly resolve?: Resolve
  /** Milliseconds for a whole exchange with all its redirects. */
  readonly deadline?: number
}

export interface GetOptions {
  readonly accept: string
  /** Of the decoded body; 1 MiB unless said otherwise. */
  readonly maxBytes?: number
  /** At most three are followed in any case. */
  readonly redirects?: 'follow' | 'same-origin' | 'none'
  /** Sent to the first origin only. */
  readonly headers?: Readonly<Record<string, string>>
  /** Signs each request of a chain for itself. */
  readonly sign?: RequestSigner
}

export interface PostOptions {
  readonly contentType: string
  /**
   * `ignore` (the usual): the status is all that is waited for, as some servers never end the body
   * of a 2xx. `read`: the body is wanted, as from the sync routes.
   */
  readonly answer?: 'ignore' | 'read'
  readonly maxBytes?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly sign?: RequestSigner
}

/**
 * The only way out. Any status is an answer; what is thrown is a TesseraError: a URL that is not
 * followed (`bad_url`, `scheme_not_allowed`, `port_not_allowed`, `bad_onion_name`,
 * `no_way_to_onion`, `address_not_public`), a chain that is not (`redirect_limit`,
 * `redirect_refused`), an answer that is not read (`too_large`, `headers_too_large`,
 * `encoding_not_supported`, `bad_encoding`), or none (`timed_out`, `name_not_found`,
 * `onion_unreachable`, `unreachable`).
 */
export interface Fetcher extends AsyncDisposable {
  get(url: string, options: GetOptions): Promise<Answer>
  /** Redirects are never followed: an inbox is where its owner says it is. */
  post(url: string, body: Uint8Array, options: PostOptions): Promise<Answer>
  /** What connects, made at its first use: for the guard of other HTTP clients in this process. */
  readonly dispatcher: () => Promise<Dispatcher>
}

/** As long as a person would wait, and no reason to hold a worker longer. */
export const DEADLINE = 10 * SECOND
/** Actors and records are far smaller; sync routes say what they need. */
export const MAX_BYTES = 1024 * 1024
const MAX_REDIRECTS = 3
/** Everything a request needs besides itself. */
interface Exchange {
  readonly options: FetcherOptions
  readonly network: Network
  readonly dispatcher: Fetcher['dispatcher']
  readonly deadline: number
}

type SentRequest = OutgoingRequest & {
  readonly headers: Readonly<Record<string, string>>
  readonly sign?: RequestSigner | undefined
  readonly signal: AbortSignal
}

export function createFetcher(options: FetcherOptions): Fetcher {
  const network: Network = {
    testNetwork: new Set(options.testNetwork),
    testResolver: options.testResolver ?? new Map(),
    socks: options.socks === null ? null : parseProxy(options.socks),
  }
  const deadline = options.deadline ?? DEADLINE
  const resolve = options.resolve ?? resolveByDns
  let egress: Promise<Dispatcher> | null = null
  const dispatcher = (): Promise<Dispatcher> => {
    egress ??= import('./egress.ts').then(({ createEgress }) =>
      createEgress({ network, resolve, connectTimeout: deadline }),
    )
    return egress
  }
  const exchange: Exchange = { options, network, dispatcher, deadline }
  return {
    get: (url, getOptions) =>
      withDeadline(exchange, (signal) => get(exchange, { url, ...getOptions, signal })),
    post: (url, body, postOptions) =>
      withDeadline(exchange, (signal) => post(exchange, { url, body, ...postOptions, signal })),
    dispatcher,
    async [Symbol.asyncDispose]() {
      await (await egress)?.destroy()
    },
  }
}

/** Runs one exchange; whatever goes wrong in it comes out as a refusal with a code. */
async function withDeadline<T>(
  { deadline }: Exchange,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(deadline)
  try {
    return await run(signal)
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause
    if (signal.aborted) throw unusable('timed_out', 'The answer took too long.', cause)
    const { code } = cause as { code?: unknown }
    // What is no failure of the network is a bug, and shows as one.
    if (typeof code !== 'string' && !isParserError(cause)) throw cause
    if (code === 'UND_ERR_HEADERS_OVERFLOW') {
      throw unusable('headers_too_large', 'The answer has too many or too long headers.', cause)
    }
    throw unusable('unreachable', 'The host was not reached or did not speak HTTP.', cause)
  }
}

/** By its name: its class is loaded with the first request. */
function isParserError(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'HTTPParserError'
}

async function get(
  exchange: Exchange,
  request: GetOptions & { readonly url: string; readonly signal: AbortSignal },
): Promise<Answer> {
  const { accept, sign, signal, redirects = 'follow' } = request
  const first = parseOutboundUrl(request.url, exchange.network)
  let url = first
  for (let hops = 0; ; hops++) {
    const extra = url.origin === first.origin ? request.headers : {}
    const headers = { ...extra, accept, 'accept-encoding': 'gzip' }
    const response = await send(exchange, { method: 'GET', url, headers, sign, signal })
    const location = locationOf(response)
    if (location === null) {
      const { maxBytes = MAX_BYTES } = request
      return readAnswer(response, { url, maxBytes, now: exchange.options.now() })
    }
    ignoreBody(response)
    if (hops === MAX_REDIRECTS) {
      throw unusable('redirect_limit', `More than ${MAX_REDIRECTS} redirects.`)
    }
    url = followed(url, location, redirects, exchange.network)
  }
}

async function post(
  exchange: Exchange,
  request: PostOptions & {
    readonly url: string
    readonly body: Uint8Array
    readonly signal: AbortSignal
  },
): Promise<Answer> {
  const { body, contentType, sign, signal, maxBytes = MAX_BYTES } = request
  const url = parseOutboundUrl(request.url, exchange.network)
  const headers = { ...request.headers, 'content-type': contentType, 'accept-encoding': 'gzip' }
  const response = await send(exchange, {
    method: 'POST',
    url,
    headers,
    body,
    contentType,
    sign,
    signal,
  })
  const context = { url, maxBytes, now: exchange.options.now() }
  if (request.answer === 'read') return readAnswer(response, context)
  ignoreBody(response)
  return withoutBody(response, context)
}

async function send(
  { dispatcher, options, deadline }: Exchange,
  { sign, signal, headers, ...request }: SentRequest,
): Promise<Dispatcher.ResponseData> {
  const { method, url, body } = request
  const egress = await dispatcher()
  return await egress.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: { 'user-agent': options.userAgent, ...headers, ...sign?.(request) },
    ...(body === undefined ? {} : { body }),
    signal,
    headersTimeout: deadline,
    bodyTimeout: deadline,
  })
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function locationOf({ statusCode, headers }: Dispatcher.ResponseData): string | null {
  const { location } = headers
  return REDIRECTS.has(statusCode) && typeof location === 'string' ? location : null
}

/** Where a redirect leads, judged like any URL of a stranger. */
function followed(
  from: URL,
  location: string,
  redirects: 'follow' | 'same-origin' | 'none',
  network: Network,
): URL {
  const target = URL.parse(location, from.href)
  if (target === null) throw invalid('bad_url', 'A redirect leads to what is no URL.')
  const isAllowed =
    redirects === 'follow' || (redirects === 'same-origin' && target.origin === from.origin)
  if (!isAllowed) throw unusable('redirect_refused', 'A redirect is not followed here.')
  return parseOutboundUrl(target.href, network)
}
