import type { CharterStore } from '../charter/charter-store.ts'
import { type Charters, createCharters } from '../charter/charters.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import type { ShownView } from './shown-view.ts'

/** The charters as a view counts their signatories. */
export type ChartersIn = (view: ShownView) => Charters

export interface ChartersInViewDeps {
  readonly charterStore: CharterStore
  readonly store: Pick<ObjectReader, 'lastSequence'>
  readonly now: () => Date
}

/** Texts and commitments are read anew only when something changed. */
export function createChartersIn({ charterStore, store, now }: ChartersInViewDeps): ChartersIn {
  const cached: CharterStore = {
    listCharters: whileUnchanged(store, () => charterStore.listCharters()),
    listCommitments: whileUnchanged(store, () => charterStore.listCommitments()),
  }
  return (view) =>
    createCharters({
      store: cached,
      // How each signatory stands is asked where it is shown.
      view: async () => ({ shown: new Set(view.shown.keys()), standings: new Map() }),
      now,
    })
}

/** Keeps what `read` gives until any collective changes. */
function whileUnchanged<Value>(
  store: Pick<ObjectReader, 'lastSequence'>,
  read: () => Promise<Value>,
): () => Promise<Value> {
  let kept: { readonly sequence: number; readonly value: Promise<Value> } | null = null
  return async () => {
    const sequence = await store.lastSequence()
    if (kept?.sequence === sequence) return await kept.value
    const value = read()
    kept = { sequence, value }
    value.catch(() => {
      kept = null
    })
    return await value
  }
}
