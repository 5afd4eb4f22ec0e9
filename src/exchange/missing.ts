import type { CollectiveFacts, HeadFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import type { LogBranch } from '../record/log-facts.ts'

/**
 * What is still missing before the newest known state of a collective can take effect: state digests
 * of heads in between, digests of manifests, digests of records. Empty if all is at hand.
 * SPEC: design.md, section 6, rule 3.
 */
export function missingOf(facts: CollectiveFacts): Digest[] {
  return [...new Set(facts.branches.flatMap((branch) => missingOn(branch, facts)))]
}

function missingOn(branch: LogBranch, facts: CollectiveFacts): Digest[] {
  const newest = branch.at(-1)
  const current = headsUnder(branch, facts)
  const leaves = leavesOf(branch, facts)
  const pending = [
    ...missingHeads([newest?.lastGoodHead?.digest, ...current.map((head) => head.previous)], facts),
    ...leaves.flatMap((head) => missingContent(head, facts)),
  ]
  const isPending = leaves.length === 0 || pending.length > 0
  const base = facts.heads.filter((head) => head.stateDigest === newest?.lastGoodHead?.digest)
  return [
    ...pending,
    ...missingGoodLists(branch, facts),
    ...(isPending ? base.flatMap((head) => missingContent(head, facts)) : []),
  ]
}

function headsUnder(branch: LogBranch, facts: CollectiveFacts): HeadFact[] {
  const newest = branch.at(-1)?.versionId
  return facts.heads.filter((head) => head.did === newest)
}

/** Heads under the newest entry that no other follows, in force or not. */
function leavesOf(branch: LogBranch, facts: CollectiveFacts): HeadFact[] {
  const heads = headsUnder(branch, facts)
  const followed = new Set(heads.map((head) => head.previous))
  return heads.filter((head) => !followed.has(head.stateDigest))
}

/**
 * Records that the newest known heads list. Such a head may wait for a record that the head in force
 * erases: it is taken in all the same, or the newer head could never take effect.
 */
export function awaitedRecords(facts: CollectiveFacts): ReadonlySet<Digest> {
  const leaves = facts.branches.flatMap((branch) => leavesOf(branch, facts))
  const lists = leaves.map((head) => facts.manifests.get(head.manifest)?.items ?? [])
  return new Set(lists.flat().map((item) => item.digest))
}

/** Every last good head with its manifest: it says which records of former members still count. */
function missingGoodLists(branch: LogBranch, facts: CollectiveFacts): Digest[] {
  const good = branch.map((entry) => entry.lastGoodHead?.digest)
  const heads = facts.heads.filter((head) => good.includes(head.stateDigest))
  const manifests = heads.map((head) => head.manifest)
  return [
    ...missingHeads(good, facts),
    ...manifests.filter((manifest) => !facts.manifests.has(manifest)),
  ]
}

function missingHeads(
  wanted: readonly (Digest | null | undefined)[],
  facts: CollectiveFacts,
): Digest[] {
  const known = new Set(facts.heads.map((head) => head.stateDigest))
  return wanted.filter(
    (digest): digest is Digest => digest !== null && digest !== undefined && !known.has(digest),
  )
}

function missingContent(head: HeadFact, facts: CollectiveFacts): Digest[] {
  const manifest = facts.manifests.get(head.manifest)
  if (manifest === undefined) return [head.manifest]
  return manifest.items.map((item) => item.digest).filter((digest) => !facts.records.has(digest))
}
