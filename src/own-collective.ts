import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import type { OwnCollective, UnlockedNode } from './cli/opened-node.ts'
import type { EnvelopeStore } from './exchange/envelope-store.ts'
import type { Exchange } from './exchange/exchange.ts'
import type { ObjectStore } from './exchange/object-store.ts'
import { createFindSealed } from './exchange/open-envelopes.ts'
import { type OwnKey, ownEntry } from './exchange/own-node.ts'
import type { PeerStore } from './exchange/peer-store.ts'
import { createPublisher } from './exchange/publisher.ts'
import { toTexts } from './exchange/receive-log.ts'
import { createSealed } from './exchange/sealed.ts'
import type { BranchesOf } from './exchange/settle.ts'
import { checkLog, scidOfLog } from './identity/check-log.ts'
import { NODE_KEY_FILE } from './identity/key-file.ts'
import { parseNodeKeys } from './identity/keys.ts'
import type { LogTexts } from './identity/log-text.ts'
import { TesseraError } from './kernel/errors.ts'
import { SECOND, toTimestamp } from './kernel/time.ts'
import type { Scid } from './record/did.ts'
import type { DataDirectory } from './store/data-directory.ts'
import type { Leases } from './store/lease.ts'

/** One publication takes milliseconds; a process that died in one holds the others up this long. */
const PUBLISH_LEASE = 10 * SECOND
const LEASE_PAUSE = 20
const LEASE_PATIENCE = 15 * SECOND

export interface OwnCollectiveDeps {
  readonly store: ObjectStore
  readonly exchange: Exchange
  readonly branchesOf: BranchesOf
  readonly envelopes: EnvelopeStore
  readonly peers: PeerStore
  readonly files: DataDirectory
  readonly leases: Leases
  readonly origin: string
  readonly now: () => Date
  /** Throws what `openKeyFile` throws. */
  readonly openKey: (bytes: Uint8Array, passphrase: string) => Promise<string>
}

/** What a node does as its own collective. */
export interface OwnCollectiveUse {
  own(): Promise<OwnCollective | null>
  unlock(passphrase: string): Promise<UnlockedNode>
  adopt(log: LogTexts): Promise<OwnCollective>
}

export function createOwnCollective(deps: OwnCollectiveDeps): OwnCollectiveUse {
  const { store, exchange, now } = deps
  const exclusively = createExclusively(deps.leases)

  async function own(): Promise<OwnCollective | null> {
    const scid = await findOwnScid(store)
    const log = scid === null ? null : await store.findLog(scid)
    if (scid === null || log === null) return null
    // What was taken in holds, also when the clock is behind now.
    const times = [toTimestamp(now()), ...log.entries.map((entry) => entry.received)]
    const at = times.reduce((latest, time) => (time > latest ? time : latest))
    const { entries } = checkLog({ scid, sources: [toTexts(log)], now: at })
    const entry = entries.at(-1)
    return entry === undefined ? null : { scid, did: entry.did, entry }
  }

  return {
    own,
    unlock: (passphrase) => unlock(passphrase, deps, exclusively),
    async adopt(log) {
      const scid = scidOfLog(log.log)
      if (scid === null) throw new TesseraError('invalid', 'bad_log', 'This is no DID log.')
      const known = await findOwnScid(store)
      if (known !== null && known !== scid) throw identityExists()
      const at = toTimestamp(now())
      const { entries, refused } = checkLog({ scid, sources: [log], now: at })
      const did = entries.at(-1)?.did
      if (did === undefined) throw new TesseraError('invalid', 'bad_log', refusalText(refused))
      await store.transaction((writer) => writer.addCollective({ scid, did, own: true, at }))
      await exchange.receiveLog(scid, log)
      const adopted = await own()
      if (adopted === null) throw new Error('an adopted log is kept')
      return adopted
    },
  }
}

async function unlock(
  passphrase: string,
  deps: OwnCollectiveDeps,
  exclusively: Exclusively,
): Promise<UnlockedNode> {
  const { store, branchesOf, files } = deps
  const scid = await findOwnScid(store)
  const file = await files.readKeyFile(NODE_KEY_FILE)
  if (scid === null) throw noIdentity()
  if (file === null) throw noNodeKey()
  const keys = parseNodeKeys(await deps.openKey(file, passphrase))
  const key: OwnKey = { scid, ...keys.node }
  ownEntry(await branchesOf(store, key.scid), key)
  const agreements = [keys.agreement, ...keys.formerAgreements] as const
  const findSealed = createFindSealed({ ...deps, agreements }, scid)
  const publisher = createPublisher({ ...deps, key, mark: files.mark, exclusively, findSealed })
  return { keys, publisher, sealed: createSealed({ ...deps, publisher, key, agreements }) }
}

export async function findOwnScid(store: ObjectStore): Promise<Scid | null> {
  const collectives = await store.listCollectives()
  return collectives.find((collective) => collective.own)?.scid ?? null
}

type Exclusively = <T>(work: () => Promise<T>) => Promise<T>

/** Runs one thing at a time, over all processes on the database. */
export function createExclusively(leases: Leases): Exclusively {
  return async (work) => {
    const lease = { name: 'publish', holder: randomUUID(), life: PUBLISH_LEASE }
    const end = performance.now() + LEASE_PATIENCE
    while (!(await leases.acquire(lease))) {
      if (performance.now() > end) throw busy()
      await pause(LEASE_PAUSE)
    }
    try {
      return await work()
    } finally {
      await leases.release(lease.name, lease.holder)
    }
  }
}

function refusalText(refused: readonly { readonly message: string }[]): string {
  return refused[0]?.message ?? 'This DID log has no valid entry.'
}

function noIdentity(): TesseraError {
  return new TesseraError(
    'not-found',
    'no_identity',
    'There is no identity here yet: run "tessera init" first.',
  )
}

function noNodeKey(): TesseraError {
  return new TesseraError(
    'conflict',
    'no_node_key',
    'There is no node key here: the members add a DID entry with a new one (tessera key move --new-key).',
  )
}

function identityExists(): TesseraError {
  return new TesseraError(
    'conflict',
    'identity_exists',
    'This data directory belongs to another collective.',
  )
}

function busy(): TesseraError {
  return new TesseraError(
    'unavailable',
    'publish_busy',
    'Another process of this node is publishing; try again.',
  )
}
