import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { scidOfLog } from '../../identity/check-log.ts'
import { NODE_KEY_FILE } from '../../identity/key-file.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { isScid, type Scid } from '../../record/did.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts'
import { readAddress, textFlags } from '../flags.ts'
import type { OpenedNode } from '../opened-node.ts'

const flags = object({
  scid: argument(string({ metavar: 'SCID' }), {
    description: message`The own collective, as its members have it on paper`,
  }),
  from: textFlags('--from', 'URL', message`A node that knows it: a former peer, or any other`),
})

export const recoverCommand = command(
  'recover',
  map(
    flags,
    ({ scid, from }): Command =>
      (context) =>
        recover(context, scid, from),
  ),
  { description: message`Fetch the own identity and records back from peers, onto an empty disk` },
)

/** What a node gave of the own collective. */
interface Recovered {
  readonly from: string
  /** One plain sentence; null where it gave what it has. */
  readonly error: string | null
}

/**
 * Makes a collective that its peers still know this empty node's own. There is no node key with it:
 * nothing is signed before the members add an entry with a new one, so no fork can come of this,
 * whatever the old machine does.
 */
async function recover(context: Context, scid: Scid, from: readonly string[]): Promise<ExitCode> {
  if (!isScid(scid)) throw new UsageError(`"${scid}" is not a SCID.`)
  if (from.length === 0) throw new UsageError('--from URL is needed: a node that knows it.')
  const node = await context.node()
  await checkIsEmpty(node, scid)
  const logs = await context.progress('Fetching the identity', () => fetchLogs(node, scid, from))
  if ((await node.own()) === null) {
    const reasons = logs.map((one) => `${one.from}: ${one.error}`).join('\n')
    throw new TesseraError('unavailable', 'not_recovered', `No node has that identity.\n${reasons}`)
  }
  const given = await context.progress('Fetching what was published', () => befriend(node, logs))
  return await report(context, given)
}

async function checkIsEmpty(node: OpenedNode, scid: Scid): Promise<void> {
  const own = await node.own()
  if (own?.scid === scid && (await node.files.readKeyFile(NODE_KEY_FILE)) === null) return
  const [key] = await node.files.listKeyFiles()
  if (own === null && key === undefined) return
  throw new TesseraError(
    'conflict',
    'identity_exists',
    'There are an identity or key files here already: recover into an empty data directory.',
  )
}

/** Each node may hold an older copy than the next: all that hold are put together. */
async function fetchLogs(
  node: OpenedNode,
  scid: Scid,
  from: readonly string[],
): Promise<readonly Recovered[]> {
  const results: Recovered[] = []
  for (const address of from) {
    try {
      const texts = await node.fetchLog(readAddress(address), scid)
      if (texts === null || scidOfLog(texts.log) !== scid) throw unknownThere()
      if ((await node.own()) === null) await node.adopt(texts)
      else await node.exchange.receiveLog(scid, texts)
      results.push({ from: address, error: null })
    } catch (error) {
      results.push({ from: address, error: messageOf(error) })
    }
  }
  return results
}

/** Those who gave the log are peers from now on, and give the rest. */
async function befriend(
  node: OpenedNode,
  logs: readonly Recovered[],
): Promise<readonly Recovered[]> {
  const results: Recovered[] = []
  for (const { from, error } of logs) {
    if (error !== null) {
      results.push({ from, error })
      continue
    }
    try {
      const { scid } = await node.peering.add(await node.peering.look(from))
      const [synced] = await node.peering.sync(scid)
      results.push({ from, error: synced?.error ?? null })
    } catch (cause) {
      results.push({ from, error: messageOf(cause) })
    }
  }
  return results
}

async function report(context: Context, from: readonly Recovered[]): Promise<ExitCode> {
  const node = await context.node()
  const { scid, did, entry } = await ownCollective(node)
  const state = (await node.store.findCollective(scid))?.state ?? 'UNKNOWN'
  const records = (await node.store.listCurrent({ scid })).length
  const { number: entries } = entry
  context.output.result({ scid, did, state, entries, records, from }, [
    `Recovered   ${did}`,
    `Entries     ${entries}`,
    `State       ${state}`,
    `Records     ${records}`,
    ...from.map((one) => `From        ${one.from}${one.error === null ? '' : `: ${one.error}`}`),
    '',
    'There is no node key here, so this node signs nothing yet. Prepare a new one, and have it signed:',
    '  tessera key move            to the address that is configured here (TESSERA_ORIGIN)',
    '  tessera key revoke          if the old key may be in the hands of others',
    'Once that entry is published: tessera start',
  ])
  return from.every(({ error }) => error === null) ? EXIT.ok : EXIT.partly
}

function unknownThere(): TesseraError {
  return new TesseraError('not-found', 'collective_not_found', 'It does not know this collective.')
}

function messageOf(error: unknown): string {
  if (error instanceof TesseraError) return error.message
  throw error
}
