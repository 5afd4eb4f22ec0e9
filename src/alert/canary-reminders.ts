import type { Timestamp } from '../kernel/time.ts'
import type { CanaryReport } from './canaries.ts'

/** What a collective is reminded of itself. Nothing is renewed by it: members sign, or they do not. */
export interface CanaryReminder {
  readonly kind: 'canary-due' | 'canary-overdue'
  readonly slug: string
  readonly nextDate: Timestamp
}

/** In the last two weeks before its date, and from then on until the members renew it or take it back. */
export function canaryReminders(reports: readonly CanaryReport[]): readonly CanaryReminder[] {
  return reports.flatMap(({ state, slug, nextDate }): CanaryReminder[] => {
    if (state !== 'due' && state !== 'overdue') return []
    return [{ kind: `canary-${state}`, slug, nextDate }]
  })
}
