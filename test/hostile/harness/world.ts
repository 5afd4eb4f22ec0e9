import type { Test } from 'tap'

import { type ActivityPeer, startActivityPeer } from './activity-peer.ts'
import { createNetwork, type TestNetwork } from './network.ts'
import { foundNode, type NodeOptions, type NodeProcess } from './node-process.ts'
import { listenPrivately, type PrivateListener } from './private-listener.ts'
import { startTesseraPeer, type TesseraPeer } from './tessera-peer.ts'

/** Everybody who takes part in a group of cases. */
export interface World {
  readonly network: TestNetwork
  readonly node: NodeProcess
  /** V: an honest server of the fediverse. */
  readonly victim: ActivityPeer
  /** E: a hostile one. */
  readonly evil: ActivityPeer
  /** A third one, who has nothing to do with either. */
  readonly other: ActivityPeer
  readonly hit: PrivateListener
}

export interface WorldOptions extends NodeOptions {
  /** Lets the private listener have [::1] too; one group at a time can. */
  readonly withIpv6?: boolean
}

/** A running node among scripted servers of the fediverse. */
export async function openWorld(t: Test, options: WorldOptions = {}): Promise<World> {
  const network = await createNetwork(t)
  const hit = await listenPrivately(t, network, { withIpv6: options.withIpv6 ?? false })
  const victim = await startActivityPeer(t, network, 'victim.test')
  const evil = await startActivityPeer(t, network, 'evil.test')
  const other = await startActivityPeer(t, network, 'other.test')
  const node = await foundNode(t, network, options)
  await node.start()
  return { network, node, victim, evil, other, hit }
}

/** The same with a scripted peer of our own kind, which the node has taken up. */
export async function openWorldOfPeers(
  t: Test,
  options: WorldOptions = {},
): Promise<World & { readonly peer: TesseraPeer }> {
  const world = await openWorld(t, options)
  const peer = await startTesseraPeer(t, world.network, 'peer.test')
  await addPeer(world.node, peer)
  return { ...world, peer }
}

/** Makes a node exchange with another, by the command that operators use. */
export async function addPeer(
  node: NodeProcess,
  { origin }: { readonly origin: string },
): Promise<void> {
  const added = await node.command('peer', 'add', origin, '--yes')
  if (added.code !== 0) throw new Error(`peer add failed: ${added.stderr || added.stdout}`)
}
