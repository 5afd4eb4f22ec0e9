import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Test } from 'tap'

import { createFetcher, type Fetcher, type FetcherOptions } from '../../src/federation/fetcher.ts'
import { TesseraError } from '../../src/kernel/errors.ts'
import { SECOND } from '../../src/kernel/time.ts'
import { listen, type Listener } from './listener.ts'
import { NOW } from './signed-request.ts'

export const ACCEPT = { accept: 'application/activity+json' }
/** Long enough for loopback on a busy machine where an answer is expected. */
const PATIENT = 10 * SECOND
/** Where no answer is to come. */
export const SHORT = 300

export interface World {
  readonly fetcher: Fetcher
  readonly peer: Listener
  /** Stands for what is private: nothing may ever connect to it. */
  readonly hit: Listener
}

export async function world(
  t: Test,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: Partial<FetcherOptions> = {},
): Promise<World> {
  const peer = await listen(t, '127.0.0.2', answer)
  const hit = await listen(t, '127.0.0.9', (_, response) => response.end('secret'))
  const fetcher = fetcherFor(t, [peer.address], options)
  t.teardown(() => {
    if (hit.connections() !== 0) throw new Error('something reached the private host')
  })
  return { fetcher, peer, hit }
}

export function fetcherFor(
  t: Test,
  testNetwork: string[],
  options: Partial<FetcherOptions>,
): Fetcher {
  const fetcher = createFetcher({
    testNetwork,
    testResolver: null,
    socks: null,
    userAgent: 'Tessera/0.1.0',
    now: () => NOW,
    deadline: PATIENT,
    ...options,
  })
  t.teardown(() => fetcher[Symbol.asyncDispose]())
  return fetcher
}

export async function codeOf(exchange: Promise<unknown>): Promise<string> {
  try {
    await exchange
    return 'answered'
  } catch (error) {
    return error instanceof TesseraError ? error.code : `not a refusal: ${String(error)}`
  }
}
