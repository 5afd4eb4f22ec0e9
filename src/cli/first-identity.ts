import type { Context } from './context.ts'
import { foundWith } from './found-with.ts'
import { found } from './founding.ts'
import type { InitFlags } from './init-flags.ts'
import type { OpenedNode } from './opened-node.ts'
import { firstProfile } from './own-profile.ts'
import { knownPassphrase, TRIAL_PASSPHRASE } from './passphrases.ts'
import { publishPrepared } from './publish-prepared.ts'
import { randomPassphrase } from './random-passphrase.ts'

/** False if the identity now waits for its members. */
export async function makeIdentity(
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
