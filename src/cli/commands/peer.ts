import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import type { PeerOffer } from '../../exchange/peering.ts'
import { nodeKeysOf } from '../../identity/create-entry.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { toTimestamp } from '../../kernel/time.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { findKnownCollective, nameOfCollective } from '../find-collective.ts'
import { textFlag } from '../flags.ts'
import { groupKey } from '../key-files.ts'
import type { OwnCollective } from '../opened-node.ts'

const who = argument(string({ metavar: 'COLLECTIVE' }), {
  description: message`SCID, its last 8 characters, or address`,
})
const addFlags = object({
  url: argument(string({ metavar: 'URL' }), { description: message`Address of the other node` }),
  expect: textFlag('--expect', 'SCID', message`The SCID that you were told; no other is added`),
})

const addCommand = command(
  'add',
  map(
    addFlags,
    (values): Command =>
      (context) =>
        addPeer(context, values),
  ),
  { description: message`Get to know a node, compare fingerprints, and exchange with it` },
)
const listCommand = command(
  'list',
  map(object({}), (): Command => listPeers),
  {
    description: message`List the nodes that this one exchanges with`,
  },
)
const removeCommand = command(
  'remove',
  map(
    object({ who }),
    (values): Command =>
      (context) =>
        removePeer(context, values.who),
  ),
  { description: message`Stop exchanging; what it published stays` },
)
const blockCommand = command('block', block(true), {
  description: message`Refuse and hide a collective; only you see that`,
})
const unblockCommand = command('unblock', block(false), { description: message`End a block` })

export const peerCommand = command(
  'peer',
  or(addCommand, listCommand, removeCommand, blockCommand, unblockCommand),
  { description: message`Nodes that this one exchanges with` },
)

async function addPeer(context: Context, values: InferValue<typeof addFlags>): Promise<void> {
  const { output, progress } = context
  const node = await context.node()
  const own = await ownCollective(node)
  const url = values.url.includes('://') ? values.url : `https://${values.url}`
  const offer = await progress(`Looking at ${url}`, () => node.peering.look(url))
  if (values.expect !== undefined && values.expect !== offer.scid) {
    throw new TesseraError(
      'conflict',
      'other_collective',
      `At this address is ${offer.scid}, not the ${values.expect} you expected.`,
    )
  }
  if (!output.isJson) for (const line of fingerprints(own, offer)) output.note(line)
  if (values.expect === undefined) {
    await context.ask.confirm('Did you compare both with them over another channel?')
  }
  await progress('Adding the peer', () => node.peering.add(offer))
  await node.acts.append('peer_added', { scid: offer.scid })
  const name = offer.name ?? offer.scid
  output.result({ added: offer }, [`Added: ${name}. Next: tessera sync, tessera vouch.`])
}

/** Both sides, so that each reads the same two lines to the other. */
function fingerprints({ scid, entry }: OwnCollective, offer: PeerOffer): string[] {
  const ownKey = nodeKeysOf(entry.entry.state)?.node ?? 'none'
  return [
    'Read these to each other, over a channel that you trust:',
    'You',
    `  SCID      ${groupKey(scid)}`,
    `  node key  ${groupKey(ownKey)}`,
    `They${offer.name === null ? '' : ` (they call themselves "${offer.name}")`}`,
    `  SCID      ${groupKey(offer.scid)}`,
    `  node key  ${groupKey(offer.nodeKey)}`,
    `  address   ${offer.origin}`,
  ]
}

async function listPeers({ node: open, output }: Context): Promise<void> {
  const node = await open()
  const known = await node.peers.listPeers()
  const peers = await Promise.all(
    known.map(async ({ scid, origin, added, lastSync, lastError }) => {
      const state = (await node.store.findCollective(scid))?.state ?? 'UNKNOWN'
      const name = await nameOfCollective(node, scid)
      return { name, scid, origin, state, added, lastSync, lastError }
    }),
  )
  output.list(peers, {
    headings: ['NAME', 'STATE', 'ADDRESS', 'LAST SYNC', 'PROBLEM', 'SCID'],
    none: 'No peer yet: tessera peer add URL',
    row: ({ name, state, origin, lastSync, lastError, scid }) => [
      name,
      state,
      origin,
      lastSync ?? 'never',
      lastError ?? '',
      scid,
    ],
  })
}

async function removePeer(context: Context, text: string): Promise<void> {
  const node = await context.node()
  const { scid } = await findKnownCollective(node, text)
  await node.peering.remove(scid)
  await node.acts.append('peer_removed', { scid })
  context.output.result({ removed: scid }, [`No longer a peer: ${scid}.`])
}

function block(blocked: boolean) {
  const run = async (context: Context, text: string): Promise<void> => {
    const node = await context.node()
    const { scid, own } = await findKnownCollective(node, text)
    if (own) throw new TesseraError('conflict', 'own_collective', 'This is your own collective.')
    const at = toTimestamp(node.now())
    await node.store.transaction((writer) => writer.setBlocked(scid, blocked, at))
    await node.acts.append(blocked ? 'collective_blocked' : 'collective_unblocked', { scid })
    const what = blocked ? 'Blocked' : 'No longer blocked'
    context.output.result({ scid, blocked }, [`${what}: ${scid}.`])
  }
  return map(
    object({ who }),
    (values): Command =>
      (context) =>
        run(context, values.who),
  )
}
