import type { Kysely } from 'kysely'

import type { Settled } from '../exchange/object-store.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { RecordFact } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { addChange } from './collective-rows.ts'
import { insertRows } from './insert-rows.ts'
import { isAmong } from './rows.ts'
import type { Schema } from './schema.ts'

type Put = Settled & { readonly scid: Scid; readonly at: Timestamp }

/**
 * Makes `standing` what counts of a collective. Only what differs is written, under the sequence of
 * one change, so that who follows the changes sees each once. Returns whether anything differs.
 */
export async function putStanding(trx: Kysely<Schema>, put: Put): Promise<boolean> {
  const { scid, standing, until, at } = put
  const before = await readBefore(trx, scid)
  const tips = standing.tips.map((tip) => tip.digest)
  const newTips = tips.filter((digest) => !before.tips.has(digest))
  const kept = new Set(standing.current.map((record) => record.digest))
  const added = standing.current.filter((record) => !before.current.has(record.digest))
  const gone = [...before.current].filter((digest) => !kept.has(digest))
  const differs =
    before.state !== standing.state ||
    newTips.length + added.length + gone.length > 0 ||
    tips.length !== before.tips.size
  const tip = standing.tips.length === 1 ? standing.tips[0] : undefined
  await trx
    .updateTable('collective')
    .set({
      state: standing.state,
      head: tip?.digest ?? null,
      head_expires: tip?.expires ?? null,
      settled_until: until,
      ...(before.state === standing.state ? {} : { state_changed: at }),
    })
    .where('scid', '=', scid)
    .execute()
  await putErased(trx, { scid, erased: standing.erased, known: before.erased, at })
  if (!differs) return false
  const sequence = await addChange(trx, { scid, what: whatOf(added, newTips), at })
  await replaceTips(trx, { scid, tips, newTips, sequence })
  await replaceCurrent(trx, { scid, gone, added, sequence, at })
  return true
}

async function readBefore(trx: Kysely<Schema>, scid: Scid) {
  const collective = await trx
    .selectFrom('collective')
    .select('state')
    .where('scid', '=', scid)
    .executeTakeFirst()
  const digestsOf = async (table: 'tip' | 'current' | 'erased') => {
    const rows = await trx.selectFrom(table).select('digest').where('scid', '=', scid).execute()
    return new Set(rows.map((row) => row.digest))
  }
  return {
    state: collective?.state,
    tips: await digestsOf('tip'),
    current: await digestsOf('current'),
    erased: await digestsOf('erased'),
  }
}

/** What a change is called by: an alert is what is looked for first. */
function whatOf(added: readonly RecordFact[], newTips: readonly Digest[]) {
  if (added.some((record) => record.type === 'Alert')) return 'alert' as const
  return newTips.length > 0 ? ('head' as const) : ('members' as const)
}

interface Tips {
  readonly scid: Scid
  readonly tips: readonly Digest[]
  readonly newTips: readonly Digest[]
  readonly sequence: number
}

async function replaceTips(trx: Kysely<Schema>, { scid, tips, newTips, sequence }: Tips) {
  await trx
    .deleteFrom('tip')
    .where('scid', '=', scid)
    .$if(tips.length > 0, (query) => query.where('digest', 'not in', tips))
    .execute()
  const rows = newTips.map((digest) => ({ scid, digest, sequence }))
  await insertRows(trx, 'tip', rows)
}

interface Current {
  readonly scid: Scid
  readonly gone: readonly Digest[]
  readonly added: readonly RecordFact[]
  readonly sequence: number
  readonly at: Timestamp
}

async function replaceCurrent(
  trx: Kysely<Schema>,
  { scid, gone, added, sequence, at }: Current,
): Promise<void> {
  if (gone.length > 0) {
    await trx
      .deleteFrom('current')
      .where('scid', '=', scid)
      .where(isAmong(trx, 'digest', gone))
      .execute()
  }
  const rows = added.map(({ type, slug, digest, signedBy }) => {
    const member = signedBy === 'members' ? 1 : 0
    return { scid, type, slug, digest, member, since: at, sequence } as const
  })
  await insertRows(trx, 'current', rows)
}

interface Erased {
  readonly scid: Scid
  readonly erased: readonly Digest[]
  readonly known: ReadonlySet<Digest>
  readonly at: Timestamp
}

/** A digest that is no longer listed as erased is taken in again when somebody offers it. */
async function putErased(trx: Kysely<Schema>, { scid, erased, known, at }: Erased): Promise<void> {
  const now = new Set(erased)
  const over = [...known].filter((digest) => !now.has(digest))
  const added = erased.filter((digest) => !known.has(digest))
  if (over.length > 0) {
    await trx
      .deleteFrom('erased')
      .where('scid', '=', scid)
      .where(isAmong(trx, 'digest', over))
      .execute()
  }
  const rows = added.map((digest) => ({ scid, digest, since: at }))
  await insertRows(trx, 'erased', rows)
}
