import { lookup as lookupName, type LookupAddress } from 'node:dns'

import { TesseraError } from '../kernel/errors.ts'

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

/** DNS of the operating system. */
export const resolveByDns: Resolve = (hostname) =>
  new Promise((done, failed) => {
    lookupName(hostname, { all: true }, (error, addresses) => {
      if (error === null) done(addresses)
      else failed(nameNotFound(error))
    })
  })

export function nameNotFound(cause?: unknown): TesseraError {
  const message = 'This name has no address.'
  return new TesseraError('unavailable', 'name_not_found', message, { cause })
}
