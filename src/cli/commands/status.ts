import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import { nodeKeysOf, originsOf } from '../../identity/create-entry.ts'
import { pickLanguage } from '../../kernel/text.ts'
import { toTimestamp } from '../../kernel/time.ts'
import type { Command } from '../context.ts'
import { keyReminders } from '../key-reminders.ts'
import type { OpenedNode, OwnCollective } from '../opened-node.ts'
import { readProfile } from '../own-profile.ts'
import { reminderLines, remindersOf } from '../reminders.ts'
import { scheduledLine } from '../schedule-prepared.ts'

export const statusCommand = command(
  'status',
  map(object({}), (): Command => status),
  {
    description: message`Say how this node and its collective stand`,
  },
)

/** What waits for members, in the data directory. */
export async function listPrepared({ files }: OpenedNode): Promise<readonly string[]> {
  const directory = join(files.path, 'prepared')
  const names = await readdir(directory).catch(() => [])
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(directory, name))
}

const status: Command = async (context) => {
  const node = await context.node()
  const own = await node.own()
  const prepared = await listPrepared(node)
  const base = { dataDirectory: node.files.path, origins: node.origins, prepared }
  if (own === null) {
    return context.output.result({ ...base, identity: null }, [
      `Data directory  ${node.files.path}`,
      'Identity        none yet: tessera init makes one',
    ])
  }
  const value = { ...base, identity: await identityOf(node, own), ...(await countsOf(node, own)) }
  context.output.result(value, linesOf(value))
}

async function identityOf(node: OpenedNode, { scid, did, entry }: OwnCollective) {
  const collective = await node.store.findCollective(scid)
  const { state } = entry.entry
  const keys = nodeKeysOf(state)
  return {
    name: await nameOf(node),
    scid,
    did,
    state: collective?.state ?? 'UNKNOWN',
    addresses: originsOf(state),
    members: entry.members.length,
    threshold: entry.threshold,
    nodeKey: keys?.node ?? null,
    nodeKeyExpires: keys?.expires ?? null,
    headExpires: collective?.headExpires ?? null,
  }
}

async function nameOf(node: OpenedNode): Promise<string | null> {
  const profile = await readProfile(node)
  if (profile === null) return null
  return pickLanguage(profile.nameMap, [], profile.defaultLanguage)?.text ?? null
}

async function countsOf(node: OpenedNode, own: OwnCollective) {
  const { scid } = own
  const records = await node.store.listCurrent({ scid })
  const byType = Object.groupBy(records, ({ type }) => type)
  const peers = await node.peers.listPeers()
  const { shown } = await node.view()
  return {
    reminders: [...(await remindersOf(node, own)), ...keyReminders(own, toTimestamp(node.now()))],
    scheduled: await node.schedule.list(),
    records: Object.fromEntries(
      Object.entries(byType).map(([type, list]) => [type, list?.length ?? 0]),
    ),
    peers: peers.map(({ scid: peer, origin, lastSync, lastError }) => {
      return { scid: peer, origin, lastSync, lastError }
    }),
    shown: shown.size,
  }
}

interface Status extends Awaited<ReturnType<typeof countsOf>> {
  readonly dataDirectory: string
  readonly prepared: readonly string[]
  readonly identity: Awaited<ReturnType<typeof identityOf>>
}

function linesOf(status: Status): string[] {
  const { dataDirectory, identity, records, peers, shown, prepared, scheduled, reminders } = status
  const counts = Object.entries(records).map(([type, count]) => `${count} ${type}`)
  const failing = peers.filter(({ lastError }) => lastError !== null)
  return [
    `Collective      ${identity.name ?? '(no profile yet)'}`,
    `State           ${identity.state}`,
    `SCID            ${identity.scid}`,
    `DID             ${identity.did}`,
    `Addresses       ${identity.addresses.join(', ')}`,
    `Members         ${identity.threshold} of ${identity.members} sign`,
    `Node key        ${identity.nodeKey ?? 'none'}`,
    `  expires       ${identity.nodeKeyExpires ?? '-'}`,
    `State valid to  ${identity.headExpires ?? '-'}`,
    `Published       ${counts.join(', ') || 'nothing yet'}`,
    `Peers           ${peers.length}, ${failing.length} out of reach`,
    `In the view     ${shown} collectives`,
    `Waiting         ${prepared.length === 0 ? 'nothing' : prepared.join('\n                ')}`,
    ...reminderLines(reminders),
    ...scheduled.map((one) => `Sealed until    ${scheduledLine(one)}`),
    `Data directory  ${dataDirectory}`,
  ]
}
