import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import type { Scid } from '../../src/record/did.ts'
import { statementOf } from './records.ts'

/** What nobody but its recipients may read. */
export const SECRET = 'Last week a server was taken.'

/** A draft for some collectives, as one writes it; for all peers if none is named. */
export function sealedDraft(
  recipients: readonly Scid[] | null,
  changes: Readonly<Record<string, unknown>> = {},
): RecordContent {
  const {
    '@context': _context,
    id: _id,
    attributedTo: _attributedTo,
    version: _version,
    published: _published,
    updated: _updated,
    expires: _expires,
    ...content
  } = statementOf('Draft', { slug: 'on-the-raid' })
  const scope = recipients === null ? { scope: 'peers' } : { scope: 'named', recipients }
  return { ...content, ...scope, ...changes } as unknown as RecordContent
}
