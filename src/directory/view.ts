import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'

/** Vouches count only from collectives nearer to the seeds than this, so nobody is farther away. */
export const DEFAULT_DEPTH = 3

/**
 * How many vouches of one collective count, the newest first. Without it two bad collectives admit
 * thousands of invented ones.
 */
export const DEFAULT_PER_VOUCHER = 12

/** What a node asks of a collective that it shows. SPEC: design.md, section 9. */
export interface ViewRule {
  /** Shown whatever the rule says, at distance 0. */
  readonly seeds: readonly Scid[]
  /** Statement digests of the charter versions that count; null asks for no commitment. */
  readonly charters: readonly Digest[] | null
  /** How many shown collectives must have vouched. */
  readonly vouches: number
  readonly depth?: number
  readonly perVoucher?: number
}

/** That a collective has signed, and not suspended or withdrawn, this version of a charter. */
export interface ViewSignature {
  readonly scid: Scid
  readonly charter: Digest
}

export interface ViewVouch {
  readonly voucher: Scid
  readonly whom: Scid
  readonly updated: Timestamp
  readonly expires: Timestamp
}

/** Why a collective counts neither as shown nor as a voucher, whatever it signed. */
export type Exclusion = 'stale' | 'key-expired' | 'retired' | 'succeeded' | 'blocked'

export interface ViewInput {
  readonly signatures: readonly ViewSignature[]
  readonly vouches: readonly ViewVouch[]
  /** Collectives that do not count at present; `stale` after 30 days of silence, not before. */
  readonly excluded: ReadonlyMap<Scid, Exclusion>
  /** Further collectives that are known, so that what they lack is told. */
  readonly known?: Iterable<Scid>
  readonly now: Timestamp
}

export interface ViewMember {
  /** Steps from a seed: 0 for the seeds themselves. */
  readonly distance: number
  /** Everyone whose vouch for it counts, sorted; a seed may have them too. */
  readonly vouchedBy: readonly Scid[]
}

/** What keeps a collective out of the view. */
export type ViewGap =
  | { readonly reason: 'excluded'; readonly state: Exclusion }
  | { readonly reason: 'charter' }
  | { readonly reason: 'vouches'; readonly counted: readonly Scid[]; readonly needed: number }

export interface View {
  readonly shown: ReadonlyMap<Scid, ViewMember>
  /** Every other collective that is known, with all that it lacks. */
  readonly others: ReadonlyMap<Scid, readonly ViewGap[]>
}

/**
 * The view: the least set that holds the seeds and everyone who signed a charter that counts and
 * has the vouches of enough collectives of the set. Always computed from scratch: collectives that
 * would only keep each other in fall out. SPEC: design.md, section 9.
 */
export function computeView(rule: ViewRule, input: ViewInput): View {
  const depth = rule.depth ?? DEFAULT_DEPTH
  const vouchersOf = countedVouches(rule, input)
  const hasSigned = signatories(rule, input.signatures)
  const distance = new Map<Scid, number>()
  for (const seed of rule.seeds) if (!input.excluded.has(seed)) distance.set(seed, 0)

  const counted = (scid: Scid): Scid[] =>
    (vouchersOf.get(scid) ?? []).filter((voucher) => (distance.get(voucher) ?? depth) < depth)
  const candidates = [...vouchersOf.keys()].filter(
    (scid) => hasSigned(scid) && !input.excluded.has(scid),
  )
  for (let step = 1; step <= depth; step++) {
    const admitted = candidates.filter(
      (scid) => !distance.has(scid) && counted(scid).length >= rule.vouches,
    )
    if (admitted.length === 0) break
    for (const scid of admitted) distance.set(scid, step)
  }

  const shown = new Map<Scid, ViewMember>()
  for (const [scid, steps] of distance) {
    shown.set(scid, { distance: steps, vouchedBy: counted(scid).toSorted() })
  }
  const others = new Map<Scid, ViewGap[]>()
  for (const scid of knownOf(rule, input)) {
    if (!shown.has(scid)) others.set(scid, gapsOf(scid, rule, { input, hasSigned, counted }))
  }
  return { shown, others }
}

