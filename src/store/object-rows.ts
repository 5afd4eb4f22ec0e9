import type { Kysely, Selectable } from 'kysely'

import type { ObjectReader, ObjectWriter, StoredObject } from '../exchange/object-store.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Manifest } from '../record/manifest.ts'
import type { TesseraObject } from '../record/object.ts'
import { insertRows } from './insert-rows.ts'
import { hasStatement, headRow, isAmong, recordRow, toHeadFact, toRecordFact } from './rows.ts'
import type { ObjectTable, Schema } from './schema.ts'
import { createManifestCache, type ReadManifest } from './stored-manifest.ts'

type Reads =
  | 'readFacts'
  | 'findObject'
  | 'findObjects'
  | 'listKnown'
  | 'listForeign'
  | 'listErased'
  | 'listByStatement'
  | 'listRetained'
  | 'bytesOf'
  | 'sizeOf'

const readManifest: ReadManifest = createManifestCache()

/** Reads objects and what acceptance needs of them. */
export function createObjectRowReader(db: Kysely<Schema>): Pick<ObjectReader, Reads> {
  const objects = () => db.selectFrom('object').select(['digest', 'scid', 'kind', 'bytes as text'])
  return {
    async readFacts(scid) {
      const heads = await db.selectFrom('head').selectAll().where('scid', '=', scid).execute()
      const records = await db
        .selectFrom('record')
        .select(['digest', 'type', 'slug', 'version', 'updated', 'expires', 'withdrawn'])
        .select(['signed_by', 'signers'])
        .where('scid', '=', scid)
        .execute()
      const manifests = await listManifests(db, scid)
      return { heads: heads.map(toHeadFact), manifests, records: records.map(toRecordFact) }
    },
    async findObject(digest) {
      const byBytes = await objects().where('digest', '=', digest).executeTakeFirst()
      return byBytes ?? (await findByState(db, digest))
    },
    findObjects: (digests) =>
      objects()
        .where(isAmong(db, 'digest', digests))
        .execute(),
    listKnown: (digests) => listKnown(db, digests),
    async listForeign(digests, scid) {
      const rows = await db
        .selectFrom('object')
        .select('digest')
        .where(isAmong(db, 'digest', digests))
        .where('scid', '<>', scid)
        .execute()
      return toSet(rows)
    },
    async listErased(digests) {
      const rows = await db
        .selectFrom('erased')
        .select('digest')
        .where(isAmong(db, 'digest', digests))
        .execute()
      return toSet(rows)
    },
    async listByStatement(statements) {
      const rows = await db
        .selectFrom('record')
        .select('digest')
        .where(hasStatement(db, statements))
        .execute()
      return toSet(rows)
    },
    listRetained: (scid) => listRetained(db, scid),
    async bytesOf(scid) {
      const collective = await db
        .selectFrom('collective')
        .select('stored')
        .where('scid', '=', scid)
        .executeTakeFirst()
      return collective?.stored ?? 0
    },
    async sizeOf(digests) {
      const rows = await db
        .selectFrom('object')
        .select('size')
        .where(isAmong(db, 'digest', digests))
        .execute()
      return rows.reduce((sum, { size }) => sum + size, 0)
    },
  }
}

async function listKnown(
  db: Kysely<Schema>,
  digests: readonly Digest[],
): Promise<ReadonlySet<Digest>> {
  const rows = await db
    .selectFrom('object')
    .select('digest')
    .where(isAmong(db, 'digest', digests))
    .execute()
  return toSet(rows)
}

function toSet(rows: readonly { readonly digest: Digest }[]): ReadonlySet<Digest> {
  return new Set(rows.map((row) => row.digest))
}

/** Records and heads have an index by collective, objects only for what is no record or is marked. */
async function listRetained(db: Kysely<Schema>, scid: Scid) {
  const records = await db.selectFrom('record').select('digest').where('scid', '=', scid).execute()
  const others = await db
    .selectFrom('object')
    .select('digest')
    .where('scid', '=', scid)
    .where('kind', '<>', 'record')
    .execute()
  const marked = await db
    .selectFrom('object')
    .select(['digest', 'superseded'])
    .where('scid', '=', scid)
    .where('superseded', 'is not', null)
    .execute()
  const since = new Map(marked.map(({ digest, superseded }) => [digest, superseded]))
  return [...records, ...others].map(({ digest }) => {
    return { digest, superseded: since.get(digest) ?? null }
  })
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
    .where('kind', '<>', 'record') // says no more, but only so the index of the others is used
    .execute()
  const manifests: Manifest[] = []
  for (const { digest } of rows) manifests.push(await readManifest(db, digest))
  return manifests
}

/** Writes objects; what of them acceptance needs goes into columns. */
export function createObjectRowWriter(
  trx: Kysely<Schema>,
): Pick<ObjectWriter, 'addObjects' | 'removeObjects' | 'markSuperseded'> {
  return {
    async markSuperseded(digests, at) {
      await trx
        .updateTable('object')
        .set({ superseded: at })
        .where(isAmong(trx, 'digest', digests))
        .execute()
    },
    async addObjects(objects, at) {
      const offered = new Map(objects.map((object) => [object.value.digest, object]))
      const known = await listKnown(trx, [...offered.keys()])
      const fresh = [...offered.values()].filter(({ value }) => !known.has(value.digest))
      const rows = fresh.map((object) => objectRow(object, at))
      await insertRows(trx, 'object', rows, 'ignore')
      const records = fresh.flatMap(({ kind, value }) =>
        kind === 'record' ? [recordRow(value)] : [],
      )
      await insertRows(trx, 'record', records, 'ignore')
      const heads = fresh.flatMap(({ kind, value }) => (kind === 'head' ? [headRow(value)] : []))
      await insertRows(trx, 'head', heads, 'ignore')
      await addStored(trx, rows)
    },
    async removeObjects(digests) {
      const gone = await trx
        .deleteFrom('object')
        .where(isAmong(trx, 'digest', digests))
        .returning(['scid', 'size'])
        .execute()
      for (const scid of new Set(gone.map((row) => row.scid))) {
        await trx
          .deleteFrom('record')
          .where('scid', '=', scid)
          .where(isAmong(trx, 'digest', digests))
          .execute()
      }
      await trx
        .deleteFrom('head')
        .where(isAmong(trx, 'digest', digests))
        .execute()
      await addStored(
        trx,
        gone.map(({ scid, size }) => ({ scid, size: -size })),
      )
    },
  }
}

/** Keeps the sums of what collectives take, so that nobody has to add up thousands of rows. */
async function addStored(
  trx: Kysely<Schema>,
  rows: readonly { readonly scid: Scid; readonly size: number }[],
): Promise<void> {
  for (const [scid, own] of Map.groupBy(rows, (row) => row.scid)) {
    const bytes = own.reduce((sum, { size }) => sum + size, 0)
    await trx
      .updateTable('collective')
      .set((eb) => ({ stored: eb('stored', '+', bytes) }))
      .where('scid', '=', scid)
      .execute()
  }
}

function objectRow({ kind, value }: TesseraObject, received: string): Selectable<ObjectTable> {
  const { digest, scid, text } = value
  return {
    digest,
    scid,
    kind,
    bytes: text,
    size: Buffer.byteLength(text),
    received,
    superseded: null,
  }
}
