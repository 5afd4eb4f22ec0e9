import type { CommuniqueStore } from '../communique/communique-store.ts'
import { type Communiques, communiquesFor, createKnownTexts } from '../communique/communiques.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import type { JsonObject } from '../record/canonical.ts'
import { isPublic } from '../record/scope.ts'
import type { ShownView } from './shown-view.ts'

/** The texts as a view counts those who stand under them. */
export type CommuniquesIn = (view: ShownView) => Communiques

export interface CommuniquesInViewDeps {
  readonly communiqueStore: CommuniqueStore
  readonly store: Pick<ObjectReader, 'lastSequence'>
  readonly now: () => Date
}

/** Records are read and sorted anew only when something changed, and once for all views. */
export function createCommuniquesIn(deps: CommuniquesInViewDeps): CommuniquesIn {
  const { communiqueStore, store, now } = deps
  const known = createKnownTexts({
    store: onlyPublic(communiqueStore),
    sequence: () => store.lastSequence(),
  })
  return (view) => communiquesFor(known, { shown: async () => new Set(view.shown.keys()), now })
}

/** What is sealed to some stands on no page, whatever the store holds. */
function onlyPublic(store: CommuniqueStore): CommuniqueStore {
  return {
    async list(type) {
      const records = await store.list(type)
      return records.filter(({ record }) => isPublic(record as unknown as JsonObject))
    },
  }
}
