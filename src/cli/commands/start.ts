import { once } from 'node:events'

import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import { publishFirst } from '../adopt.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { foundWith } from '../found-with.ts'
import { found } from '../founding.ts'
import { type InitFlags, initFlags } from '../init-flags.ts'
import type { OpenedNode } from '../opened-node.ts'
import { firstProfile } from '../own-profile.ts'
import { knownPassphrase, TRIAL_PASSPHRASE, unlock } from '../passphrases.ts'
import { publishPrepared } from '../publish-prepared.ts'
import { randomPassphrase } from '../random-passphrase.ts'

export const startCommand = command(
  'start',
  map(
    initFlags,
    (values): Command =>
      (context) =>
        start(context, values),
  ),
  { description: message`Serve this node; the first time it makes an identity, like "init"` },
)

/** Serves until the process is told to stop. */
async function start(context: Context, values: InitFlags): Promise<void> {
  const { deps, output, progress } = context
  const node = await context.node()
  if ((await node.own()) === null) {
    const isMade = await makeIdentity(context, node, values)
    if (!isMade) return
  }
  // The passphrase is stretched beside the main thread, which has a lot to load meanwhile.
  const [unlocked] = await Promise.all([unlock(context), deps.loadServer?.()])
  await publishFirst(node, unlocked)
  const { scid } = await ownCollective(node)
  {
    await using running = await progress('Starting', () => deps.startNode(node, unlocked))
    output.result({ origin: node.origin, address: running.address, scid }, [
      `${node.origin} is served at ${running.address}. Ctrl-C stops it.`,
    ])
    if (!deps.signal.aborted) await once(deps.signal, 'abort')
    output.note('Stopping ...')
  }
  output.note('Stopped.')
}

/** False if the identity now waits for its members. */
async function makeIdentity(
  context: Context,
  node: OpenedNode,
  values: InitFlags,
): Promise<boolean> {
  const isTrial =
    node.isLoopback && !context.ask.isPossible && (await knownPassphrase(context, node)) === null
  if (isTrial) await makeTrial(context, node, values.name ?? 'Trial collective')
  else {
    context.output.note('There is no identity here yet. A few questions first.')
    await foundWith(context, values)
  }
  return (await node.own()) !== null
}

/** For a look around on this machine: one member, and a passphrase that lies beside the keys. */
async function makeTrial(context: Context, node: OpenedNode, name: string): Promise<void> {
  const passphrase = randomPassphrase()
  const path = await node.files.writeText(TRIAL_PASSPHRASE, `${passphrase}\n`)
  const { prepared } = await found(context, {
    profile: firstProfile(name, 'en', true),
    members: { kind: 'made-here', passphrases: [passphrase] },
    threshold: 1,
    controller: null,
    passphrases: { node: passphrase, controller: passphrase },
  })
  await publishPrepared(context, [prepared])
  for (const line of [
    `A trial identity was made. Its passphrase lies in ${path}, beside the keys that it`,
    'protects: whoever reads this directory can speak for it. That is fine on this machine alone;',
    'for a real collective begin anew with: tessera init --members 3 --threshold 2',
  ]) {
    context.output.warn(line)
  }
}
