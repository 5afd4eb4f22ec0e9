import type { Kysely } from 'kysely'

import type { Progress, ProgressMade } from '../directory/directory-store.ts'
import { insertRows } from './insert-rows.ts'
import { isAmong } from './rows.ts'
import type { Schema } from './schema.ts'

/** There is one directory; its row needs a name to be found by. */
const NAME = 'directory'

export async function readProgress(db: Kysely<Schema>): Promise<Progress> {
  const row = await db
    .selectFrom('directory_feed')
    .select('sequence')
    .where('name', '=', NAME)
    .executeTakeFirst()
  const shown = await db.selectFrom('directory_shown').select('scid').execute()
  return { sequence: row?.sequence ?? null, shown: new Set(shown.map(({ scid }) => scid)) }
}

export async function saveProgress(
  trx: Kysely<Schema>,
  { sequence, entered, left }: ProgressMade,
): Promise<void> {
  await trx
    .insertInto('directory_feed')
    .values({ name: NAME, sequence })
    .onConflict((oc) => oc.column('name').doUpdateSet({ sequence }))
    .execute()
  if (left.length > 0) {
    await trx
      .deleteFrom('directory_shown')
      .where(isAmong(trx, 'scid', left))
      .execute()
  }
  const rows = entered.map((scid) => ({ scid }))
  await insertRows(trx, 'directory_shown', rows, 'ignore')
}
