import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { MAX_ALERTS } from '../record/tips.ts'
import { type AlertVersion, isAhead } from './alert-store.ts'
import { isMilder } from './milder.ts'

/**
 * `upcoming`: said now, begins later. `cancelled`: by members. `expired`: its time is over, whether
 * anybody said so or not.
 */
export type AlertState = 'active' | 'upcoming' | 'cancelled' | 'expired'

/** One alert of one collective over its versions. */
export interface AlertThread {
  readonly scid: Scid
  readonly slug: string
  readonly state: AlertState
  /** What is shown. */
  readonly version: AlertVersion
  /**
   * What its server says since then, and what therefore is shown beside: a cancel or a milder
   * update by the node key, or anything of it after members have spoken. Null if there is none.
   */
  readonly beside: AlertVersion | null
  /** Everything at hand, the oldest first. */
  readonly versions: readonly AlertVersion[]
  /** Its server lists no version of it any more, without a cancel. */
  readonly dropped: boolean
}

/** The alerts that these versions make up, in the order of their collectives and slugs. */
export function alertThreads(versions: readonly AlertVersion[], now: Timestamp): AlertThread[] {
  const known = versions.filter((version) => !isAhead(version, now))
  const threads = Map.groupBy(known, ({ scid, record }) => `${scid} ${record.slug}`)
  return [...threads.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, thread]) => threadOf(thread.toSorted(byVersion), now))
}

function byVersion(a: AlertVersion, b: AlertVersion): number {
  if (a.record.version !== b.record.version) return a.record.version - b.record.version
  const [left, right] = [a.record.updated + a.statement, b.record.updated + b.statement]
  return left < right ? -1 : Number(left > right)
}

function threadOf(versions: readonly AlertVersion[], now: Timestamp): AlertThread {
  const members = versions.findLast((one) => one.signedBy === 'members' && one.current)
  const spoken = members === undefined ? byNode(versions, now) : byMembers(members, versions)
  const { version } = spoken
  return {
    scid: version.scid,
    slug: version.record.slug,
    ...spoken,
    state: stateOf(spoken, members !== undefined, now),
    versions,
    dropped: !versions.some((one) => one.current),
  }
}

type Spoken = Pick<AlertThread, 'version' | 'beside'>

/** What members said stands until they say something else; their server speaks beside them. */
function byMembers(members: AlertVersion, versions: readonly AlertVersion[]): Spoken {
  const later = versions.findLast(
    (one) => one.signedBy === 'node' && one.record.version > members.record.version,
  )
  const isOver = members.record.msgType === 'cancel'
  return { version: members, beside: isOver ? null : (later ?? null) }
}

/**
 * The words of a node key: an update takes the place of what was said unless it is milder; it never
 * ends an alert. Of one whose beginning is not at hand its cancel tells that there is one.
 * SPEC: design.md, section 7; security-bar.md, H12.
 */
function byNode(versions: readonly AlertVersion[], now: Timestamp): Spoken {
  const told = versions.filter(({ record }) => record.msgType !== 'cancel')
  const living = versions.filter(({ record }) => record.expires > now)
  const start = living.find(({ record }) => record.msgType !== 'cancel')
  if (start === undefined) {
    const version = told.at(-1) ?? living[0] ?? versions.at(-1)
    if (version === undefined) throw new Error('a thread has a version')
    return { version, beside: versions.findLast(isCancel) ?? null }
  }
  let spoken: Spoken = { version: start, beside: null }
  for (const next of living.slice(living.indexOf(start) + 1)) {
    const isBeside = isCancel(next) || isMilder(next.record, spoken.version.record)
    spoken = isBeside ? { ...spoken, beside: next } : { version: next, beside: null }
  }
  return spoken
}

function isCancel({ record }: AlertVersion): boolean {
  return record.msgType === 'cancel'
}

function stateOf({ version }: Spoken, isByMembers: boolean, now: Timestamp): AlertState {
  const { msgType, expires, onset } = version.record
  if (isByMembers && msgType === 'cancel') return 'cancelled'
  if (expires <= now) return 'expired'
  return onset !== undefined && onset > now ? 'upcoming' : 'active'
}

/** Whether an alert is neither over nor cancelled. */
export function isOn({ state }: Pick<AlertThread, 'state'>): boolean {
  return state === 'active' || state === 'upcoming'
}

/**
 * Those that one collective's node key has raised beyond what it may have on at a time: the first
 * ones stay, so that nobody with that key pushes out what stands there. What members signed is
 * exempt. SPEC: design.md, section 7.
 */
export function beyondLimit(threads: readonly AlertThread[]): ReadonlySet<AlertThread> {
  const limited = threads.filter((one) => isOn(one) && one.version.signedBy === 'node')
  const beyond = [...Map.groupBy(limited, ({ scid }) => scid).values()].flatMap((own) =>
    own.toSorted(byStart).slice(MAX_ALERTS),
  )
  return new Set(beyond)
}

function byStart(a: AlertThread, b: AlertThread): number {
  return startOf(a) < startOf(b) ? -1 : 1
}

/** Slugs of one collective differ, so no two are equal. */
function startOf({ versions, slug }: AlertThread): string {
  const [first] = versions.map(({ record }) => record.updated).toSorted()
  return `${first} ${slug}`
}
