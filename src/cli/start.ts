import { once } from 'node:events'

import { publishFirst } from './adopt.ts'
import { type Context, ownCollective } from './context.ts'
import type { InitFlags } from './init-flags.ts'
import { unlock } from './passphrases.ts'

const NO_FLAGS: InitFlags = {
  name: undefined,
  language: undefined,
  members: undefined,
  member: [],
  threshold: undefined,
  controller: undefined,
  memberPassphraseFiles: [],
  controllerPassphraseFile: undefined,
  discoverable: false,
}

/** Serves until the process is told to stop. */
export async function start(context: Context, values: InitFlags = NO_FLAGS): Promise<void> {
  const { deps, output, progress } = context
  const node = await context.node()
  if ((await node.own()) === null) {
    const { makeIdentity } = await import('./first-identity.ts')
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
    const { signal } = deps
    if (!signal.aborted) await Promise.race([once(signal, 'abort'), running.wiped])
    output.note('Stopping ...')
  }
  output.note('Stopped.')
}
