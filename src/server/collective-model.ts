import type { CharterVersion } from '../charter/charter.ts'
import { type CommitmentState, verifyCommitment } from '../charter/verify-commitment.ts'
import { type InspectedKey, inspectContactKey } from '../directory/contact-keys.ts'
import type { Directory, FoundEntry } from '../directory/directory.ts'
import type { Collective, CurrentRecord, ObjectReader } from '../exchange/object-store.ts'
import { type Unconfirmed, unconfirmedAmong } from '../exchange/unconfirmed.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { isScid, type Scid } from '../record/did.ts'
import { digestOf, type Digest } from '../record/digest.ts'
import type { Charter } from '../record/kinds/charter.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import type { ContactKey } from '../record/kinds/contacts.ts'
import type { Listing } from '../record/kinds/listing.ts'
import type { Profile } from '../record/kinds/profile.ts'
import { createCollectiveCache } from './collective-cache.ts'
import { type LogEvent, logStory } from './log-story.ts'
import type { ShownView } from './shown-view.ts'

/** A record that says something about an entry, with its digests. */
export interface Said<R> {
  readonly by: Scid
  readonly digest: Digest
  readonly record: R
}

/** A contact key as it is shown; `inspected` is null where it is elsewhere or no key at all. */
export interface ShownKey {
  readonly id: Digest
  readonly key: ContactKey
  readonly inspected: InspectedKey | null
  readonly isBroken: boolean
}

/** A commitment with the text it is under, as far as that is at hand. */
export interface ShownCommitment extends Said<Commitment> {
  readonly version: CharterVersion | null
  readonly state: CommitmentState
}

/** What a collective's own records say, until they change. */
export interface OwnRecords {
  readonly collective: Collective
  readonly profile: Said<Profile> | null
  readonly keys: readonly ShownKey[]
  readonly commitments: readonly Omit<ShownCommitment, 'state'>[]
  readonly charters: readonly Said<Charter>[]
  readonly listings: readonly Said<Listing>[]
  readonly log: readonly LogEvent[]
  /** Signed by a key that was not to be trusted any more, and not published again since. */
  readonly unconfirmed: readonly Unconfirmed[]
}

/** How many pages of collectives are kept ready; each takes some 100 kB at most. */
const CAPACITY = 200

export type OwnRecordsOf = (scid: Scid) => Promise<OwnRecords | null>

/**
 * Reads what a collective says, through a cache; null for who is unknown or blocked here. Warnings
 * about the dates of keys are as old as the newest head at most, which is two days.
 */
export function createOwnRecordsOf(store: ObjectReader, now: () => Date): OwnRecordsOf {
  return createCollectiveCache(store, (scid) => readOwnRecords(store, scid, now()), CAPACITY).get
}

const SHOWN_TYPES = ['Profile', 'Commitment', 'Charter', 'Listing']

async function readOwnRecords(
  store: ObjectReader,
  scid: Scid,
  now: Date,
): Promise<OwnRecords | null> {
  const collective = await store.findCollective(scid)
  if (collective === null || collective.blocked) return null
  const log = await store.findLog(scid)
  const story = log === null ? [] : logStory(log)
  const records = await store.listCurrent({ scid, types: SHOWN_TYPES })
  const [profile] = saidOf<Profile>(records, 'Profile')
  return {
    collective,
    profile: profile ?? null,
    keys: await shownKeys(profile?.record.contactKeys ?? [], now),
    commitments: await Promise.all(
      saidOf<Commitment>(records, 'Commitment').map(async (said) => ({
        ...said,
        version: await findVersion(store, said.record),
      })),
    ),
    charters: saidOf<Charter>(records, 'Charter'),
    listings: saidOf<Listing>(records, 'Listing'),
    log: story,
    unconfirmed: await unconfirmedOf(store, scid, story),
  }
}

/** All its records are read only where the members have ever revoked a key for the time before. */
async function unconfirmedOf(
  store: ObjectReader,
  scid: Scid,
  log: readonly LogEvent[],
): Promise<Unconfirmed[]> {
  const revoked = log.flatMap((event) => event.revoked.filter(({ since }) => since < event.time))
  return revoked.length === 0 ? [] : unconfirmedAmong(await store.listCurrent({ scid }), revoked)
}

function saidOf<R>(records: readonly CurrentRecord[], type: string): Said<R>[] {
  return records
    .filter((record) => record.type === type)
    .map(({ scid, digest, text }) => ({ by: scid, digest, record: JSON.parse(text) as R }))
}

/** The text that a commitment names, if it is current here. */
async function findVersion(
  store: ObjectReader,
  { charter: { digest, collective } }: Commitment,
): Promise<CharterVersion | null> {
  const record = await store.findByStatement(digest)
  if (record === null || record.type !== 'Charter' || record.scid !== collective) return null
  return { scid: collective, statement: digest, charter: JSON.parse(record.text) as Charter }
}

/** The state of commitments at a moment. */
export function judged({ commitments }: OwnRecords, now: Timestamp): ShownCommitment[] {
  return commitments.map((said) => ({
    ...said,
    state: verifyCommitment(said.record, said.version, now),
  }))
}

/** Keys with what a reader has to know of them. */
export async function shownKeys(keys: readonly ContactKey[], now: Date): Promise<ShownKey[]> {
  return await Promise.all(
    keys.map(async (key) => {
      const id = digestOf(key.value ?? key.fingerprint ?? key.url ?? '')
      try {
        return { id, key, inspected: await inspectContactKey(key, now), isBroken: false }
      } catch (error) {
        if (!(error instanceof TesseraError)) throw error
        return { id, key, inspected: null, isBroken: true }
      }
    }),
  )
}

/** What a name in a path leads to. */
export type CollectiveAddress =
  | { readonly kind: 'collective'; readonly scid: Scid; readonly found: FoundEntry | null }
  | { readonly kind: 'host'; readonly found: FoundEntry }
  | { readonly kind: 'choose'; readonly entries: readonly FoundEntry[] }
  | { readonly kind: 'lead-on'; readonly found: FoundEntry }
  | { readonly kind: 'unknown' }

/**
 * Finds what a SCID, `host:<host>`, `<slug>~<end of the SCID>` or a bare slug names. A slug alone
 * leads on only where one collective of the view has it. SPEC: design.md, section 12.
 */
export async function resolveCollective(
  name: string,
  directory: Directory,
  view: ShownView,
): Promise<CollectiveAddress> {
  const entries = await directory.find(name, view)
  const [first] = entries
  if (isScid(name)) return { kind: 'collective', scid: name, found: first ?? null }
  if (first === undefined) return { kind: 'unknown' }
  const { scid } = first.entry
  if (scid === null) return { kind: 'host', found: first }
  if (!name.includes('~')) return leadOn(entries)
  return entries.length > 1
    ? { kind: 'choose', entries }
    : { kind: 'collective', scid, found: first }
}

function leadOn(entries: readonly FoundEntry[]): CollectiveAddress {
  const [shown, ...others] = entries.filter(({ standing }) => standing === 'shown')
  if (shown === undefined || others.length > 0) return { kind: 'choose', entries }
  return { kind: 'lead-on', found: shown }
}
