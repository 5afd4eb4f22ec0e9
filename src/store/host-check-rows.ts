import type { Kysely, Selectable } from 'kysely'

import type { HostCheck } from '../directory/directory-store.ts'
import type { HostProof } from '../directory/host-proof.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { HostCheckTable, Schema } from './schema.ts'

/** What stands before a host in the key of a part. */
const HOST = 'host:'

/** Hosts that Profiles name, those checked longest ago (or never) first. */
export async function listHostsToCheck(
  db: Kysely<Schema>,
  limit: number,
): Promise<{ readonly scid: Scid; readonly host: string }[]> {
  const rows = await db
    .selectFrom('entry_part_key as named')
    .leftJoin('host_check', (join) =>
      join
        .onRef('host_check.scid', '=', 'named.owner')
        .on((eb) => eb('named.key', '=', eb(eb.val(HOST), '||', eb.ref('host_check.host')))),
    )
    .select(['named.owner', 'named.key'])
    .where('named.owner', 'is not', null)
    .where('named.key', '>', HOST)
    .where('named.key', '<', 'host;')
    .orderBy((eb) => eb.fn.coalesce('host_check.checked', eb.val('')))
    .orderBy('named.key')
    .limit(limit)
    .execute()
  return rows.map(({ owner, key }) => ({ scid: owner ?? '', host: key.slice(HOST.length) }))
}

export async function listProofs(db: Kysely<Schema>, scid: Scid): Promise<HostProof[]> {
  const rows = await db
    .selectFrom('host_check')
    .selectAll()
    .where('scid', '=', scid)
    .orderBy('host')
    .execute()
  return rows.flatMap(toProofs)
}

/** Without a proof only the time of the check is noted. */
export async function saveCheck(
  trx: Kysely<Schema>,
  { scid, host, proof }: HostCheck,
  now: Timestamp,
): Promise<void> {
  const proven =
    proof === null
      ? {}
      : {
          first_proven: proof.firstProven,
          last_proven: proof.lastProven,
          holds: proof.holds ? (1 as const) : (0 as const),
        }
  await trx
    .insertInto('host_check')
    .values({
      scid,
      host,
      checked: now,
      first_proven: null,
      last_proven: null,
      holds: null,
      ...proven,
    })
    .onConflict((oc) => oc.columns(['scid', 'host']).doUpdateSet({ checked: now, ...proven }))
    .execute()
}

function toProofs(row: Selectable<HostCheckTable>): HostProof[] {
  const { scid, host, first_proven: firstProven, last_proven: lastProven, holds } = row
  if (firstProven === null || lastProven === null) return []
  return [{ scid, host, firstProven, lastProven, holds: holds === 1 }]
}
