import type { Timestamp } from '../kernel/time.ts'

/** One activity on its way to one inbox. */
export interface Delivery {
  readonly id: number
  /** The activity's id. */
  readonly activity: string
  readonly inbox: string
  /** The exact bytes to send. */
  readonly body: string
  /** Attempts made before this one. */
  readonly attempts: number
  /** When it was queued. */
  readonly created: Timestamp
}

/** What is known of a host that we deliver to. */
export interface HostState {
  readonly host: string
  /** Which HTTP signature it took last from us as a server of any kind; peers know our node key. */
  readonly signature: 'cavage' | 'rfc9421-rsa' | 'unknown'
  /** Failures in a row. */
  readonly failures: number
  /** Milliseconds since 1970 before which nothing is sent there: the circuit breaker. */
  readonly retryAt: number
}

/** A server that follows this collective. */
export interface Follower {
  readonly actor: string
  readonly inbox: string
  readonly sharedInbox: string | null
  readonly added: Timestamp
}

/**
 * Outgoing deliveries: durable, once for each activity and inbox, in order for each inbox even when
 * one has to be tried again. Times are milliseconds since 1970.
 */
export interface DeliveryStore {
  /** Queues one body for many inboxes in one transaction; what is queued already stays as it is. */
  enqueueDeliveries(
    activity: { readonly id: string; readonly body: string },
    inboxes: readonly string[],
    now: number,
  ): Promise<void>
  /**
   * The oldest delivery of each inbox, where that one is due, nobody holds it and its host is not
   * held back; leased until `leaseUntil`.
   */
  claimDeliveries(limit: number, now: number, leaseUntil: number): Promise<readonly Delivery[]>
  /** Forgets deliveries that arrived or never will. */
  finishDeliveries(ids: readonly number[]): Promise<void>
  /** Leaves a delivery to be tried again at `due`; `attempts` is how often it has failed. */
  postponeDelivery(id: number, again: { due: number; attempts: number }): Promise<void>
  countDeliveries(): Promise<number>
  findHosts(hosts: readonly string[]): Promise<readonly HostState[]>
  /** Keeps at most a bounded number of hosts; the ones not heard of longest go first. */
  putHost(state: HostState, now: number): Promise<void>
  listFollowers(): Promise<readonly Follower[]>
  countFollowers(): Promise<number>
  findFollower(actor: string): Promise<Follower | null>
  /** Adds a follower, or gives a known one its new inboxes. */
  addFollower(follower: Follower): Promise<void>
  /** Whether there was one. */
  removeFollower(actor: string): Promise<boolean>
}
