import type { Test } from 'tap'

import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import { toTimestamp } from '../../src/kernel/time.ts'
import type { Scid } from '../../src/record/did.ts'
import { type SignedRecord, signRecord } from '../../src/record/record.ts'
import { type FederationNode, federationNode, testNetwork } from './federation-node.ts'
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
  return { ...content, ...scope, ...changes }
}

/** A draft that a collective signs for whom it likes. */
export function signedDraft(
  { collective }: FederationNode,
  now: Date,
  changes: Readonly<Record<string, unknown>> = {},
): SignedRecord {
  const { did, node } = collective
  const statement = statementOf(
    'Draft',
    { did, slug: 'on-the-raid', now: toTimestamp(now) },
    { scope: 'peers', ...changes },
  )
  return signRecord(statement, { did, ...node })
}

/** Harbor Commons seals to Nube Libre; Atelier Rosa is a peer of both and no recipient. */
export async function sealedScene(t: Test) {
  const network = await testNetwork(t, 3)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  const rosa = await federationNode(t, network)
  const all = [harbor, nube, rosa]
  for (const one of all) for (const other of all) if (one !== other) await one.befriend(other)
  return { network, harbor, nube, rosa, to: [nube.collective.scid] }
}
