import type { DeliveryStore } from '../exchange/delivery-store.ts'
import { PUBLIC } from './communique-post.ts'
import type { OwnIds } from './own-ids.ts'

export interface FarewellDeps {
  readonly deliveries: Pick<DeliveryStore, 'listFollowers' | 'enqueueDeliveries' | 'removeFollower'>
  readonly own: OwnIds
  readonly now: () => Date
}

/**
 * Tells every follower's server that the actor is gone for good, and forgets who they were. The
 * running node delivers it. Returns how many there were. SPEC: docs/federation/activities.md, "Farewell"
 */
export async function sayFarewell({ deliveries, own, now }: FarewellDeps): Promise<number> {
  const followers = await deliveries.listFollowers()
  if (followers.length === 0) return 0
  const inboxes = new Set(followers.map(({ inbox, sharedInbox }) => sharedInbox ?? inbox))
  await deliveries.enqueueDeliveries(writeFarewell(own), [...inboxes], now().getTime())
  for (const { actor } of followers) await deliveries.removeFollower(actor)
  return followers.length
}

function writeFarewell({ actor }: OwnIds): { readonly id: string; readonly body: string } {
  const id = `${actor}#delete`
  const activity = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id,
    type: 'Delete',
    actor,
    to: [PUBLIC],
    object: actor,
  }
  return { id, body: JSON.stringify(activity) }
}
