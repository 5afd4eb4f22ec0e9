import type { ObjectReader } from '../exchange/object-store.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Vouch } from '../record/kinds/vouch.ts'

/** What a current vouch says, and who says it. */
export interface KnownVouch extends Pick<
  Vouch,
  | 'whom'
  | 'howKnownMap'
  | 'since'
  | 'fingerprintChecked'
  | 'reasonMap'
  | 'updated'
  | 'expires'
  | 'defaultLanguage'
> {
  readonly voucher: Scid
  readonly digest: Digest
}

/** Who vouches for whom, found from either side. */
export interface VouchBook {
  by(voucher: Scid): Promise<readonly KnownVouch[]>
  about(whom: Scid): Promise<readonly KnownVouch[]>
}

/** After more changes than this, all vouches are read anew. */
const MAX_CHANGES = 500

type Reads = Pick<ObjectReader, 'listCurrent' | 'listChanges' | 'lastSequence'>

/** Reads all vouches once, then those of whoever changed. */
export function createVouchBook(store: Reads): VouchBook {
  let byVoucher = new Map<Scid, readonly KnownVouch[]>()
  let byWhom: ReadonlyMap<Scid, readonly KnownVouch[]> = new Map()
  let sequence = -1
  let reading: Promise<void> = Promise.resolve()

  async function catchUp(): Promise<void> {
    const last = await store.lastSequence()
    if (last === sequence) return
    const changes = sequence < 0 ? null : await store.listChanges(sequence, MAX_CHANGES)
    if (changes === null || changes.length === MAX_CHANGES) {
      const all = await readVouches(store, {})
      byVoucher = new Map(Map.groupBy(all, ({ voucher }) => voucher))
    } else {
      for (const scid of new Set(changes.map((change) => change.scid)))
        byVoucher.set(scid, await readVouches(store, { scid }))
    }
    byWhom = Map.groupBy([...byVoucher.values()].flat().toSorted(byAge), ({ whom }) => whom)
    sequence = Math.max(last, changes?.at(-1)?.sequence ?? 0)
  }
  const current = async (): Promise<void> => {
    reading = reading.catch(() => {}).then(catchUp)
    await reading
  }

  return {
    async by(voucher) {
      await current()
      return (byVoucher.get(voucher) ?? []).toSorted(byAge)
    },
    async about(whom) {
      await current()
      return byWhom.get(whom) ?? []
    },
  }
}

async function readVouches(store: Reads, of: { readonly scid?: Scid }): Promise<KnownVouch[]> {
  const records = await store.listCurrent({ ...of, types: ['Vouch'] })
  return records.flatMap(({ scid: voucher, digest, withdrawn, text }) => {
    if (withdrawn) return []
    const { whom, howKnownMap, since, fingerprintChecked, reasonMap, ...rest } = JSON.parse(
      text,
    ) as Vouch
    const { updated, expires, defaultLanguage } = rest
    const told = { howKnownMap, since, fingerprintChecked, reasonMap }
    return [{ voucher, digest, whom, ...told, updated, expires, defaultLanguage }]
  })
}

/** The newest first. */
function byAge(a: KnownVouch, b: KnownVouch): number {
  if (a.updated !== b.updated) return a.updated > b.updated ? -1 : 1
  return a.digest < b.digest ? -1 : 1
}
