import { invalid } from '../kernel/errors.ts'
import { idOf } from './activity-rules.ts'
import type { Followers } from './followers.ts'
import type { Delivered } from './gate.ts'
import { ACCEPTED, type HttpAnswer } from './http-answer.ts'
import type { ReceiveOffer } from './receive-offer.ts'

export interface ReceiveActivityOptions {
  /** Our actor's id. */
  readonly actor: string
  readonly followers: Followers
  readonly receiveAnnounce: (delivered: Delivered) => Promise<HttpAnswer>
  readonly receiveOffer: ReceiveOffer
  /** Takes what is none of the kinds that are read here. */
  readonly receiveOther: (delivered: Delivered) => Promise<HttpAnswer>
}

type Listener = (delivered: Delivered) => Promise<HttpAnswer>

/**
 * Known kinds without an effect here. Replies and mentions are among them: no message of a person
 * may rest on this server. We follow nobody, so nobody's moving concerns us either.
 */
const WITHOUT_EFFECT = new Set([
  'Accept',
  'Add',
  'Create',
  'Dislike',
  'EmojiReact',
  'Flag',
  'Like',
  'Move',
  'Reject',
  'Remove',
  'TentativeAccept',
  'View',
])

/**
 * What activities bring about. Those of the kinds we know are read as they stand, without JSON-LD
 * processing; their effects may be repeated without harm. SPEC: docs/federation/activities.md
 */
export function createReceiveActivity(options: ReceiveActivityOptions): Listener {
  const { actor, followers, receiveAnnounce, receiveOffer, receiveOther } = options
  const listeners: Readonly<Record<string, Listener>> = {
    Announce: receiveAnnounce,
    async Follow({ activity }) {
      if (activity.objects[0]?.id !== actor) throw invalid('not_ours', 'Nobody here has that id.')
      await followers.add(activity)
      return ACCEPTED
    },
    async Offer(delivered) {
      return (await receiveOffer.offer(delivered)) ?? (await receiveOther(delivered))
    },
    async Undo(delivered) {
      const { activity } = delivered
      const value = activity.objects[0]?.value ?? null
      const isOurs = value?.['type'] === 'Follow' && idOf(value['object']) === actor
      if (isOurs) await followers.remove(activity.actor)
      else await receiveOffer.undo(delivered)
      return ACCEPTED
    },
    async Delete({ activity }) {
      if (activity.objects[0]?.id === activity.actor) await followers.remove(activity.actor)
      return ACCEPTED
    },
    async Block({ activity }) {
      if (activity.objects[0]?.id === actor) await followers.remove(activity.actor)
      return ACCEPTED
    },
    async Update({ activity }) {
      if (activity.objects[0]?.id === activity.actor) await followers.refresh(activity.actor)
      return ACCEPTED
    },
  }
  return async (delivered) => {
    const { type } = delivered.activity
    const listener = Object.hasOwn(listeners, type) ? listeners[type] : undefined
    if (listener !== undefined) return await listener(delivered)
    if (WITHOUT_EFFECT.has(type)) return ACCEPTED
    return await receiveOther(delivered)
  }
}
