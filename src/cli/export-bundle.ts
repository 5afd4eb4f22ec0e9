import { createBranchesOf } from '../exchange/branches.ts'
import { exportCollectives, type ExportDeps, exportText } from '../exchange/bundle-export.ts'
import type { CurrentRecord } from '../exchange/object-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import { shortScid } from '../record/did.ts'
import { UsageError } from './exit-codes.ts'
import { findCharter } from './find-charter.ts'
import { findKnownCollective } from './find-collective.ts'
import type { OpenedNode } from './opened-node.ts'

/**
 * The bundle of what somebody named: `directory`, `charter NAME`, `communique NAME`, or a collective.
 * Throws UsageError, `charter_not_found`, `communique_not_found`, `collective_not_found` and their kin.
 */
export async function exportNamed(
  node: OpenedNode,
  [kind = '', name]: readonly string[],
  view?: string,
): Promise<Uint8Array> {
  const deps: ExportDeps = { store: node.store, branchesOf: createBranchesOf(), now: node.now }
  if (name === undefined) {
    return kind === 'directory'
      ? await exportDirectory(node, deps, view)
      : await exportCollective(node, deps, kind)
  }
  if (kind === 'charter') return await exportCharter(node, deps, name)
  if (kind === 'communique') return await exportCommunique(deps, name)
  if (kind === 'collective') return await exportCollective(node, deps, name)
  throw new UsageError('Name a collective, "charter NAME", "communique NAME" or "directory".')
}

async function exportCollective(
  node: OpenedNode,
  deps: ExportDeps,
  name: string,
): Promise<Uint8Array> {
  const { scid } = await findKnownCollective(node, name)
  return await exportCollectives({ kind: 'collective', collective: scid }, [scid], deps)
}

async function exportDirectory(
  node: OpenedNode,
  deps: ExportDeps,
  view?: string,
): Promise<Uint8Array> {
  const { shown } = await node.view(view)
  const known = await deps.store.listCollectives()
  const scids = known.filter(({ scid, blocked }) => !blocked && shown.has(scid))
  return await exportCollectives(
    { kind: 'directory' },
    scids.map(({ scid }) => scid),
    deps,
  )
}

/** The whole tree, whichever of its versions is named. */
async function exportCharter(
  node: OpenedNode,
  deps: ExportDeps,
  name: string,
): Promise<Uint8Array> {
  const { scid, statement, charter } = await findCharter(node, name)
  const about = {
    kind: 'charter',
    collective: scid,
    slug: charter.slug,
    digest: statement,
  } as const
  return await exportText(about, (record) => record.statement === statement, deps)
}

async function exportCommunique(deps: ExportDeps, name: string): Promise<Uint8Array> {
  const { scid, slug } = await findCommunique(deps, name)
  const isStart = (record: {
    readonly scid: string
    readonly type: string
    readonly slug: string
  }) => record.scid === scid && record.type === 'Communique' && record.slug === slug
  return await exportText({ kind: 'communique', collective: scid, slug }, isStart, deps)
}

/** By slug, or `slug~scid8` where several collectives use that slug. */
async function findCommunique({ store }: ExportDeps, name: string): Promise<CurrentRecord> {
  const [slug = '', short] = name.split('~')
  const all = await store.listCurrent({ types: ['Communique'], slug })
  const [found, ...others] = all.filter(
    ({ scid }) => short === undefined || shortScid(scid) === short,
  )
  if (found === undefined) {
    const text = `No communiqué here is called "${name}".`
    throw new TesseraError('not-found', 'communique_not_found', text)
  }
  if (others.length === 0) return found
  const names = all.map(({ scid }) => `${slug}~${shortScid(scid)}`)
  const text = `Several communiqués are called "${name}": ${names.join(', ')}.`
  throw new TesseraError('conflict', 'communique_ambiguous', text)
}
