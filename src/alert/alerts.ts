import { TesseraError } from '../kernel/errors.ts'
import { addTime, CLOCK_TOLERANCE, type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { resolveSlug, type SlugAddress, slugName } from '../record/slug-name.ts'
import { type AlertAnswers, type AlertView, answersTo, subjectOf } from './alert-answers.ts'
import { byWeight } from './alert-order.ts'
import { type AlertRecords, type AlertStore, readAlertRecords } from './alert-store.ts'
import { alertThreads, type AlertThread, beyondLimit, isOn } from './alert-threads.ts'

/** Where alerts are, and how to tell that nothing has changed. */
export interface KnownAlertsDeps {
  readonly store: AlertStore
  /** Grows with every change of what is known: what was read stays right until then. */
  readonly sequence: () => Promise<number>
}

/** Who looks at the alerts, and when. */
export interface AlertViewDeps {
  /** The same object as long as nothing of it has changed. */
  readonly view: () => Promise<AlertView>
  readonly now: () => Date
}

export type AlertsDeps = KnownAlertsDeps & AlertViewDeps

/**
 * Why an alert is not shown: nobody of the view vouches for who raised it (it shows as soon as
 * somebody does), or its collective has three others on that no members signed.
 */
export type HeldBecause = 'unvouched' | 'limit'

/** An alert with what others say to it. */
export interface AlertPage {
  /** `slug~scid8`: the last part of its canonical path, `/alerts/<name>`. */
  readonly name: string
  readonly thread: AlertThread
  /** Whom it is about: who raised it, or for whom it was raised. */
  readonly subject: Scid
  readonly answers: AlertAnswers
  /** Null: it is shown. What is held stands on no page, no feed and no banner. */
  readonly held: HeldBecause | null
}

export interface AlertKey {
  readonly scid: Scid
  readonly slug: string
}

export interface Alerts {
  /** All alerts that are shown, over ones too while they are kept; in the order of their weight. */
  list(): Promise<readonly AlertPage[]>
  /** What is not shown, for the people of this node; in the same order. */
  held(): Promise<readonly AlertPage[]>
  /**
   * Shown alerts that are on (`active` or `upcoming`), what is meant before what is exercised, then
   * the gravest, then the newest. Cheap: computed anew only when records, the view or the clock
   * change what it is; the same array until then. Exercises are among them: tell them apart by
   * `thread.version.record.status`.
   */
  active(): Promise<readonly AlertPage[]>
  /** What a name in a path leads to, among what is shown. */
  resolve(name: string): Promise<SlugAddress<AlertPage>>
  /** The alert of that collective and slug, held or not. Throws `alert_not_found`. */
  get(key: AlertKey): Promise<AlertPage>
}

/** The records of all alerts: the same for every view. */
export type KnownAlerts = () => Promise<AlertRecords>

export function createAlerts(deps: AlertsDeps): Alerts {
  return alertsFor(createKnownAlerts(deps), deps)
}

/** Reads the records once for every state of the node. */
export function createKnownAlerts({ store, sequence }: KnownAlertsDeps): KnownAlerts {
  let cached: { readonly sequence: number; readonly records: AlertRecords } | null = null
  return async () => {
    const newest = await sequence()
    if (cached?.sequence === newest) return cached.records
    const records = await readAlertRecords(store)
    cached = { sequence: newest, records }
    return records
  }
}

interface Situation {
  readonly records: AlertRecords
  readonly view: AlertView
  /** The next moment at which the clock alone changes something; null if none is ahead. */
  readonly until: Timestamp | null
  readonly shown: readonly AlertPage[]
  readonly held: readonly AlertPage[]
  readonly active: readonly AlertPage[]
}

/** The alerts as one view sees them; several views share what was read. */
export function alertsFor(known: KnownAlerts, deps: AlertViewDeps): Alerts {
  let last: (Situation & { readonly from: Timestamp }) | null = null

  async function situation(): Promise<Situation> {
    const [records, view] = [await known(), await deps.view()]
    const now = toTimestamp(deps.now())
    const isSame = last?.records === records && last.view.shown === view.shown
    const isStill = last !== null && last.from <= now && (last.until === null || now < last.until)
    if (last !== null && isSame && isStill) return last
    last = { ...judge(records, view, now), from: now }
    return last
  }

  return {
    list: async () => (await situation()).shown,
    held: async () => (await situation()).held,
    active: async () => (await situation()).active,
    async resolve(name) {
      const { shown, view } = await situation()
      return resolveSlug(name, shown, { shown: new Set(view.shown.keys()), slugged })
    },
    async get({ scid, slug }) {
      const { shown, held } = await situation()
      const found = [...shown, ...held].find(
        ({ thread }) => thread.scid === scid && thread.slug === slug,
      )
      if (found === undefined) throw notFound()
      return found
    },
  }
}

/** An alert has one name, however many versions. */
function slugged({ thread: { scid, slug } }: AlertPage) {
  return { scid, slug, version: 1 }
}

/** Everything that a view shows: a function of records, view and clock. SPEC: design.md, section 7. */
export function judge(records: AlertRecords, view: AlertView, now: Timestamp): Situation {
  const threads = alertThreads(records.alerts, now)
  const beyond = beyondLimit(threads)
  const responses = Map.groupBy(records.responses, ({ record: { alert } }) =>
    slugName({
      scid: alert.collective,
      slug: alert.slug,
    }),
  )
  const pages = threads.toSorted(byWeight).map((thread): AlertPage => {
    const name = slugName(thread)
    const isLimited = beyond.has(thread) ? 'limit' : null
    return {
      name,
      thread,
      subject: subjectOf(thread),
      answers: answersTo(thread, { ...records, responses: responses.get(name) ?? [], view, now }),
      held: view.shown.has(thread.scid) ? isLimited : 'unvouched',
    }
  })
  const shown = pages.filter(({ held }) => held === null)
  return {
    records,
    view,
    until: nextChange(records, now),
    shown,
    held: pages.filter(({ held }) => held !== null),
    active: shown.filter(({ thread }) => isOn(thread)),
  }
}

function nextChange({ alerts, responses }: AlertRecords, now: Timestamp): Timestamp | null {
  const times = [
    ...alerts.flatMap(({ record }) => [record.expires, ...optional(record.onset)]),
    ...[...alerts, ...responses].map(({ record }) => addTime(record.updated, -CLOCK_TOLERANCE)),
    ...responses.map(({ record }) => record.expires),
  ]
  const [next] = times.filter((time) => time > now).toSorted()
  return next ?? null
}

function optional(time: Timestamp | undefined): Timestamp[] {
  return time === undefined ? [] : [time]
}

function notFound(): TesseraError {
  return new TesseraError('not-found', 'alert_not_found', 'No alert here has this name.')
}
