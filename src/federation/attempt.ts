import type { HostState } from '../exchange/delivery-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import {
  type AttemptOutcome,
  mayBeScheme,
  outcomeOf,
  schemesFor,
  type SignatureScheme,
} from './delivery-rules.ts'
import type { Fetcher } from './fetcher.ts'
import type { RequestSigner } from './sign-request.ts'

/** How to sign for whom; keys are loaded once. */
export type Signers = Readonly<Record<SignatureScheme, RequestSigner>>

export interface Attempt {
  readonly outcome: AttemptOutcome
  readonly retryAfter: number | null
  /** Which form of signature was taken; null if none was. */
  readonly scheme: SignatureScheme | null
  /** A status, or the code of what was thrown: for the log. */
  readonly reason: number | string
}

export interface AttemptOptions {
  readonly inbox: string
  readonly body: Uint8Array
  readonly state: HostState
  readonly isPeer: boolean
}

const CONTENT_TYPE = 'application/activity+json'

/**
 * Sends an activity to an inbox once; twice if it is not known which form of signature that server
 * takes and the first was turned down. Never throws for what a server may do.
 */
export function createAttempt(fetcher: Pick<Fetcher, 'post'>, signers: Signers) {
  async function send(
    { inbox, body }: AttemptOptions,
    scheme: SignatureScheme,
  ): Promise<Attempt & { readonly status: number }> {
    try {
      const sign = signers[scheme]
      const answer = await fetcher.post(inbox, body, { contentType: CONTENT_TYPE, sign })
      const { status, retryAfter } = answer
      const outcome = outcomeOf(status)
      const taken = outcome === 'delivered' ? scheme : null
      return { outcome, retryAfter, scheme: taken, reason: status, status }
    } catch (error) {
      if (!(error instanceof TesseraError)) throw error
      // An address that is never followed will not be later; everything else may work again.
      const outcome = error.kind === 'invalid' ? 'refused' : 'failed'
      return { outcome, retryAfter: null, scheme: null, reason: error.code, status: 0 }
    }
  }

  return async (options: AttemptOptions): Promise<Attempt> => {
    const [first, second] = schemesFor(options.state, options.isPeer)
    const attempt = await send(options, first ?? 'cavage')
    if (second === undefined || !mayBeScheme(attempt.status)) return attempt
    const again = await send(options, second)
    return again.outcome === 'delivered' ? again : attempt
  }
}
