import type { ObjectStore, ObjectWriter } from '../../src/exchange/object-store.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import type { Standing } from '../../src/record/acceptance.ts'
import { createHead, type Head } from '../../src/record/head.ts'
import { createManifest, type Manifest } from '../../src/record/manifest.ts'
import type { TesseraObject } from '../../src/record/object.ts'
import {
  assembleRecord,
  proveStatement,
  type SignedRecord,
  signRecord,
} from '../../src/record/record.ts'
import { foundCollective, type TestCollective } from './collective.ts'
import { statementOf } from './records.ts'

const START = new Date('2026-11-22T09:00:00Z')
export const now = toTimestamp(START)
export const later = addTime(now, DAY)
export const harbor = foundCollective('https://harbor.example', START)
export const nube = foundCollective('https://nube.example', START)

export function listing({ did, node }: TestCollective, slug: string, version = 1): SignedRecord {
  return signRecord(statementOf('Listing', { did, slug, version, now }), { did, ...node })
}

export function vouch({ did, members }: TestCollective, slug: string, version = 1): SignedRecord {
  const statement = statementOf('Vouch', { did, slug, version, now })
  const proofs = members
    .slice(0, 2)
    .map((member) => proveStatement(statement, { did, ...member }, 'capabilityInvocation'))
  return assembleRecord(statement, proofs)
}

export function manifestOf({ did }: TestCollective, records: readonly SignedRecord[]): Manifest {
  const items = records.map(({ type, slug, version, digest, expires }) => {
    return { type, slug, version, digest, ...(expires === null ? {} : { expires }) }
  })
  return createManifest(did, items, [])
}

export function headOf(
  { did, node, scid }: TestCollective,
  manifest: Manifest,
  published = now,
): Head {
  const expires = addTime(published, 8 * DAY)
  return createHead(
    {
      attributedTo: did,
      version: 1,
      previous: null,
      manifest: manifest.digest,
      did: `1-${scid}`,
      published,
      expires,
    },
    node,
  )
}

/** What one collective publishes: two listings, a vouch, their manifest and head. */
function stateOf(collective: TestCollective) {
  const records = [listing(collective, 'one'), listing(collective, 'two')]
  const vouched = vouch(collective, 'v')
  const manifest = manifestOf(collective, [...records, vouched])
  const head = headOf(collective, manifest)
  const objects: TesseraObject[] = [
    ...[...records, vouched].map((value) => ({ kind: 'record', value }) as const),
    { kind: 'manifest', value: manifest },
    { kind: 'head', value: head },
  ]
  const standing: Standing = {
    state: 'OK',
    tips: [head],
    current: [...records, vouched],
    erased: [],
  }
  return { collective, records, vouched, manifest, head, objects, standing }
}

export const [ours, theirs] = [stateOf(harbor), stateOf(nube)]
export const digestsOf = (values: readonly { readonly digest: string }[]): string[] =>
  values.map(({ digest }) => digest).toSorted()

export async function add(writer: ObjectWriter, { scid, did }: TestCollective): Promise<void> {
  await writer.addCollective({ scid, did, own: false, at: now })
}

/** A store that holds what both collectives publish, in force. */
export async function filled(store: ObjectStore): Promise<ObjectStore> {
  for (const { collective, objects, standing } of [ours, theirs]) {
    await store.transaction(async (writer) => {
      await add(writer, collective)
      await writer.addObjects(objects, now)
      await writer.putStanding(collective.scid, { standing, until: later }, now)
    })
  }
  return store
}
