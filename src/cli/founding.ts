import type { ProfileContent } from '../directory/record-content.ts'
import { addProof, prepareEntry } from '../identity/ceremony.ts'
import { createFirstEntry } from '../identity/create-entry.ts'
import { NODE_KEY_FILE } from '../identity/key-file.ts'
import {
  createNodeKeys,
  createSigningKey,
  writeNodeKeys,
  writeSigningKey,
} from '../identity/keys.ts'
import type { SigningKey } from '../identity/log-proof.ts'
import type { Prepared } from '../identity/prepared.ts'
import { TesseraError } from '../kernel/errors.ts'
import { addTime, DAY, toTimestamp } from '../kernel/time.ts'
import type { Multikey } from '../record/multikey.ts'
import { keepFirstProfile } from './adopt.ts'
import { type Context, isAheadOfClock } from './context.ts'
import { sealKey } from './key-files.ts'
import type { OpenedNode } from './opened-node.ts'

/** SPEC: design.md, section 4: 90 days by default. */
export const NODE_KEY_LIFE = 90 * DAY

const CONTROLLER_KEY_FILE = 'controller'

/** The members: keys made here, one file each, or keys that members made themselves. */
export type MemberPlan =
  | { readonly kind: 'made-here'; readonly passphrases: readonly string[] }
  | { readonly kind: 'brought'; readonly keys: readonly Multikey[] }

/** Everything that has to be decided before an identity can be made. */
export interface FoundingPlan {
  readonly profile: ProfileContent
  readonly members: MemberPlan
  readonly threshold: number
  /** A controller key made elsewhere; null makes one here. */
  readonly controller: Multikey | null
  readonly passphrases: { readonly node: string; readonly controller: string }
}

/** What was made: the first entry, signed by the keys that are here, and the files they lie in. */
export interface Founded {
  readonly prepared: Prepared
  readonly keyFiles: readonly string[]
}

/**
 * Makes the keys and the first entry of an identity. The keys are on the disk before anything names
 * them. Throws `identity_exists`, `key_file_exists`.
 */
export async function found(context: Context, plan: FoundingPlan): Promise<Founded> {
  const node = await context.node()
  await checkIsNew(node)
  const members =
    plan.members.kind === 'made-here' ? plan.members.passphrases.map(createSigningKey) : []
  const controller = plan.controller === null ? createSigningKey() : null
  const nodeKeys = await context.progress('Making the node keys', createNodeKeys)
  const now = toTimestamp(node.now())
  const entry = createFirstEntry({
    time: now,
    origins: node.origins,
    controller: controller?.multikey ?? plan.controller ?? '',
    members: { keys: memberKeysOf(plan.members, members), threshold: plan.threshold },
    nodeKeys: {
      node: nodeKeys.node.multikey,
      expires: addTime(now, NODE_KEY_LIFE),
      agreement: nodeKeys.agreement.multikey,
    },
  })
  const signers = [
    ...(controller === null ? [] : [controller]),
    ...members.slice(0, plan.threshold),
  ]
  const prepared = signers.reduce(addProof, prepareEntry(entry, null) as Prepared)
  const texts = keyTexts(plan, { controller, members, node: writeNodeKeys(nodeKeys) })
  const keyFiles = await writeKeyFiles(context, texts)
  await keepFirstProfile(node, plan.profile)
  return { prepared, keyFiles }
}

async function checkIsNew(node: OpenedNode): Promise<void> {
  if ((await node.own()) !== null || (await isAheadOfClock(node))) {
    throw new TesseraError('conflict', 'identity_exists', 'There is an identity here already.')
  }
  const [known] = await node.files.listKeyFiles()
  if (known === undefined) return
  throw new TesseraError(
    'conflict',
    'key_file_exists',
    `There are key files here already (${known}.age); they are never overwritten.`,
  )
}

function memberKeysOf(plan: MemberPlan, made: readonly SigningKey[]): readonly Multikey[] {
  return plan.kind === 'brought' ? plan.keys : made.map(({ multikey }) => multikey)
}

interface KeyText {
  readonly name: string
  readonly text: string
  readonly passphrase: string
}

interface MadeKeys {
  readonly controller: SigningKey | null
  readonly members: readonly SigningKey[]
  readonly node: string
}

function keyTexts(plan: FoundingPlan, { controller, members, node }: MadeKeys): readonly KeyText[] {
  const passphrases = plan.members.kind === 'made-here' ? plan.members.passphrases : []
  return [
    { name: NODE_KEY_FILE, text: node, passphrase: plan.passphrases.node },
    ...(controller === null
      ? []
      : [
          {
            name: CONTROLLER_KEY_FILE,
            text: writeSigningKey('controller', controller),
            passphrase: plan.passphrases.controller,
          },
        ]),
    ...members.map((member, i) => ({
      name: `member-${i + 1}`,
      text: writeSigningKey('member', member),
      passphrase: passphrases[i] ?? '',
    })),
  ]
}

/** Seals all before it writes any: a passphrase that is too short leaves nothing behind. */
async function writeKeyFiles(context: Context, texts: readonly KeyText[]): Promise<string[]> {
  const { files } = await context.node()
  const sealed = await context.progress('Encrypting the keys', () =>
    Promise.all(texts.map(({ text, passphrase }) => sealKey(context, text, passphrase))),
  )
  const paths: string[] = []
  for (const [i, { name }] of texts.entries()) {
    paths.push(await files.writeKeyFile(name, sealed[i] ?? new Uint8Array()))
  }
  return paths
}
