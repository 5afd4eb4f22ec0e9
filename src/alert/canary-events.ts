import type { Timestamp } from '../kernel/time.ts'
import type { CanaryReport } from './canaries.ts'

/** Something that happened to a canary by its dates. */
export interface CanaryEvent {
  readonly slug: string
  readonly version: number
  readonly kind: 'signed' | 'withdrawn' | 'due' | 'overdue'
  readonly at: Timestamp
}

/** What happened so far, the newest first: each at its own time, which no later event changes. */
export function canaryEvents(reports: readonly CanaryReport[]): readonly CanaryEvent[] {
  return reports.flatMap(eventsOf).toSorted((a, b) => (a.at < b.at ? 1 : -1))
}

function eventsOf(report: CanaryReport): CanaryEvent[] {
  const { slug, version, updated, state, since, nextDate, gaps, earlier } = report
  const newest = { version, updated, nextDate, withdrawn: state === 'withdrawn' }
  const lapses = new Set([...gaps.map(({ from }) => from), ...(state === 'overdue' ? [since] : [])])
  const events = [newest, ...earlier].flatMap((one): Omit<CanaryEvent, 'slug'>[] => {
    const made = { version: one.version, at: one.updated }
    if (one.withdrawn) return [{ ...made, kind: 'withdrawn' }]
    const lapse = { version: one.version, kind: 'overdue', at: one.nextDate } as const
    return [{ ...made, kind: 'signed' }, ...(lapses.has(one.nextDate) ? [lapse] : [])]
  })
  const due = state === 'due' ? [{ version, kind: 'due', at: since } as const] : []
  return [...due, ...events].map((event) => ({ slug, ...event }))
}
