import type { Schema } from './schema.ts'

/**
 * What a column tells to whoever has the disk:
 * `public` what anybody is given by this node or another one; `contact` with whom this node
 * exchanges what; `correspondence` who sent something that is not public, to whom, when; `sealed`
 * bytes that only a key opens; `decision` what was decided here and told to nobody; `time` when this
 * node learned of something; `trace` hashes of requests, without a key; `machinery` nothing but
 * numbers that count and order.
 */
export type Knowledge =
  | 'public'
  | 'contact'
  | 'correspondence'
  | 'sealed'
  | 'decision'
  | 'time'
  | 'trace'
  | 'machinery'

type Classified = {
  readonly [Table in keyof Schema]: { readonly [Column in keyof Schema[Table]]-?: Knowledge }
}

/**
 * Every column of every table, in an order in which rows can be put in again: what others refer to
 * comes first. A migration that adds one has to say here what it teaches; the types and a test hold
 * that. SPEC: design.md, section 11.
 */
export const KNOWLEDGE: Classified = {
  collective: {
    scid: 'public',
    did: 'public',
    state: 'public',
    own: 'public',
    blocked: 'decision',
    first_seen: 'time',
    state_changed: 'time',
    head: 'public',
    head_expires: 'public',
    settled_until: 'machinery',
    log_version: 'machinery',
    stored: 'machinery',
  },
  did_entry: {
    scid: 'public',
    version_id: 'public',
    number: 'public',
    previous: 'public',
    bytes: 'public',
    fact: 'public',
    received: 'time',
  },
  did_witness: { scid: 'public', bytes: 'public' },
  object: {
    digest: 'public',
    scid: 'public',
    kind: 'public',
    bytes: 'public',
    size: 'public',
    received: 'time',
    superseded: 'time',
  },
  record: {
    digest: 'public',
    scid: 'public',
    type: 'public',
    slug: 'public',
    version: 'public',
    statement: 'public',
    published: 'public',
    updated: 'public',
    expires: 'public',
    withdrawn: 'public',
    signed_by: 'public',
    signers: 'public',
  },
  head: {
    digest: 'public',
    scid: 'public',
    state_digest: 'public',
    version: 'public',
    previous: 'public',
    manifest: 'public',
    did_version: 'public',
    published: 'public',
    expires: 'public',
    signer: 'public',
  },
  current: {
    scid: 'public',
    type: 'public',
    slug: 'public',
    digest: 'public',
    member: 'public',
    since: 'time',
    sequence: 'machinery',
  },
  tip: { scid: 'public', digest: 'public', sequence: 'machinery' },
  erased: { scid: 'public', digest: 'public', since: 'time' },
  change: { seq: 'machinery', scid: 'public', what: 'decision', at: 'time' },
  peer: {
    scid: 'contact',
    origin: 'contact',
    actor: 'contact',
    inbox: 'contact',
    added: 'contact',
    last_sync: 'contact',
    interval: 'machinery',
    last_error: 'contact',
    cursor: 'machinery',
  },
  host_state: {
    host: 'contact',
    signature_kind: 'contact',
    failures: 'contact',
    retry_at: 'contact',
    updated: 'contact',
  },
  follower: { actor: 'contact', inbox: 'contact', shared_inbox: 'contact', added: 'contact' },
  activity_seen: { hash: 'trace', until: 'trace' },
  signature_seen: { hash: 'trace', until: 'trace' },
  outgoing: { digest: 'machinery', bytes: 'contact' },
  delivery: {
    id: 'machinery',
    object: 'contact',
    inbox: 'contact',
    host: 'contact',
    body: 'machinery',
    attempts: 'contact',
    due: 'contact',
    lease_until: 'machinery',
    created: 'contact',
  },
  job: {
    id: 'machinery',
    queue: 'machinery',
    message_id: 'contact',
    payload: 'contact',
    ordering_key: 'contact',
    due: 'machinery',
    holder: 'machinery',
    lease_until: 'machinery',
    attempts: 'machinery',
    failed: 'machinery',
    last_error: 'contact',
    created: 'time',
  },
  key_value: { key: 'contact', value: 'contact', expires: 'time' },
  lease: { name: 'machinery', holder: 'machinery', until: 'machinery' },
  act: {
    seq: 'decision',
    at: 'decision',
    what: 'decision',
    detail: 'decision',
    previous: 'machinery',
    hash: 'machinery',
  },
  entry_part: { id: 'public', record: 'public', json: 'public' },
  entry_part_key: { key: 'public', part: 'public', owner: 'public' },
  host_check: {
    scid: 'public',
    host: 'contact',
    checked: 'contact',
    first_proven: 'public',
    last_proven: 'public',
    holds: 'public',
  },
  entry: {
    sequence: 'machinery',
    id: 'public',
    changed: 'time',
    slug: 'public',
    scid8: 'public',
    due: 'machinery',
    json: 'public',
  },
  directory_feed: { name: 'machinery', sequence: 'machinery' },
  directory_shown: { scid: 'decision' },
  entry_search: { rowid: 'machinery', title: 'public', rest: 'public', terms: 'public' },
  envelope: {
    digest: 'correspondence',
    sender: 'correspondence',
    received: 'correspondence',
    expires: 'correspondence',
    bytes: 'sealed',
  },
  scheduled: {
    digest: 'decision',
    type: 'decision',
    due: 'decision',
    expires: 'decision',
    sealed: 'sealed',
    problem: 'decision',
  },
  post: {
    id: 'public',
    slug: 'public',
    statement: 'public',
    version: 'public',
    type: 'public',
    published: 'public',
    article: 'public',
    note: 'public',
  },
  held_alert: { digest: 'public' },
  migration: { number: 'machinery', name: 'machinery', applied: 'time' },
}

export type TableName = keyof Schema

/** Every table, in an order in which rows can be put in again. */
export function tableNames(): readonly TableName[] {
  return Object.keys(KNOWLEDGE) as TableName[]
}
