import type { OpenedNode } from '../../src/cli/opened-node.ts'
import type { Peer } from '../../src/exchange/peer-store.ts'
import { toTexts } from '../../src/exchange/receive-log.ts'
import { toTimestamp } from '../../src/kernel/time.ts'
import type { Desk } from './cli.ts'

/** Gives one desk all that the collective of another has published, as a round of sync does. */
export async function bring(from: Desk, to: Desk): Promise<void> {
  await using source = await from.deps.openNode({})
  await using target = await to.deps.openNode({})
  const { scid, origin } = await identityOf(source)
  const log = await source.store.findLog(scid)
  if (log === null) throw new Error('an identity has a log')
  await target.exchange.receiveLog(scid, toTexts(log))
  const { heads, manifests } = await source.store.readFacts(scid)
  const digests = [...heads, ...manifests].map(({ digest }) => digest)
  const records = await source.store.listCurrent({ scid })
  const objects = [...(await source.store.findObjects(digests)), ...records]
  await target.exchange.receive(objects.map(({ text }) => text))
  const peers = await target.peers.listPeers()
  if (!peers.some((peer) => peer.scid === scid))
    await target.peers.putPeer(peerAt(scid, origin, toTimestamp(target.now())))
}

function peerAt(scid: string, origin: string, added: string): Peer {
  const address = { origin, actor: `${origin}/actor`, inbox: `${origin}/inbox` }
  const sync = { added, lastSync: null, interval: 0, lastError: null, cursor: null }
  return { scid, ...address, ...sync }
}

async function identityOf(node: OpenedNode) {
  const own = await node.own()
  if (own === null) throw new Error('an identity is expected')
  return { scid: own.scid, origin: node.origin }
}

/** Everybody hands everything over to everybody. */
export async function bringAll(...desks: readonly Desk[]): Promise<void> {
  for (const from of desks) for (const to of desks) if (from !== to) await bring(from, to)
}
