import { SEVERITIES } from '../record/kinds/vocabulary.ts'
import type { AlertState, AlertThread } from './alert-threads.ts'

const STATES: readonly AlertState[] = ['active', 'upcoming', 'cancelled', 'expired']

/**
 * What is on before what is over, what is meant before what is exercised, the gravest first, then
 * the newest; the statement digest decides between equals, so that every node has one order.
 */
export function byWeight(a: AlertThread, b: AlertThread): number {
  return rank(a) - rank(b) || (ageOf(a) < ageOf(b) ? 1 : -1)
}

function rank({ state, version: { record } }: AlertThread): number {
  const isOver = STATES.indexOf(state) > STATES.indexOf('upcoming')
  const severity = SEVERITIES.indexOf(record.severity)
  const exercise = Number(record.status === 'exercise')
  const later = Number(state === 'upcoming')
  return ((Number(isOver) * 2 + exercise) * 2 + later) * SEVERITIES.length + severity
}

function ageOf({ version: { record, statement } }: AlertThread): string {
  return record.updated + statement
}