/** Who vouches for whom, after all that can be said about a vouch without knowing the view. */
function countedVouches(rule: ViewRule, input: ViewInput): Map<Scid, Scid[]> {
  const valid = input.vouches.filter((vouch) => isValid(vouch, input))
  const counted = [...Map.groupBy(valid, ({ voucher }) => voucher).values()].flatMap((given) =>
    newestPerCollective(given).slice(0, rule.perVoucher ?? DEFAULT_PER_VOUCHER),
  )
  const vouchersOf = new Map<Scid, Scid[]>()
  for (const [whom, vouches] of Map.groupBy(counted, (vouch) => vouch.whom)) {
    vouchersOf.set(
      whom,
      vouches.map(({ voucher }) => voucher),
    )
  }
  return vouchersOf
}

function isValid(vouch: ViewVouch, input: ViewInput): boolean {
  if (vouch.voucher === vouch.whom || input.excluded.has(vouch.voucher)) return false
  return vouch.expires > input.now && vouch.updated <= addTime(input.now, CLOCK_TOLERANCE)
}

/** The vouches of one collective, one for each that it vouches for. */
function newestPerCollective(given: readonly ViewVouch[]): ViewVouch[] {
  const newest = new Map<Scid, ViewVouch>()
  for (const vouch of given.toSorted(byAge)) {
    if (!newest.has(vouch.whom)) newest.set(vouch.whom, vouch)
  }
  return [...newest.values()]
}

/** Newest first; at one time by SCID, so that every node drops the same vouch over the cap. */
function byAge(a: ViewVouch, b: ViewVouch): number {
  if (a.updated !== b.updated) return a.updated > b.updated ? -1 : 1
  return a.whom < b.whom ? -1 : 1
}

function signatories(
  rule: ViewRule,
  signatures: readonly ViewSignature[],
): (scid: Scid) => boolean {
  if (rule.charters === null) return () => true
  const counts = new Set(rule.charters)
  const signed = new Set<Scid>()
  for (const { scid, charter } of signatures) if (counts.has(charter)) signed.add(scid)
  return (scid) => signed.has(scid)
}

function knownOf(rule: ViewRule, input: ViewInput): Set<Scid> {
  const known = new Set<Scid>([...rule.seeds, ...input.excluded.keys(), ...(input.known ?? [])])
  for (const { scid } of input.signatures) known.add(scid)
  for (const { voucher, whom } of input.vouches) known.add(voucher).add(whom)
  return known
}

interface GapFacts {
  readonly input: ViewInput
  readonly hasSigned: (scid: Scid) => boolean
  readonly counted: (scid: Scid) => readonly Scid[]
}

function gapsOf(scid: Scid, rule: ViewRule, facts: GapFacts): ViewGap[] {
  const gaps: ViewGap[] = []
  const state = facts.input.excluded.get(scid)
  if (state !== undefined) gaps.push({ reason: 'excluded', state })
  if (!facts.hasSigned(scid)) gaps.push({ reason: 'charter' })
  const counted = facts.counted(scid)
  if (counted.length < rule.vouches) {
    gaps.push({ reason: 'vouches', counted: counted.toSorted(), needed: rule.vouches })
  }
  return gaps
}

/** What `doctor` says about a rule. */
export type ViewHint =
  /** One collective that errs or is taken over can admit whom it likes. */
  | 'one_vouch_is_enough'
  /** Fewer seeds than vouches needed: nobody can ever be admitted. */
  | 'too_few_seeds'
  /** No charter is asked for. */
  | 'no_charter'
  /** So many vouches of one collective count that the cap protects from little. */
  | 'cap_is_high'
  /** Far from the seeds nobody knows anybody that the node's own people know. */
  | 'depth_is_high'

export function viewHints(rule: ViewRule): ViewHint[] {
  const hints: ViewHint[] = []
  if (rule.vouches <= 1) hints.push('one_vouch_is_enough')
  if (new Set(rule.seeds).size < rule.vouches) hints.push('too_few_seeds')
  if (rule.charters === null) hints.push('no_charter')
  if ((rule.perVoucher ?? DEFAULT_PER_VOUCHER) > DEFAULT_PER_VOUCHER) hints.push('cap_is_high')
  if ((rule.depth ?? DEFAULT_DEPTH) > DEFAULT_DEPTH) hints.push('depth_is_high')
  return hints
}
