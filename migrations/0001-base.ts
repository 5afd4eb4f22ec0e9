import type { Migration, Words } from './dialect.ts'

/**
 * All tables but the search. Times that come from records or that people read are timestamps
 * (`YYYY-MM-DDTHH:MM:SSZ`); deadlines of the machinery (`due`, `lease_until`, `until`, `expires` of
 * `key_value`, `retry_at`) are milliseconds since 1970, because they are shorter than a second and
 * are reckoned with.
 */
export const base: Migration = {
  name: '0001-base',
  statements: (words) => [
    ...collectiveTables(words),
    ...objectTables(words),
    ...stateTables(words),
    ...neighborTables(words),
    ...deliveryTables(words),
    ...machineTables(words),
  ],
}

function collectiveTables({ text, integer, strict }: Words): string[] {
  return [
    `create table collective (
  scid ${text} primary key,
  did ${text} not null,
  state ${text} not null,
  own ${integer} not null check (own in (0, 1)),
  blocked ${integer} not null check (blocked in (0, 1)),
  first_seen ${text} not null,
  state_changed ${text} not null,
  head ${text},
  head_expires ${text},
  settled_until ${text},
  log_version ${integer} not null,
  stored ${integer} not null
)${strict}`,
    'create index collective_settled on collective (settled_until) where settled_until is not null',
    'create index collective_own on collective (own) where own = 1',
    `create table did_entry (
  scid ${text} not null references collective on delete cascade,
  version_id ${text} not null,
  number ${integer} not null,
  previous ${text},
  bytes ${text} not null,
  fact ${text} not null,
  received ${text} not null,
  primary key (scid, version_id)
)${strict}`,
    'create index did_entry_number on did_entry (scid, number)',
    `create table did_witness (
  scid ${text} primary key references collective on delete cascade,
  bytes ${text} not null
)${strict}`,
  ]
}

/**
 * No object refers to its collective: objects may come before the log that says whose they are. What
 * records and heads say goes with the object they are by code: each foreign key would cost every
 * record a look-up.
 */
function objectTables({ text, integer, strict, clustered }: Words): string[] {
  return [
    `create table object (
  digest ${text} primary key,
  scid ${text} not null,
  kind ${text} not null check (kind in ('record', 'manifest', 'head')),
  bytes ${text} not null,
  size ${integer} not null,
  received ${text} not null,
  superseded ${text}
)${strict}`,
    "create index object_other on object (scid, kind) where kind <> 'record'",
    'create index object_superseded on object (scid) where superseded is not null',
    `create table record (
  scid ${text} not null,
  digest ${text} not null,
  type ${text} not null,
  slug ${text} not null,
  version ${integer} not null,
  statement ${text} not null,
  published ${text} not null,
  updated ${text} not null,
  expires ${text},
  withdrawn ${integer} not null check (withdrawn in (0, 1)),
  signed_by ${text} not null check (signed_by in ('node', 'members')),
  signers ${text} not null,
  primary key (scid, digest)
)${strict}`,
    // The end of a digest says enough. Digests come in no order: every page of an index of them is
    // written anew with every batch, so it has to be small.
    'create index record_statement on record (substr(statement, 40))',
    `create table head (
  digest ${text} primary key,
  scid ${text} not null,
  state_digest ${text} not null,
  version ${integer} not null,
  previous ${text},
  manifest ${text} not null,
  did_version ${text} not null,
  published ${text} not null,
  expires ${text} not null,
  signer ${text} not null
)${clustered}${strict}`,
    'create index head_chain on head (scid, did_version, version)',
    'create index head_state on head (state_digest)',
  ]
}

