import type { Alert } from '../record/kinds/alert.ts'
import { CERTAINTIES, SEVERITIES, URGENCIES } from '../record/kinds/vocabulary.ts'

/** What two versions of an alert are compared by. */
export type Gravity = Pick<
  Alert,
  'status' | 'severity' | 'urgency' | 'certainty' | 'expires' | 'onset' | 'updated'
>

/**
 * Whether `next` plays down what `alert` says, in any respect: less grave, less urgent, less
 * certain, an exercise, over sooner, or beginning only later. Whoever holds a seized server must
 * not be able to call an alert off, be it bit by bit. SPEC: design.md, section 7.
 */
export function isMilder(next: Gravity, alert: Gravity): boolean {
  return (
    (alert.status === 'actual' && next.status === 'exercise') ||
    isLower(SEVERITIES, next.severity, alert.severity) ||
    isLower(URGENCIES, next.urgency, alert.urgency) ||
    isLower(CERTAINTIES, next.certainty, alert.certainty) ||
    next.expires < alert.expires ||
    isPutOff(next, alert)
  )
}

/** The words stand in the order of their weight, the heaviest first. */
function isLower<T extends string>(words: readonly T[], next: T, before: T): boolean {
  return words.indexOf(next) > words.indexOf(before)
}

function isPutOff(next: Gravity, alert: Gravity): boolean {
  if (next.onset === undefined || next.onset <= next.updated) return false
  return alert.onset === undefined || next.onset > alert.onset
}
