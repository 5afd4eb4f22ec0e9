import { invalid } from './errors.ts'

/**
 * A time exactly as it stands in records, heads and DID log entries: `YYYY-MM-DDTHH:MM:SSZ`, UTC,
 * whole seconds. Such texts sort as the times do, so they are compared as texts.
 */
export type Timestamp = string

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** How far a clock of another node may be ahead of ours before what it signed has to wait. */
export const CLOCK_TOLERANCE = 10 * MINUTE

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

/** Whether `text` has the one accepted form and names a real instant (no 30 February, no leap second). */
export function isTimestamp(text: string): boolean {
  // For a day or an hour that does not exist Date takes a later one, or none at all.
  return FORM.test(text) && new Date(text).getUTCDate() === Number(text.slice(8, 10))
}

/** Milliseconds since 1970 of a timestamp; throws `bad_time` if it is not one. */
export function parseTimestamp(text: string): number {
  if (!isTimestamp(text))
    throw invalid('bad_time', `"${text.slice(0, 40)}" is not a time like 2026-11-22T09:00:00Z.`)
  return Date.parse(text)
}

/** The timestamp of an instant (a Date or milliseconds), cut to whole seconds. */
export function toTimestamp(instant: Date | number): Timestamp {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

/** The timestamp `milliseconds` after `time`. */
export function addTime(time: Timestamp, milliseconds: number): Timestamp {
  return toTimestamp(Date.parse(time) + milliseconds)
}
