import { generateKeyPairSync, type KeyObject } from 'node:crypto'

import type { Name, TestNetwork } from './network.ts'
import {
  type Received,
  type Scripted,
  type ScriptedServer,
  startScripted,
} from './scripted-server.ts'

/** The id of an actor and what else it is known by. */
export interface ScriptedActor {
  readonly id: string
  readonly keyId: string
  readonly inbox: string
}

/** A server of the fediverse with as many actors as are asked for, all with one key. */
export interface ActivityPeer extends ScriptedServer {
  readonly privateKey: KeyObject
  readonly publicPem: string
  actor(name: string): ScriptedActor
  /** The honest document of an actor. */
  document(name: string): Readonly<Record<string, unknown>>
  /** What arrived in the inboxes of its actors. */
  delivered(): readonly Received[]
  /** An id that no activity had yet. */
  freshId(): string
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

export async function startActivityPeer(
  t: Owner,
  network: TestNetwork,
  name: Name,
): Promise<ActivityPeer> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicPem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const origin = network.originOf(name)
  const actor = (who: string): ScriptedActor => {
    const id = `${origin}/users/${who}`
    return { id, keyId: `${id}#main-key`, inbox: `${id}/inbox` }
  }
  const document = (who: string) => actorDocument(actor(who), publicPem)
  const server = await startScripted(t, network, name, (received) => honest(received, document))
  let ids = 0
  return {
    ...server,
    privateKey: keys.privateKey,
    publicPem,
    actor,
    document,
    delivered: () => server.received.filter((one) => one.method === 'POST'),
    freshId: () => `${origin}/activities/${++ids}`,
  }
}

function honest({ method, path }: Received, document: (who: string) => object): Scripted | null {
  if (method === 'POST') return { status: 202 }
  const who = /^\/users\/([\w-]+)$/.exec(path)?.[1]
  return who === undefined ? null : { body: JSON.stringify(document(who)) }
}

export function actorDocument(
  { id, keyId, inbox }: ScriptedActor,
  publicKeyPem: string,
): Readonly<Record<string, unknown>> {
  return {
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
    id,
    type: 'Person',
    preferredUsername: id.slice(id.lastIndexOf('/') + 1),
    inbox,
    outbox: `${id}/outbox`,
    publicKey: { id: keyId, owner: id, publicKeyPem },
  }
}
