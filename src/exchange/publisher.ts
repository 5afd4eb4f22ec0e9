import { TesseraError } from '../kernel/errors.ts'
import { toTimestamp } from '../kernel/time.ts'
import type { Head } from '../record/head.ts'
import type { RecordShape } from '../record/kinds/unknown.ts'
import { type SignedRecord, signRecord } from '../record/record.ts'
import { type DraftedStatement, draftStatement, type RecordContent } from './draft-statement.ts'
import { ownEntry } from './own-node.ts'
import { type OwnChange, publish, type PublishDeps, renew } from './publish.ts'

/** Everything that this node says in its collective's name goes through here. */
export interface Publisher {
  /** Signs with the node key and publishes, as one change of state. */
  publishContents(
    contents: readonly RecordContent[],
    change?: Omit<OwnChange, 'put'>,
  ): Promise<Published>
  /** Publishes records that k members signed. Throws `not_own_record`. */
  publishSigned(records: readonly SignedRecord[]): Promise<Published>
  /** The statement that members are asked to sign: the next version of that type and slug. */
  draft(content: RecordContent, options?: { readonly validity?: number }): Promise<DraftedStatement>
  /** Says again that the state holds, when that is due. */
  renew(): Promise<Head | null>
}

export interface Published {
  readonly head: Head
  readonly records: readonly SignedRecord[]
}

export interface PublisherDeps extends PublishDeps {
  /** Where records are first published. */
  readonly origin: string
}

export function createPublisher(deps: PublisherDeps): Publisher {
  const { store, key, origin, now, branchesOf } = deps

  async function draft(content: RecordContent, options: { readonly validity?: number } = {}) {
    const { did } = await ownEntry(store, key, branchesOf)
    const { type, slug } = content
    const [current] = await store.listCurrent({ scid: key.scid, types: [type], slug })
    const previous = current === undefined ? null : (JSON.parse(current.text) as RecordShape)
    return draftStatement(content, { did, origin, now: toTimestamp(now()), previous, ...options })
  }

  async function publishRecords(change: OwnChange): Promise<Published> {
    return { head: await publish(change, deps), records: change.put }
  }

  return {
    draft,
    async publishContents(contents, change = {}) {
      const put: SignedRecord[] = []
      for (const content of contents) {
        const statement = await draft(content)
        put.push(signRecord(statement, { ...key, did: statement.attributedTo }))
      }
      return await publishRecords({ ...change, put })
    },
    async publishSigned(records) {
      const foreign = records.find((record) => record.scid !== key.scid)
      if (foreign !== undefined) {
        throw new TesseraError(
          'forbidden',
          'not_own_record',
          `The record ${foreign.type}/${foreign.slug} is another collective's.`,
        )
      }
      return await publishRecords({ put: records })
    },
    renew: () => renew(deps),
  }
}
