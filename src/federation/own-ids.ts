/** The ids under which the own collective appears in ActivityPub. */
export interface OwnIds {
  readonly origin: string
  readonly actor: string
  /** RSA, for other servers. */
  readonly mainKey: string
  /** The node key of the DID log, for nodes of this kind. */
  readonly nodeKey: string
  readonly inbox: string
  readonly sharedInbox: string
  readonly outbox: string
  readonly followers: string
}

/** How a node key is named in signatures: known from the DID log and never fetched. */
export const NODE_KEY_FRAGMENT = '#node-key'

/** The ids at an origin such as `https://collective.example`. SPEC: docs/federation/actor.md */
export function ownIdsAt(origin: string): OwnIds {
  const actor = `${origin}/actor`
  return {
    origin,
    actor,
    mainKey: `${actor}#main-key`,
    nodeKey: actor + NODE_KEY_FRAGMENT,
    inbox: `${actor}/inbox`,
    sharedInbox: `${origin}/inbox`,
    outbox: `${actor}/outbox`,
    followers: `${actor}/followers`,
  }
}
