import type { LanguageMap } from '../kernel/text.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import { type Scid, scidOf } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Canary } from '../record/kinds/canary.ts'
import { type FreshHead, judgeFreshHead } from './canary-freshness.ts'
import { type CanaryStanding, canaryStanding } from './canary-standing.ts'
import type { CanaryHistory, CanaryStore } from './canary-store.ts'

/** Where a collective's canary stands, and what it says. */
export interface CanaryReport extends CanaryStanding {
  readonly slug: string
  /** Of the version that stands or last stood. */
  readonly digest: Digest
  readonly version: number
  readonly updated: Timestamp
  readonly nextDate: Timestamp
  readonly claims: Canary['claims']
  readonly noteMap: LanguageMap | null
  readonly defaultLanguage: string
  readonly freshness: readonly FreshHead[]
  /** The earlier ones that are known here, the newest first. */
  readonly earlier: readonly EarlierCanary[]
  /** How many versions before the oldest of them are not known here. */
  readonly versionsBefore: number
}

export interface EarlierCanary {
  readonly digest: Digest
  readonly version: number
  readonly updated: Timestamp
  readonly nextDate: Timestamp
  readonly withdrawn: boolean
}

export interface CanariesDeps {
  readonly store: CanaryStore
  readonly now: () => Date
}

/** What peers and the collective itself read of its canaries. */
export interface Canaries {
  /** One report a slug, the last changed first; empty if the collective never published one here. */
  list(scid: Scid): Promise<readonly CanaryReport[]>
}

export function createCanaries({ store, now }: CanariesDeps): Canaries {
  return {
    async list(scid) {
      const at = toTimestamp(now())
      const histories = await store.listHistories(scid, at)
      const reports = await Promise.all(histories.map((one) => reportOf(one, store, at)))
      return reports.toSorted((a, b) => (a.updated < b.updated ? 1 : -1))
    },
  }
}

async function reportOf(
  history: CanaryHistory,
  store: CanaryStore,
  now: Timestamp,
): Promise<CanaryReport> {
  const [newest, ...others] = history
  const { slug, version, updated, nextDate, claims, noteMap = null, ...rest } = newest.record
  const oldest = others.at(-1) ?? newest
  return {
    ...canaryStanding([newest.record, ...others.map(({ record }) => record)], now),
    slug,
    digest: newest.digest,
    version,
    updated,
    nextDate,
    claims,
    noteMap,
    defaultLanguage: rest.defaultLanguage,
    freshness: await Promise.all(rest.freshness.map((text) => freshHeadOf(text, store))),
    earlier: others.map(({ digest, record }) => earlierOf(digest, record)),
    versionsBefore: oldest.record.version - 1,
  }
}

function earlierOf(digest: Digest, record: Canary): EarlierCanary {
  const { version, updated, nextDate, withdrawn = false } = record
  return { digest, version, updated, nextDate, withdrawn }
}

/** The text has the form of a head: the record was refused otherwise. */
async function freshHeadOf(text: string, store: CanaryStore): Promise<FreshHead> {
  const { attributedTo, published } = JSON.parse(text) as {
    readonly attributedTo: string
    readonly published: Timestamp
  }
  const scid = scidOf(attributedTo)
  return { scid, published, standing: judgeFreshHead(text, await store.branchesOf(scid)) }
}
