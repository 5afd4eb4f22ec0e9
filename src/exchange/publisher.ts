import { TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import { highestMemberRecords } from '../record/acceptance.ts'
import { type CollectiveFacts, isAhead, type RecordFact } from '../record/collective-facts.ts'
import type { Head } from '../record/head.ts'
import type { RecordShape } from '../record/kinds/unknown.ts'
import { keyOf } from '../record/manifest.ts'
import { type SignedRecord, signRecord } from '../record/record.ts'
import { type DraftedStatement, draftStatement, type RecordContent } from './draft-statement.ts'
import type { OwnChange } from './own-change.ts'
import { ownEntry } from './own-node.ts'
import { confirmRestored, publish, type PublishDeps, renew } from './publish.ts'
import { readFacts } from './settle.ts'

/** Everything that this node says in its collective's name goes through here. */
export interface Publisher {
  /** Signs with the node key and publishes, as one change of state. */
  publishContents(
    contents: readonly RecordContent[],
    change?: Omit<OwnChange, 'put'>,
  ): Promise<Published>
  /** Publishes records that k members signed. Throws `not_own_record`, `dated_ahead`. */
  publishSigned(records: readonly SignedRecord[]): Promise<Published>
  /** The statement that members are asked to sign: the next version of that type and slug. */
  draft(content: RecordContent, options?: { readonly validity?: number }): Promise<DraftedStatement>
  /** Says again that the state holds, when that is due. */
  renew(): Promise<Head | null>
  /** Signs again on a restored state, once no peer holds a newer one; false if none was restored. */
  confirmRestored(): Promise<boolean>
}

export interface Published {
  readonly head: Head
  readonly records: readonly SignedRecord[]
}

export interface PublisherDeps extends PublishDeps {
  /** Where records are first published. */
  readonly origin: string
  /** What is sealed under a type and slug: its versions are not given a second time. */
  readonly findSealed?: FindSealed
}

/** The newest version that this collective has sealed; null where it has sealed none. */
export type FindSealed = (what: {
  readonly type: string
  readonly slug: string
}) => Promise<RecordShape | null>

export function createPublisher(deps: PublisherDeps): Publisher {
  const { store, key, origin, now, branchesOf } = deps

  async function draft(content: RecordContent, options: { readonly validity?: number } = {}) {
    const at = toTimestamp(now())
    const facts = await readFacts(store, key.scid, branchesOf)
    const { did } = ownEntry(facts.branches, key)
    const previous = await findPrevious(content, facts, at)
    return draftStatement(content, { did, origin, now: at, previous, ...options })
  }

  /** The version to go on from. One by members rules out lower ones even when it has expired. */
  async function findPrevious(
    { type, slug }: RecordContent,
    facts: CollectiveFacts,
    at: Timestamp,
  ): Promise<RecordShape | null> {
    const candidates: RecordFact[] = [
      ...(await store.listCurrent({ scid: key.scid, types: [type], slug })),
      ...highestMemberRecords(facts, at).filter((one) => keyOf(one) === keyOf({ type, slug })),
    ]
    const [highest] = candidates.toSorted((a, b) => b.version - a.version)
    const object = highest === undefined ? null : await store.findObject(highest.digest)
    const published = object === null ? null : (JSON.parse(object.text) as RecordShape)
    const sealed = (await deps.findSealed?.({ type, slug })) ?? null
    return sealed !== null && sealed.version > (published?.version ?? 0) ? sealed : published
  }

  async function publishRecords(makeChange: () => Promise<OwnChange>): Promise<Published> {
    const { head, change } = await publish(makeChange, deps)
    return { head, records: change.put }
  }

  return {
    draft,
    publishContents: (contents, change = {}) =>
      publishRecords(async () => {
        const put: SignedRecord[] = []
        for (const content of contents) {
          const statement = await draft(content)
          put.push(signRecord(statement, { ...key, did: statement.attributedTo }))
        }
        return { ...change, put }
      }),
    async publishSigned(records) {
      const foreign = records.find((record) => record.scid !== key.scid)
      if (foreign !== undefined) throw notOwnRecord(foreign)
      checkCanaries(records, toTimestamp(now()))
      return await publishRecords(async () => ({ put: records }))
    },
    renew: () => renew(deps),
    confirmRestored: () => confirmRestored(deps),
  }
}

/** Peers would hold it until its time and then show it: a canary that a clock renews. */
function checkCanaries(records: readonly SignedRecord[], now: Timestamp): void {
  const early = records.find((record) => record.type === 'Canary' && isAhead(record, now))
  if (early === undefined) return
  throw new TesseraError(
    'conflict',
    'dated_ahead',
    `This canary is dated ${early.updated}: it is for people to publish then, not now.`,
  )
}

export function notOwnRecord({ type, slug }: SignedRecord): TesseraError {
  return new TesseraError(
    'forbidden',
    'not_own_record',
    `The record ${type}/${slug} is another collective's.`,
  )
}
