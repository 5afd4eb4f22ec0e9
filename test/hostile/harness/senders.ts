import type { ActivityPeer, ScriptedActor } from './activity-peer.ts'
import { type Answer, ask } from './ask.ts'
import type { NodeProcess } from './node-process.ts'
import { asQuestion, type Draft, draftPost, signCavage } from './signing.ts'

const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams'

/** The id of a node's own actor. */
export function actorOf({ origin }: NodeProcess): string {
  return `${origin}/actor`
}

/** What makes an effect that a database shows: one follower more. */
export function followBy(
  peer: ActivityPeer,
  who: ScriptedActor,
  node: NodeProcess,
): Readonly<Record<string, unknown>> {
  return activity(peer, who, { type: 'Follow', object: actorOf(node) })
}

/** An activity by an actor of a peer, with an id of its own. */
export function activity(
  peer: ActivityPeer,
  { id: actor }: ScriptedActor,
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { '@context': ACTIVITY_STREAMS, id: peer.freshId(), actor, ...members }
}

/** Posts a draft as it is. */
export function post(node: NodeProcess, draft: Draft): Promise<Answer> {
  return ask(node, asQuestion(draft))
}

/** Posts an activity with an honest signature of an actor. */
export function postAs(
  peer: ActivityPeer,
  { keyId }: ScriptedActor,
  node: NodeProcess,
  activity: object,
): Promise<Answer> {
  const { privateKey } = peer
  return post(node, signCavage(draftPost(activity, node), { keyId, privateKey }))
}

/** A follow by an actor at `url`, signed under a key id that makes the node go there. */
export function lure(peer: ActivityPeer, node: NodeProcess, url: string): Promise<Answer> {
  const follow = { ...followBy(peer, peer.actor('eve'), node), id: `${url}/follow`, actor: url }
  const { privateKey } = peer
  return post(node, signCavage(draftPost(follow, node), { keyId: `${url}#main-key`, privateKey }))
}
