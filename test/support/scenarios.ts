import * as fc from 'fast-check'

import { addTime, DAY, MINUTE } from '../../src/kernel/time.ts'
import type { HeadFact, RecordFact } from '../../src/record/collective-facts.ts'
import { digestOf } from '../../src/record/digest.ts'
import { keyOf } from '../../src/record/manifest.ts'
import {
  addEntry,
  change,
  createHistory,
  type History,
  makeHead,
  makeManifest,
  makeRecord,
  newestEntry,
  nodeKeyName,
  publish,
  renew,
  wait,
} from './history.ts'
import { factMint, type Mint } from './mint.ts'

/** What a thief does with a node key: forge records, and a head on whatever parent suits. */
export interface Theft {
  readonly type: 'Profile' | 'Alert'
  readonly slug: string
  readonly version: number
  /** How long ago the forged records pretend to be from. */
  readonly daysAgo: number
  readonly forgers: 'node' | 'one member' | 'former members'
  /** Bits that choose which known records are listed, and which are erased. */
  readonly listed: number
  readonly erased: number
  /** Which known head is the parent; null: none. */
  readonly parent: number | null
  readonly headVersion: 'next' | 1 | 2 | 'same' | 'highest'
  /** Days from now to the publishing of the head; in the future too. */
  readonly publishedIn: number
  readonly validMinutes: number
}

/** One move in the life of a collective, `hours` after the one before. */
export type Step = { readonly hours: number } & (
  | { readonly move: 'change'; readonly slug: string; readonly erase: boolean }
  | { readonly move: 'sign'; readonly slug: string; readonly withdrawn: boolean }
  | { readonly move: 'alert'; readonly slug: string }
  | { readonly move: 'renew' }
  | { readonly move: 'rotate'; readonly replaceMember: boolean }
  | { readonly move: 'rob'; readonly theft: Theft }
)

const theft: fc.Arbitrary<Theft> = fc.record({
  type: fc.constantFrom('Profile', 'Alert'),
  slug: fc.constantFrom('p', 'q', 'z'),
  version: fc.integer({ min: 1, max: 9 }),
  daysAgo: fc.integer({ min: 0, max: 40 }),
  forgers: fc.constantFrom('node', 'one member', 'former members'),
  listed: fc.nat(),
  erased: fc.nat(),
  parent: fc.option(fc.nat(), { freq: 8 }),
  headVersion: fc.constantFrom<Theft['headVersion'][]>('next', 'next', 1, 2, 'same', 'highest'),
  publishedIn: fc.integer({ min: -14, max: 6 }),
  validMinutes: fc.constantFrom(1, 8 * 24 * 60),
})

const hours = fc.integer({ min: 1, max: 48 })
const honest: fc.Arbitrary<Step>[] = [
  fc.record({
    move: fc.constant('change'),
    hours,
    slug: fc.constantFrom('p', 'q'),
    erase: fc.boolean(),
  }),
  fc.record({
    move: fc.constant('sign'),
    hours,
    slug: fc.constantFrom('v1', 'v2'),
    withdrawn: fc.boolean(),
  }),
  fc.record({ move: fc.constant('alert'), hours, slug: fc.constantFrom('a1', 'a2', 'a3') }),
  fc.record({ move: fc.constant('renew'), hours }),
  fc.record({ move: fc.constant('rotate'), hours, replaceMember: fc.boolean() }),
]
const rob: fc.Arbitrary<Step> = fc.record({ move: fc.constant('rob'), hours, theft })

/** Months in which nobody but the owner acts. */
export const honestSteps = fc.array(fc.oneof(...honest), { minLength: 2, maxLength: 10 })
/** Months in which a thief uses node keys, more than once at the end. */
export const stepsWithThief = fc
  .tuple(fc.array(fc.oneof(...honest, rob, rob), { minLength: 2, maxLength: 12 }), rob, rob)
  .map(([steps, ...last]) => [...steps, ...last])
/** What a thief does with the old key after the members acted. */
export const thefts = fc.array(theft, { minLength: 1, maxLength: 4 })

/** A history of these steps; at the end the owner has just published. */
export function play(steps: readonly Step[], mint: Mint = factMint): History {
  const history = createHistory(mint)
  change(history, 'Profile', 'p')
  for (const step of steps) {
    wait(history, step.hours * 60 * MINUTE)
    playStep(history, step)
  }
  return history
}

/** The same with a last honest word: heads renewed, nothing stale. */
export function playHonest(steps: readonly Step[], mint: Mint = factMint): History {
  const history = play(steps, mint)
  publish(history)
  return history
}

/**
 * After the steps of a thief the members act: an entry that names the owner's newest head and a new
 * node key. The thief goes on with the old key, under the old entry and the new one.
 */
export function playRecovery(
  steps: readonly Step[],
  afterwards: readonly Theft[],
  mint: Mint = factMint,
): History {
  const history = play(steps, mint)
  const old = newestEntry(history)
  wait(history, DAY)
  addEntry(history)
  for (const [i, theft] of afterwards.entries()) {
    robHistory(history, theft, { key: nodeKeyName(old), did: i % 2 === 0 ? old : undefined })
  }
  wait(history, MINUTE)
  publish(history)
  return history
}

function playStep(history: History, step: Step): void {
  switch (step.move) {
    case 'change':
      change(history, 'Profile', step.slug, step)
      break
    case 'sign':
      change(history, 'Vouch', step.slug, step)
      break
    case 'alert':
      change(history, 'Alert', step.slug)
      break
    case 'renew':
      if (isUnderNewestEntry(history)) renew(history)
      break
    case 'rotate':
      rotate(history, step.replaceMember)
      break
    case 'rob':
      robHistory(history, step.theft)
      break
  }
}

function isUnderNewestEntry(history: History): boolean {
  return history.ownHeads.at(-1)?.did === newestEntry(history).versionId
}

/** A new node key, maybe one member for another; and the first head on the new entry. */
export function rotate(history: History, replaceMember = false): void {
  const [, ...stay] = history.members
  const newcomer = `member-${history.entries.length + 10}`
  addEntry(history, replaceMember ? { members: [...stay, newcomer] } : {})
  publish(history)
}

/** The thief's move. Records that members would have to sign are forged with what is at hand. */
export function robHistory(
  history: History,
  theft: Theft,
  { key = nodeKeyName(newestEntry(history)), did = newestEntry(history) } = {},
): HeadFact {
  const updated = addTime(history.now, -theft.daysAgo * DAY)
  const { slug, version, type } = theft
  const known = recordsOf(history)
  const record = makeRecord(history, { type, slug, version, updated, signers: [key] })
  const forged = makeRecord(history, {
    type: 'Vouch',
    slug: 'v1',
    version,
    updated,
    signers: forgersOf(history, theft, key),
  })
  const all = [...known, record, forged]
  const listed = new Map(chosen(all, theft.listed).map((item) => [keyOf(item), item]))
  const gone = new Set([...listed.values()].map(({ digest }) => digest))
  const erased = chosen(all, theft.erased)
    .map(({ digest }) => digest)
    .filter((digest) => !gone.has(digest))
  const manifest = makeManifest(history, listed.values(), new Set(erased))
  const parent = parentOf(history, theft)
  const published = addTime(history.now, theft.publishedIn * DAY)
  const head = makeHead(history, {
    version: headVersionOf(theft, parent),
    previous: parent?.stateDigest ?? (theft.listed % 2 === 0 ? null : digestOf('nothing')),
    manifest: manifest.digest,
    did: did.versionId,
    signer: key,
    published,
    expires: addTime(published, theft.validMinutes * MINUTE),
  })
  for (const { digest } of [record, forged, head]) history.stolen.add(digest)
  return head
}

function forgersOf(history: History, theft: Theft, key: string): readonly string[] {
  if (theft.forgers === 'node') return [key]
  return theft.forgers === 'one member' ? history.members.slice(0, 1) : ['former-1', 'former-2']
}

function parentOf(history: History, { parent }: Theft): HeadFact | undefined {
  const heads = history.objects.flatMap(({ kind, value }) => (kind === 'head' ? [value] : []))
  return parent === null ? undefined : heads[parent % heads.length]
}

function headVersionOf({ headVersion }: Theft, parent: HeadFact | undefined): number {
  if (headVersion === 'next') return Math.min((parent?.version ?? 0) + 1, Number.MAX_SAFE_INTEGER)
  if (headVersion === 'same') return parent?.version ?? 3
  return headVersion === 'highest' ? Number.MAX_SAFE_INTEGER : headVersion
}

export function recordsOf({ objects }: Pick<History, 'objects'>): RecordFact[] {
  return objects.flatMap(({ kind, value }) => (kind === 'record' ? [value] : []))
}

/** Those items of a list whose bit is set. */
function chosen<T>(list: readonly T[], bits: number): T[] {
  return list.filter((_, i) => ((bits >>> ((i * 7) % 31)) & 1) === 1)
}
