import { toTimestamp } from '../kernel/time.ts'
import { judge } from '../record/acceptance.ts'
import { canonicalize, type JsonObject } from '../record/canonical.ts'
import type { CollectiveFacts, HeadFact } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import { recordKinds } from '../record/kinds.ts'
import { isPublic } from '../record/scope.ts'
import { type Candidate, selectRelated, toCandidate } from './bundle-select.ts'
import { type BundleAbout, type BundlePart, writeBundle } from './bundle-text.ts'
import type { ObjectReader } from './object-store.ts'
import { toTexts } from './receive-log.ts'
import { type BranchesOf, readFacts } from './settle.ts'

export interface ExportDeps {
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
  readonly now: () => Date
}

/** Types that say nothing of a text, and of which there are many. */
const APART: ReadonlySet<string> = new Set([
  'Profile',
  'Practices',
  'Listing',
  'Vouch',
  'Canary',
  'Successor',
  'Alert',
  'AlertResponse',
])
const TYPES = Object.keys(recordKinds).filter((type) => !APART.has(type))

/** Each of these collectives with its log, its state and all records that count. */
export async function exportCollectives(
  about: BundleAbout,
  scids: readonly Scid[],
  deps: ExportDeps,
): Promise<Uint8Array> {
  const parts: BundlePart[] = []
  for (const scid of scids) {
    // eslint-disable-next-line no-await-in-loop -- one after the other: there may be thousands
    const records = await deps.store.listCurrent({ scid })
    // eslint-disable-next-line no-await-in-loop
    parts.push(
      await readPart(
        scid,
        records.map(({ digest }) => digest),
        deps,
      ),
    )
  }
  return writeBundle(about, parts)
}

/**
 * A text with all that belongs to it (bundle-select.ts), and of every collective whose record that is
 * its log, its state and its profile. `isStart` says which records it is about.
 */
export async function exportText(
  about: BundleAbout,
  isStart: (record: Candidate) => boolean,
  deps: ExportDeps,
): Promise<Uint8Array> {
  const pool = await readPool(deps.store)
  const selected = selectRelated(pool.filter(isStart), pool)
  const parts: BundlePart[] = []
  for (const [scid, own] of Map.groupBy(selected, (record) => record.scid)) {
    // eslint-disable-next-line no-await-in-loop -- one after the other: there may be hundreds
    const profiles = await deps.store.listCurrent({ scid, types: ['Profile'] })
    const digests = [...profiles, ...own].map(({ digest }) => digest)
    // eslint-disable-next-line no-await-in-loop
    parts.push(await readPart(scid, digests, deps))
  }
  return writeBundle(about, parts)
}

/** Every record that may belong to a text: what counts, and earlier versions that are still kept. */
async function readPool(store: ObjectReader): Promise<Candidate[]> {
  const current = await store.listCurrent({ types: TYPES })
  const pool = new Map<Digest, Candidate>()
  for (const record of current) {
    const value = JSON.parse(record.text) as JsonObject
    if (isPublic(value)) pool.set(record.digest, toCandidate({ ...record, value }))
  }
  for (const scid of new Set(current.map((record) => record.scid))) {
    // eslint-disable-next-line no-await-in-loop -- a query for each collective with a text
    const { records } = await store.readFacts(scid)
    const earlier = records.filter(({ digest, type }) => !APART.has(type) && !pool.has(digest))
    // eslint-disable-next-line no-await-in-loop
    for (const { digest, text } of await store.findObjects(earlier.map((one) => one.digest))) {
      const candidate = earlierCandidate(scid, digest, text)
      if (candidate !== null) pool.set(digest, candidate)
    }
  }
  return [...pool.values()]
}

function earlierCandidate(scid: Scid, digest: Digest, text: string): Candidate | null {
  const { proof: _, ...value } = JSON.parse(text) as JsonObject
  if (!isPublic(value)) return null
  const { type, slug } = value as { readonly type: string; readonly slug: string }
  const statement = digestOf(canonicalize(value))
  return toCandidate({ scid, digest, type, slug, statement, value })
}

/** Log, records, and the heads and manifests that show what the collective's state was. */
async function readPart(
  scid: Scid,
  records: readonly Digest[],
  { store, branchesOf, now }: ExportDeps,
): Promise<BundlePart> {
  const log = await store.findLog(scid)
  const facts = await readFacts(store, scid, branchesOf)
  const heads = headsToShow(facts, judge(facts, toTimestamp(now())).tips)
  const shown = [...heads, ...goodHeads(facts)]
  const lists = new Set(shown.filter(({ isListed }) => isListed).map(({ head }) => head.manifest))
  const digests = [...new Set([...shown.map(({ head }) => head.digest), ...lists, ...records])]
  const objects = await store.findObjects(digests)
  return {
    scid,
    log: log === null ? null : toTexts(log),
    // What is for some alone is in no manifest, and in no bundle.
    objects: objects.map(({ text }) => text).filter((text) => isPublic(JSON.parse(text))),
  }
}

interface ShownHead {
  readonly head: HeadFact
  /** Whether its manifest is of use. */
  readonly isListed: boolean
}

/** The tips, and the chain that each of them stands on: of that the heads are enough. */
function headsToShow({ heads }: CollectiveFacts, tips: readonly HeadFact[]): ShownHead[] {
  const newest = new Map<Digest, HeadFact>()
  for (const head of heads.toSorted((a, b) => (a.published < b.published ? -1 : 1))) {
    newest.set(head.stateDigest, head)
  }
  const shown = new Map(tips.map((head) => [head.stateDigest, { head, isListed: true }]))
  for (const { head } of shown.values()) {
    const previous = head.previous === null ? undefined : newest.get(head.previous)
    if (previous === undefined || shown.has(previous.stateDigest)) continue
    shown.set(previous.stateDigest, { head: previous, isListed: false })
  }
  return [...shown.values()]
}

/** What members called good: it says which records of former members still count. */
function goodHeads({ branches, heads }: CollectiveFacts): ShownHead[] {
  const good = new Set(branches.flat().map(({ lastGoodHead }) => lastGoodHead?.digest))
  return heads
    .filter(({ stateDigest }) => good.has(stateDigest))
    .map((head) => ({ head, isListed: true }))
}
