import { DAY, SECOND } from '../kernel/time.ts'

/** A server that asks for more than a day is asked again the next day. */
const LONGEST = DAY

/**
 * How long a Retry-After header asks to wait, in milliseconds from 0 to one day; null if it says
 * nothing usable. SPEC: RFC 9110, section 10.2.3
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null
  const wait = /^\d+$/.test(value) ? Number(value) * SECOND : waitUntil(value, now)
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST)
}

function waitUntil(date: string, now: Date): number {
  return date.length === 29 ? Date.parse(date) - now.getTime() : Number.NaN
}
