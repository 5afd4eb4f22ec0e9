import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { GoodHead } from '../record/log-facts.ts'
import { parseManifest } from '../record/manifest.ts'
import { UsageError } from './exit-codes.ts'
import type { OpenedNode } from './opened-node.ts'

/** A state of the own node-signed records that members vouch for. */
export interface KnownHead extends GoodHead {
  /** Of its manifest. */
  readonly manifest: Digest
}

/**
 * The state that members call the last good one: the one in force, or the one that `wanted` names by
 * its version or state digest. Null before anything was published. Throws UsageError where the state
 * is forked and nobody chose, `head_not_found`.
 */
export async function findGoodHead(
  { store }: OpenedNode,
  scid: Scid,
  wanted: string | undefined,
): Promise<KnownHead | null> {
  const { heads } = await store.readFacts(scid)
  const collective = await store.findCollective(scid)
  if (wanted === undefined && collective?.state === 'FORKED') {
    throw new UsageError(
      'The own state is forked: --last-good says which head is the last good one.',
    )
  }
  const fits = (head: (typeof heads)[number]): boolean =>
    wanted === undefined
      ? head.digest === collective?.head
      : String(head.version) === wanted || head.stateDigest === wanted
  const states = new Map(heads.filter(fits).map((head) => [head.stateDigest, head]))
  const [head, ...others] = states.values()
  if (others.length > 0) {
    const digests = [...states.keys()].join(', ')
    throw new UsageError(`There are several heads ${wanted ?? ''}; name one by digest: ${digests}.`)
  }
  if (head !== undefined) {
    return { version: head.version, digest: head.stateDigest, manifest: head.manifest }
  }
  if (wanted === undefined && heads.length === 0) return null
  throw new TesseraError('not-found', 'head_not_found', 'That head is not at hand; sync first.')
}

/**
 * Member-signed records that stop counting once the members change, since the last good state does
 * not list them: they have to be signed again. SPEC: design.md, section 6, "Whose keys".
 */
export async function recordsToSignAgain(
  { store }: OpenedNode,
  scid: Scid,
  good: KnownHead | null,
): Promise<readonly string[]> {
  const manifest = good === null ? null : await store.findObject(good.manifest)
  const items = manifest === null ? [] : parseManifest(manifest.text).items
  const listed = new Set(items.map(({ digest }) => digest))
  const records = await store.listCurrent({ scid, signedBy: 'members' })
  return records
    .filter(({ digest }) => !listed.has(digest))
    .map(({ type, slug }) => `${type} "${slug}"`)
}
