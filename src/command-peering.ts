import type { App } from './app.ts'
import type { Peering } from './exchange/peering.ts'
import { createExclusiveWork } from './exclusive-work.ts'
import { createLogRefresh } from './federation/log-refresh.ts'
import { createPeerSource, type PeerSource } from './federation/peer-source.ts'
import { createPeering } from './federation/peers.ts'
import { createSync } from './federation/sync.ts'
import { TesseraError } from './kernel/errors.ts'

/**
 * What commands do with other nodes, beside a node that runs or not. They open no key, so their
 * requests are unsigned: what a closed network exchanges comes with the running node's own sync.
 */
export function createCommandPeering(app: () => App): Peering {
  return {
    look: async (address) => await (await peeringOf(app())).look(address),
    add: async (offer) => await (await peeringOf(app())).add(offer),
    remove: async (scid) => {
      await (await peeringOf(app())).remove(scid)
    },
    sync: async (scid) => await (await peeringOf(app())).sync(scid),
  }
}

async function peeringOf(app: App): Promise<Peering> {
  const own = await app.own()
  if (own === null) {
    throw new TesseraError('not-found', 'no_identity', 'There is no identity here yet.')
  }
  const { scid } = own
  const sourceAt = (base: string, spend?: (bytes: number) => void): PeerSource =>
    createPeerSource({ fetcher: app.fetcher, base, ...(spend === undefined ? {} : { spend }) })
  const parts = {
    ...app,
    logger: SILENT,
    exclusively: createExclusiveWork(app.leases),
    familiar: () => app.views.familiar(),
  }
  const logs = createLogRefresh({ ...parts, sourceOf: (peer) => sourceAt(peer.origin) })
  const sync = createSync({
    ...parts,
    own: { scid },
    logs,
    sourceOf: (peer, spend) => sourceAt(peer.origin, spend),
  })
  return createPeering({
    ...parts,
    own: { scid, origins: app.origins },
    logs,
    sync,
    sourceAt,
    verify: (question) => app.verifier.verify(question),
  })
}

/** A command tells what happened by its answer. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }
