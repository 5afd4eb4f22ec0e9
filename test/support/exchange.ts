import type { Test } from 'tap'

import type { ObjectStore } from '../../src/exchange/object-store.ts'
import type { Receipt } from '../../src/exchange/receive.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { createNextEntry, type EntryChange } from '../../src/identity/create-entry.ts'
import { createAgreementKey, createSigningKey } from '../../src/identity/keys.ts'
import { createWitnessProof, signEntry } from '../../src/identity/log-proof.ts'
import { parseWitnessFile, writeWitnessFile } from '../../src/identity/log-text.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import type { Scid } from '../../src/record/did.ts'
import { digestOf } from '../../src/record/digest.ts'
import { createHead, type Head, HEAD_VALIDITY } from '../../src/record/head.ts'
import type { GoodHead } from '../../src/record/log-facts.ts'
import { createManifest, type Manifest, type ManifestItem } from '../../src/record/manifest.ts'
import {
  assembleRecord,
  proveStatement,
  type SignedRecord,
  signRecord,
} from '../../src/record/record.ts'
import { foundCollective, type TestCollective, type TestNode, testNode } from './collective.ts'
import { onPostgres, openFor, testLocation } from './database.ts'
import { statementOf } from './records.ts'

export const START = new Date('2026-11-22T09:00:00Z')

/** A clock that stands still until it is moved. */
export function testClock(start: Date = START) {
  let time = start.getTime()
  return {
    now: () => new Date(time),
    wait(milliseconds: number) {
      time += milliseconds
    },
  }
}

export type TestClock = ReturnType<typeof testClock>

/** A node with a database of its own that ends with the test. */
export async function nodeAt(
  t: Test,
  { now }: Pick<TestClock, 'now'>,
  collective: TestCollective = foundCollective('https://harbor.example', now()),
): Promise<TestNode> {
  const location = onPostgres ? await testLocation(t) : { file: ':memory:' }
  return await testNode(collective, await openFor(t, location), now)
}

type Signer = TestCollective['node']

export interface Entry extends Partial<Omit<EntryChange, 'time'>> {
  readonly time: Date
  /** Who approves; two of the members, if nothing is said. */
  readonly by?: readonly Signer[]
}

/** The collective once its members have added an entry. What is not said stays as it is. */
export function withEntry(
  collective: TestCollective,
  { time, by = collective.members.slice(0, 2), ...change }: Entry,
): TestCollective {
  const { scid, log } = collective
  const at = toTimestamp(time)
  const { entries } = checkLog({ scid, sources: [log], now: at })
  const last = entries.at(-1)
  if (last === undefined) throw new Error('the log is empty')
  const entry = createNextEntry(last, { lastGoodHead: null, ...change, time: at })
  const approvals = by.map((member) => createWitnessProof(entry, member))
  return {
    ...collective,
    did: entry.state.id,
    log: {
      log: `${log.log}${canonicalize(signEntry(entry, collective.controller))}\n`,
      witness: writeWitnessFile([...parseWitnessFile(log.witness), ...approvals]),
    },
  }
}

/** The collective with a new node key, and its last good head. */
export function rotated(
  collective: TestCollective,
  { time, lastGoodHead }: { readonly time: Date; readonly lastGoodHead: GoodHead | null },
): TestCollective {
  const [node, agreement] = [createSigningKey(), createAgreementKey()]
  const nodeKeys = {
    node: node.multikey,
    expires: addTime(toTimestamp(time), 90 * DAY),
    agreement: agreement.multikey,
  }
  return { ...withEntry(collective, { time, lastGoodHead, nodeKeys }), node, agreement }
}

export function goodHead({ version, stateDigest }: Head): GoodHead {
  return { version, digest: stateDigest }
}

/** The `versionId` of the newest entry. */
export function newestEntryOf({ log }: TestCollective): string {
  const last = log.log.trimEnd().split('\n').at(-1) ?? ''
  return (JSON.parse(last) as { versionId: string }).versionId
}

/** A record by the node key, whoever holds it. */
export function nodeRecord(
  { did, node }: Pick<TestCollective, 'did' | 'node'>,
  draft: {
    readonly type?: 'Profile' | 'Alert' | 'Listing'
    readonly slug?: string
    readonly version?: number
    readonly now: Date
    readonly changes?: Readonly<Record<string, unknown>>
  },
): SignedRecord {
  const { type = 'Profile', slug = 'main', version = 1, now, changes = {} } = draft
  const statement = statementOf(type, { did, slug, version, now: toTimestamp(now) }, changes)
  return signRecord(statement, { did, ...node })
}

/** A vouch by two members. */
export function memberRecord(
  { did, members }: Pick<TestCollective, 'did' | 'members'>,
  draft: {
    readonly slug?: string
    readonly version?: number
    readonly now: Date
    readonly by?: readonly Signer[]
    readonly changes?: Readonly<Record<string, unknown>>
  },
): SignedRecord {
  const { slug = 'friends', version = 1, now, by = members.slice(0, 2), changes = {} } = draft
  const statement = statementOf('Vouch', { did, slug, version, now: toTimestamp(now) }, changes)
  return signedBy(statement, did, by)
}

/** A drafted statement with the proofs of members. */
export function signedBy(
  statement: { readonly updated: string },
  did: string,
  by: readonly Signer[],
): SignedRecord {
  const proofs = by.map((member) =>
    proveStatement(statement, { did, ...member }, 'capabilityInvocation'),
  )
  return assembleRecord(statement, proofs)
}

export function itemOf({ type, slug, version, digest, expires }: SignedRecord): ManifestItem {
  return { type, slug, version, digest, ...(expires === null ? {} : { expires }) }
}

/** A head on a list of records, by whoever holds the node key; with its manifest. */
export function headOn(
  collective: TestCollective,
  records: readonly SignedRecord[],
  draft: {
    readonly now: Date
    /** The head it follows; null for none. */
    readonly after?: Pick<Head, 'version' | 'stateDigest'> | null
    readonly erased?: readonly string[]
    readonly changes?: Partial<Parameters<typeof createHead>[0]>
  },
): { readonly head: Head; readonly manifest: Manifest } {
  const { now, after = null, erased = [], changes = {} } = draft
  const { did, node } = collective
  const manifest = createManifest(did, records.map(itemOf), erased)
  const published = toTimestamp(now)
  const head = createHead(
    {
      attributedTo: did,
      version: (after?.version ?? 0) + 1,
      previous: after?.stateDigest ?? null,
      manifest: manifest.digest,
      did: newestEntryOf(collective),
      published,
      expires: addTime(published, HEAD_VALIDITY),
      ...changes,
    },
    node,
  )
  return { head, manifest }
}

/** One digest of all that counts of a collective on a node. */
export async function standingOf(store: ObjectStore, scid: Scid): Promise<string> {
  const { state, head } = (await store.findCollective(scid)) ?? { state: 'none', head: null }
  const current = await store.listCurrent({ scid })
  const tips = (await store.listTips(0, 1000)).filter((tip) => tip.scid === scid)
  return digestOf(JSON.stringify([state, head, sortedDigests(current), sortedDigests(tips)]))
}

function sortedDigests(list: readonly { readonly digest: string }[]): string[] {
  return list.map(({ digest }) => digest).toSorted()
}

/** Fetches from another node's store what is missing, round by round; true if all is there then. */
export async function pull(from: ObjectStore, to: TestNode, scid: Scid): Promise<boolean> {
  for (;;) {
    const missing = await to.exchange.missing(scid)
    const found = await Promise.all(missing.map((digest) => from.findObject(digest)))
    const texts = found.flatMap((object) => (object === null ? [] : [object.text]))
    const receipts = await to.exchange.receive(texts)
    if (missing.length === 0) return true
    if (!receipts.some(({ outcome }) => outcome === 'stored')) return false
  }
}

/** What sync does: the log, the newest head, then whatever is missing. */
export async function sync(from: TestNode, to: TestNode): Promise<boolean> {
  const { scid, log } = from.collective
  await to.exchange.receiveLog(scid, log)
  const tips = await from.store.listTips(0, 1000)
  await to.exchange.receive(tips.filter((tip) => tip.scid === scid).map(({ text }) => text))
  return await pull(from.store, to, scid)
}

/** What became of objects: `stored`, `known`, or the code of the refusal. */
export function codesOf(receipts: readonly Receipt[]): string[] {
  return receipts.map((receipt) =>
    receipt.outcome === 'refused' ? receipt.refusal.code : receipt.outcome,
  )
}

/** Offers objects to a node and says what became of them. */
export async function offer(
  { exchange }: Pick<TestNode, 'exchange'>,
  objects: readonly { readonly text: string }[],
): Promise<string[]> {
  return codesOf(await exchange.receive(objects.map(({ text }) => text)))
}

/** A node of one collective that has another one's log so far; the test plays that other one. */
export async function meeting(t: Test) {
  const clock = testClock()
  const nube = await nodeAt(t, clock, foundCollective('https://nube.example', START))
  const harbor = foundCollective('https://harbor.example', START)
  await nube.exchange.receiveLog(harbor.scid, harbor.log)
  const { scid } = harbor
  return {
    clock,
    nube,
    harbor,
    scid,
    /** Digests of the records that nube shows of harbor. */
    shown: async () => (await nube.store.listCurrent({ scid })).map(({ digest }) => digest),
    state: async () => (await nube.store.findCollective(scid))?.state,
    standing: () => standingOf(nube.store, scid),
  }
}

/** Three profiles by the node key. */
export function threeRecords(
  collective: Pick<TestCollective, 'did' | 'node'>,
): [SignedRecord, SignedRecord, SignedRecord] {
  const record = (slug: string) => nodeRecord(collective, { slug, now: START })
  return [record('a'), record('b'), record('c')]
}
