import { TesseraError } from '../kernel/errors.ts'
import { type Authenticate, notListed, refused } from './authenticate.ts'
import { notFound } from './http-answer.ts'
import { parseSignature } from './http-signature.ts'
import type { ReceivedRequest } from './received-request.ts'

export interface ReadAccessOptions {
  readonly network: 'open' | 'listed'
  readonly origin: string
  readonly now: () => Date
  readonly authenticate: Authenticate
}

/**
 * Whether a request may read objects, logs and feeds: on an open network every one may. On a closed
 * one only listed peers, by a signed request; for all others there is nothing here (`not_found`).
 * SPEC: design.md, section 8
 */
export function createReadAccess(options: ReadAccessOptions) {
  const { network, origin, now, authenticate } = options
  return async (request: ReceivedRequest): Promise<void> => {
    if (network === 'open') return
    try {
      const parsed = parseSignature(request, { origin, now: now() })
      if (typeof parsed === 'string') throw refused(parsed)
      const { peer } = await authenticate(parsed)
      if (peer === null) throw notListed()
    } catch (error) {
      if (error instanceof TesseraError) throw notFound('There is nothing here.')
      throw error
    }
  }
}