/** What counts now, what must not come back, and in which order things changed. */
function stateTables({ text, integer, serial, strict, clustered }: Words): string[] {
  return [
    `create table current (
  scid ${text} not null,
  type ${text} not null,
  slug ${text} not null,
  digest ${text} not null,
  member ${integer} not null check (member in (0, 1)),
  since ${text} not null,
  sequence ${integer} not null,
  primary key (scid, type, slug, member)
)${clustered}${strict}`,
    'create index current_type on current (type, scid)',
    'create index current_sequence on current (sequence) where member = 1',
    `create table tip (
  scid ${text} not null,
  digest ${text} not null,
  sequence ${integer} not null,
  primary key (scid, digest)
)${clustered}${strict}`,
    'create index tip_sequence on tip (sequence)',
    `create table erased (
  scid ${text} not null,
  digest ${text} not null,
  since ${text} not null,
  primary key (digest, scid)
)${clustered}${strict}`,
    'create index erased_collective on erased (scid)',
    `create table change (
  seq ${serial},
  scid ${text} not null,
  what ${text} not null check (what in ('log', 'head', 'members', 'alert', 'blocked')),
  at ${text} not null
)${strict}`,
    'create index change_collective on change (scid, seq)',
    'create index change_at on change (at)',
  ]
}

/** Other servers: peers we exchange with, hosts we send to, followers, and what was seen already. */
function neighborTables({ text, integer, strict }: Words): string[] {
  return [
    `create table peer (
  scid ${text} primary key,
  origin ${text} not null,
  actor ${text} not null unique,
  inbox ${text} not null,
  added ${text} not null,
  last_sync ${text},
  interval ${integer} not null,
  last_error ${text},
  cursor ${text}
)${strict}`,
    `create table host_state (
  host ${text} primary key,
  signature_kind ${text} not null,
  failures ${integer} not null,
  retry_at ${integer} not null,
  updated ${text} not null
)${strict}`,
    'create index host_state_updated on host_state (updated)',
    `create table follower (
  actor ${text} primary key,
  inbox ${text} not null,
  shared_inbox ${text},
  added ${text} not null
)${strict}`,
    `create table activity_seen (
  hash ${text} primary key,
  until ${integer} not null
)${strict}`,
    'create index activity_seen_until on activity_seen (until)',
    `create table signature_seen (
  hash ${text} primary key,
  until ${integer} not null
)${strict}`,
    'create index signature_seen_until on signature_seen (until)',
  ]
}

/** Bytes are stored once, however many inboxes they go to. The same object goes to an inbox once. */
function deliveryTables({ text, integer, serial, strict }: Words): string[] {
  return [
    `create table outgoing (
  digest ${text} primary key,
  bytes ${text} not null
)${strict}`,
    `create table delivery (
  id ${serial},
  object ${text} not null,
  inbox ${text} not null,
  host ${text} not null,
  body ${text} not null references outgoing,
  attempts ${integer} not null,
  due ${integer} not null,
  lease_until ${integer} not null,
  created ${text} not null,
  unique (object, inbox)
)${strict}`,
    'create index delivery_due on delivery (due, id)',
    'create index delivery_inbox on delivery (inbox, id)',
    'create index delivery_host on delivery (host)',
    'create index delivery_body on delivery (body)',
  ]
}

function machineTables({ text, integer, serial, strict }: Words): string[] {
  return [
    `create table job (
  id ${serial},
  queue ${text} not null,
  message_id ${text},
  payload ${text} not null,
  ordering_key ${text},
  due ${integer} not null,
  holder ${text},
  lease_until ${integer} not null,
  attempts ${integer} not null,
  failed ${integer} not null check (failed in (0, 1)),
  last_error ${text},
  created ${text} not null,
  unique (queue, message_id)
)${strict}`,
    'create index job_ready on job (queue, due, id) where failed = 0',
    `create index job_order on job (queue, ordering_key, id)
  where ordering_key is not null and failed = 0`,
    `create table key_value (
  key ${text} primary key,
  value ${text} not null,
  expires ${integer} not null
)${strict}`,
    'create index key_value_expires on key_value (expires)',
    `create table lease (
  name ${text} primary key,
  holder ${text} not null,
  until ${integer} not null
)${strict}`,
    `create table act (
  seq ${integer} primary key,
  at ${text} not null,
  what ${text} not null,
  detail ${text} not null,
  previous ${text} not null unique,
  hash ${text} not null
)${strict}`,
  ]
}
