import { type Kysely, sql } from 'kysely'

import type { ObjectReader, ObjectWriter, StoredObject } from '../exchange/object-store.ts'
import { addTime, DAY } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Manifest } from '../record/manifest.ts'
import type { TesseraObject } from '../record/object.ts'
import { findIn, headRow, inBatches, recordRow, toHeadFact, toRecordFact } from './rows.ts'
import type { Schema } from './schema.ts'
import { createManifestCache, type ReadManifest } from './stored-manifest.ts'

type Reads =
  | 'readFacts'
  | 'readLists'
  | 'findObject'
  | 'findObjects'
  | 'listKnown'
  | 'listForeign'
  | 'listErased'
  | 'usage'

const readManifest: ReadManifest = createManifestCache()

/** Reads objects and what acceptance needs of them. */
export function createObjectRowReader(db: Kysely<Schema>): Pick<ObjectReader, Reads> {
  const objects = () => db.selectFrom('object').select(['digest', 'scid', 'kind', 'bytes as text'])
  return {
    async readFacts(scid) {
      const heads = await db.selectFrom('head').selectAll().where('scid', '=', scid).execute()
      const records = await db.selectFrom('record').selectAll().where('scid', '=', scid).execute()
      const manifests = await listManifests(db, scid)
      return { heads: heads.map(toHeadFact), manifests, records: records.map(toRecordFact) }
    },
    async readLists(scid) {
      const heads = await db
        .selectFrom('head')
        .select('manifest')
        .distinct()
        .where('scid', '=', scid)
        .execute()
      const manifests = await listManifests(db, scid)
      const records = manifests.flatMap((manifest) => manifest.items.map((item) => item.digest))
      return { manifests: new Set(heads.map((row) => row.manifest)), records: new Set(records) }
    },
    async findObject(digest) {
      const byBytes = await objects().where('digest', '=', digest).executeTakeFirst()
      return byBytes ?? (await findByState(db, digest))
    },
    findObjects: (digests) =>
      findIn(digests, (batch) => objects().where('digest', 'in', batch).execute()),
    listKnown: (digests) =>
      listDigests(digests, (batch) =>
        db.selectFrom('object').select('digest').where('digest', 'in', batch).execute(),
      ),
    listForeign: (digests, scid) =>
      listDigests(digests, (batch) =>
        db
          .selectFrom('object')
          .select('digest')
          .where('digest', 'in', batch)
          .where('scid', '<>', scid)
          .execute(),
      ),
    listErased: (digests) =>
      listDigests(digests, (batch) =>
        db.selectFrom('erased').select('digest').where('digest', 'in', batch).execute(),
      ),
    async usage(scid, now) {
      const { bytes } = await db
        .selectFrom('object')
        .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size'), sql<number>`0`).as('bytes'))
        .where('scid', '=', scid)
        .executeTakeFirstOrThrow()
      const heads = await db
        .selectFrom('head')
        .innerJoin('object', 'object.digest', 'head.digest')
        .select(['head.state_digest', 'object.received'])
        .where('head.scid', '=', scid)
        .execute()
      const recent = heads.filter((head) => head.received > addTime(now, -DAY))
      const changes = new Set(recent.map((head) => head.state_digest)).size
      return { bytes, heads: heads.length, changes }
    },
  }
}

async function listDigests(
  digests: readonly Digest[],
  query: (batch: readonly Digest[]) => Promise<readonly { digest: Digest }[]>,
): Promise<ReadonlySet<Digest>> {
  return new Set((await findIn(digests, query)).map((row) => row.digest))
}

/** The newest renewal of the head that a state digest names. */
async function findByState(db: Kysely<Schema>, state: Digest): Promise<StoredObject | null> {
  const row = await db
    .selectFrom('head')
    .innerJoin('object', 'object.digest', 'head.digest')
    .select(['object.digest', 'object.scid', 'object.kind', 'object.bytes as text'])
    .where('head.state_digest', '=', state)
    .orderBy('head.published', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

async function listManifests(db: Kysely<Schema>, scid: Scid): Promise<Manifest[]> {
  const rows = await db
    .selectFrom('object')
    .select('digest')
    .where('scid', '=', scid)
    .where('kind', '=', 'manifest')
    .execute()
  const manifests: Manifest[] = []
  for (const { digest } of rows) manifests.push(await readManifest(db, digest))
  return manifests
}

/** Writes objects; what of them acceptance needs goes into columns. */
export function createObjectRowWriter(
  trx: Kysely<Schema>,
): Pick<ObjectWriter, 'addObjects' | 'removeObjects'> {
  return {
    async addObjects(objects, at) {
      await inBatches(objects, (batch) =>
        trx
          .insertInto('object')
          .values(batch.map((object) => objectRow(object, at)))
          .onConflict((oc) => oc.column('digest').doNothing())
          .execute(),
      )
      const records = objects.flatMap(({ kind, value }) =>
        kind === 'record' ? [recordRow(value)] : [],
      )
      await inBatches(records, (batch) =>
        trx
          .insertInto('record')
          .values(batch)
          .onConflict((oc) => oc.column('digest').doNothing())
          .execute(),
      )
      const heads = objects.flatMap(({ kind, value }) => (kind === 'head' ? [headRow(value)] : []))
      await inBatches(heads, (batch) =>
        trx
          .insertInto('head')
          .values(batch)
          .onConflict((oc) => oc.column('digest').doNothing())
          .execute(),
      )
    },
    async removeObjects(digests) {
      await inBatches(digests, (batch) =>
        trx.deleteFrom('object').where('digest', 'in', batch).execute(),
      )
    },
  }
}

function objectRow({ kind, value }: TesseraObject, received: string) {
  const { digest, scid, text } = value
  return { digest, scid, kind, bytes: text, size: Buffer.byteLength(text), received }
}
