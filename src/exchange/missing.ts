import type { CollectiveFacts, HeadFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import type { EntryFact, LogBranch } from '../record/log-facts.ts'

/**
 * What is still missing before the newest known state of a collective can take effect: state digests
 * of heads in between, digests of manifests, digests of records. Empty if all is at hand.
 * SPEC: design.md, section 6, rule 3.
 */
export function missingOf(facts: CollectiveFacts): Digest[] {
  const missing = new Set<Digest>()
  for (const branch of facts.branches)
    for (const digest of missingOn(branch, facts)) missing.add(digest)
  return [...missing]
}

function missingOn(branch: LogBranch, facts: CollectiveFacts): Digest[] {
  const newest = branch.at(-1)
  if (newest === undefined) return []
  const current = facts.heads.filter((head) => head.did === newest.versionId)
  const followed = new Set(current.map((head) => head.previous))
  const leaves = current.filter((head) => !followed.has(head.stateDigest))
  return [
    ...missingHeads(current, newest, facts),
    ...leaves.flatMap((head) => missingContent(head, facts)),
    ...goodHeadsOf(newest, facts).flatMap((head) => missingContent(head, facts)),
  ]
}

/** The heads between the newest ones and the last good head, and that one itself. */
function missingHeads(
  current: readonly HeadFact[],
  { lastGoodHead }: EntryFact,
  facts: CollectiveFacts,
): Digest[] {
  const known = new Set(facts.heads.map((head) => head.stateDigest))
  const wanted = [lastGoodHead?.digest ?? null, ...current.map((head) => head.previous)]
  return wanted.filter((digest): digest is Digest => digest !== null && !known.has(digest))
}

function goodHeadsOf({ lastGoodHead }: EntryFact, facts: CollectiveFacts): HeadFact[] {
  return facts.heads.filter((head) => head.stateDigest === lastGoodHead?.digest)
}

function missingContent(head: HeadFact, facts: CollectiveFacts): Digest[] {
  const manifest = facts.manifests.get(head.manifest)
  if (manifest === undefined) return [head.manifest]
  return manifest.items.map((item) => item.digest).filter((digest) => !facts.records.has(digest))
}
