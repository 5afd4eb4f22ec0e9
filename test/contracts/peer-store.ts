import type { Test } from 'tap'

import type { Peer, PeerStore } from '../../src/exchange/peer-store.ts'
import { harborScid, nubeScid } from '../support/records.ts'

const NUBE: Peer = {
  scid: nubeScid,
  origin: 'https://nube.example',
  actor: 'https://nube.example/actor',
  inbox: 'https://nube.example/inbox',
  added: '2026-11-22T09:00:00Z',
  lastSync: null,
  interval: 900_000,
  lastError: null,
  cursor: null,
}

/** What every PeerStore does. */
export function testPeerStore(t: Test, open: (t: Test) => Promise<PeerStore>): void {
  t.test('finds a peer by its SCID and by its actor', async (t) => {
    const store = await open(t)
    await store.putPeer(NUBE)
    t.strictSame(await store.findPeer(nubeScid), NUBE)
    t.strictSame(await store.findPeerByActor(NUBE.actor), NUBE)
    t.equal(await store.findPeer(harborScid), null)
    t.equal(await store.findPeerByActor('https://harbor.example/actor'), null)
    t.strictSame(await store.listPeers(), [NUBE])
  })

  t.test('a peer that moved keeps its place', async (t) => {
    const store = await open(t)
    await store.putPeer(NUBE)
    const moved = { ...NUBE, origin: 'https://new.example', actor: 'https://new.example/actor' }
    await store.putPeer(moved)
    t.strictSame(await store.listPeers(), [moved])
  })

  t.test('a round that failed leaves the time of the last good one', async (t) => {
    const store = await open(t)
    await store.putPeer(NUBE)
    const good = { interval: 900_000, lastError: null, cursor: '5' }
    await store.recordProgress(nubeScid, { ...good, lastSync: '2026-11-22T09:15:00Z' })
    await store.recordProgress(nubeScid, { interval: 1_800_000, lastError: 'Away.', cursor: '5' })
    t.match(await store.findPeer(nubeScid), {
      lastSync: '2026-11-22T09:15:00Z',
      interval: 1_800_000,
      lastError: 'Away.',
      cursor: '5',
    })
  })

  t.test('removing says whether there was one', async (t) => {
    const store = await open(t)
    await store.putPeer(NUBE)
    t.equal(await store.removePeer(nubeScid), true)
    t.equal(await store.removePeer(nubeScid), false)
    t.strictSame(await store.listPeers(), [])
  })
}
