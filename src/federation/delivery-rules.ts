import type { HostState } from '../exchange/delivery-store.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../kernel/time.ts'

/** How an attempt to deliver ended. */
export type AttemptOutcome =
  /** Taken. */
  | 'delivered'
  /** Never will be: the inbox is gone, or refuses this very activity. */
  | 'refused'
  /** The signature did not count; another form of it may. */
  | 'unauthorized'
  /** May be taken later. */
  | 'failed'

export type SignatureScheme = 'ed25519' | 'cavage' | 'rfc9421-rsa'

/** The first pause is short, as most failures are restarts; the longest is that of a sync round. */
const FIRST_PAUSE = 30 * SECOND
const LONGEST_PAUSE = 6 * HOUR
/** After so long a follower has to look for itself, and a peer syncs anyway. */
const GIVE_UP_AFTER = 7 * DAY
/** Whoever does not know us after so many attempts (about a day) will not. */
const UNAUTHORIZED_ATTEMPTS = 11
/** A host that failed so often in a row is left alone as a whole: the circuit breaker. */
const FAILURES_TO_BREAK = 5
const FIRST_BREAK = MINUTE
/** Doubling further changes nothing, and 2 ** 1100 is no number. */
const MAX_DOUBLINGS = 20

/** SPEC: RFC 9110, section 15: what a status says about trying again. */
export function outcomeOf(status: number): AttemptOutcome {
  if (status >= 200 && status < 300) return 'delivered'
  if (status === 401 || status === 403) return 'unauthorized'
  const isTransient = status >= 500 || status < 400 || [408, 421, 425, 429].includes(status)
  return isTransient ? 'failed' : 'refused'
}

/**
 * Whether a status may mean that the form of the signature was not understood: servers answer 400,
 * 401 or 403 to a form that they do not know.
 */
export function mayBeScheme(status: number): boolean {
  return status === 400 || status === 401 || status === 403
}

/**
 * Which forms of signature to try, in order; the second only where it is not known which one a host
 * takes. Peers are always spoken to with the node key: by that they know us.
 */
export function schemesFor(
  { signature }: Pick<HostState, 'signature'>,
  isPeer: boolean,
): readonly SignatureScheme[] {
  if (isPeer) return ['ed25519']
  if (signature === 'cavage' || signature === 'rfc9421-rsa') return [signature]
  return ['cavage', 'rfc9421-rsa']
}

export interface FailedAttempt {
  readonly outcome: 'unauthorized' | 'failed'
  /** Attempts that have failed, with this one. */
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly created: number
  readonly now: number
  /** What the server asked for, in milliseconds; null if nothing. */
  readonly retryAfter: number | null
  /** From 0 to 1: deliveries that failed together are not tried again together. */
  readonly random: number
}

/** When to try again (milliseconds since 1970); null to give up. */
export function nextAttempt(attempt: FailedAttempt): number | null {
  const { outcome, attempts, created, now, retryAfter, random } = attempt
  if (outcome === 'unauthorized' && attempts >= UNAUTHORIZED_ATTEMPTS) return null
  const pause = double(FIRST_PAUSE, attempts - 1, LONGEST_PAUSE) * (0.5 + random / 2)
  const due = now + Math.max(Math.round(pause), retryAfter ?? 0)
  return due - created > GIVE_UP_AFTER ? null : due
}

/** What a host's answer, or its silence, changes in what is known of it. */
export function hostAfter(
  state: HostState,
  outcome: AttemptOutcome,
  { now, retryAfter }: Pick<FailedAttempt, 'now' | 'retryAfter'>,
): HostState {
  if (outcome !== 'failed') return { ...state, failures: 0, retryAt: 0 }
  const failures = state.failures + 1
  const excess = failures - FAILURES_TO_BREAK
  const pause = excess < 0 ? 0 : double(FIRST_BREAK, excess, LONGEST_PAUSE)
  const wait = Math.max(pause, retryAfter ?? 0)
  return { ...state, failures, retryAt: wait === 0 ? 0 : now + wait }
}

function double(first: number, times: number, longest: number): number {
  return Math.min(first * 2 ** Math.min(times, MAX_DOUBLINGS), longest)
}
