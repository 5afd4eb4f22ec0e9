import type { Test } from 'tap'

import type { OpenedNode } from '../../src/cli/opened-node.ts'
import type { Peer } from '../../src/exchange/peer-store.ts'
import { toTexts } from '../../src/exchange/receive-log.ts'
import { toTimestamp } from '../../src/kernel/time.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createEnvelopeStore } from '../../src/store/envelope-store.ts'
import { CLI_START, type Desk, desk, deskIn, founded } from './cli.ts'

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

export const LETTER = '# A letter\n\n> From below.\n\nFirst.\n\nTwo boats.\n\n---\n\nCome along.\n'
export const BRIEF = '# Une lettre\n\n> D’en bas.\n\nUn.\n\nDeux bateaux.\n\n---\n\nVenez.\n'
export const DECISION = [
  '--method',
  'consensus',
  '--agree',
  '7',
  '--quorum',
  '5',
  '--date',
  '2026-11-20',
]

/** What tests read of `communique show --json`. */
interface Shown {
  readonly name: string
  readonly stage: string
  readonly heads: readonly string[]
  readonly history: readonly { readonly statement: string }[]
  readonly amendments: readonly { readonly name: string; readonly outcome: string }[]
  readonly relatives: readonly string[]
  readonly translations: readonly {
    readonly language: string
    readonly counts: Readonly<Record<string, number>>
    readonly translators: readonly string[]
    readonly reviewers: readonly string[]
    readonly parts: readonly { readonly id: string; readonly state: string }[]
  }[]
  readonly rounds: readonly {
    readonly counts: Readonly<Record<string, number>>
    readonly outcomes: readonly { readonly kind: string; readonly without: readonly string[] }[]
  }[]
  readonly frozen: readonly { readonly statement: string; readonly version: number }[]
  readonly languages: readonly string[]
  readonly communique: { readonly record: { readonly digests: object } } | null
  readonly signed?: { readonly counted: readonly object[]; readonly letterCount: number }
}

/** Opens the node key. */
export const pass = (at: Desk): string[] => ['--passphrase-file', at.path('pass')]
export const show = (at: Desk, name = 'letter'): Promise<Shown> =>
  at.json<Shown>('communique', 'show', name)

/** A desk with a first draft of the letter. */
export async function drafted(at: Desk, ...more: string[]): Promise<Desk> {
  const { code, err } = await say(at, 'draft', 'letter', at.write('a.md', LETTER), ...more)
  if (code !== 0) throw new Error(err)
  return at
}

/** A command of `communique` that the node key signs, a second after the one before. */
export function say(at: Desk, ...argv: string[]) {
  at.elapse(1000)
  return at.run('communique', ...argv, ...pass(at))
}

export async function twoDesks(t: Test): Promise<readonly [Desk, Desk]> {
  const harbor = await founded(desk(t, 'harbor'))
  const nube = await founded(deskIn(`${t.testdirName}/nube`, { origin: 'https://nube.example' }))
  await bringAll(harbor, nube)
  return [harbor, nube]
}

/** Brings what one desk has sealed to another, as the queue of a running node does. */
export async function bringSealed(from: Desk, to: Desk): Promise<void> {
  await using source = await openFile(from)
  await using target = await openFile(to)
  const [sent, received] = [envelopesIn(source), envelopesIn(target)]
  for (const put of await sent.listEnvelopes(toTimestamp(0)))
    if ((await received.findEnvelope(put.digest)) === null)
      await received.changeEnvelopes({ put, remove: [], jobs: [] })
}

function envelopesIn(database: Database) {
  return createEnvelopeStore(database, () => CLI_START)
}

function openFile(at: Desk): Promise<Database> {
  return openDatabase({ file: at.path('data', 'tessera.db') })
}
