import type { DeliveryStore } from '../exchange/delivery-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import { toTimestamp } from '../kernel/time.ts'
import { digestOf } from '../record/digest.ts'
import type { Activity } from './activity-rules.ts'
import type { OwnIds } from './own-ids.ts'
import type { RemoteActor } from './remote-actor.ts'

/** Who follows the own collective from other servers. Nobody is asked: what is published is public. */
export interface Followers {
  /** Takes up the actor of a Follow and accepts it. Throws `followers_full` and what looking up does. */
  add(follow: Activity): Promise<void>
  remove(actor: string): Promise<void>
  /** Asks anew where a follower is delivered to; of nobody else. */
  refresh(actor: string): Promise<void>
}

export interface FollowersOptions {
  readonly deliveries: DeliveryStore
  readonly own: OwnIds
  readonly loadActor: (id: string) => Promise<RemoteActor>
  readonly now: () => Date
  /** Lets the sender look at once. */
  readonly wake: () => void
}

/** 200 bytes each; far more than any collective has, and an end for who invents them. */
const MAX_FOLLOWERS = 20_000

export function createFollowers(options: FollowersOptions): Followers {
  const { deliveries, own, loadActor, now, wake } = options

  async function keep(actor: RemoteActor): Promise<void> {
    const { id, inbox, sharedInbox } = actor
    await deliveries.addFollower({ actor: id, inbox, sharedInbox, added: toTimestamp(now()) })
  }

  return {
    async add(follow) {
      const known = await deliveries.findFollower(follow.actor)
      if (known === null && (await deliveries.countFollowers()) >= MAX_FOLLOWERS) {
        throw new TesseraError('full', 'followers_full', 'This node takes up no more followers.')
      }
      const actor = await loadActor(follow.actor)
      await keep(actor)
      const accept = acceptOf(follow, own)
      await deliveries.enqueueDeliveries(accept, [actor.inbox], now().getTime())
      wake()
    },
    async remove(actor) {
      await deliveries.removeFollower(actor)
    },
    async refresh(actor) {
      if ((await deliveries.findFollower(actor)) !== null) await keep(await loadActor(actor))
    },
  }
}

/** SPEC: ActivityPub, section 7.5: the Accept names the Follow. */
function acceptOf({ id, actor }: Activity, own: OwnIds): { id: string; body: string } {
  const accept = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: `${own.origin}/accepts/${digestOf(id)}`,
    type: 'Accept',
    actor: own.actor,
    to: [actor],
    object: { id, type: 'Follow', actor, object: own.actor },
  }
  return { id: accept.id, body: JSON.stringify(accept) }
}
