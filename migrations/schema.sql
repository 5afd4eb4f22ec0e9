-- Generated from the migrations, for SQLite: npx tap --snapshot test/store/migrate.test.ts

CREATE TABLE act (
  seq integer primary key,
  at text not null,
  what text not null,
  detail text not null,
  previous text not null unique,
  hash text not null
) strict;

CREATE TABLE activity_seen (
  hash text primary key,
  until integer not null
) strict;

CREATE INDEX activity_seen_until on activity_seen (until);

CREATE TABLE change (
  seq integer primary key autoincrement,
  scid text not null,
  what text not null check (what in ('log', 'head', 'members', 'alert', 'blocked')),
  at text not null
) strict;

CREATE INDEX change_at on change (at);

CREATE INDEX change_collective on change (scid, seq);

CREATE TABLE collective (
  scid text primary key,
  did text not null,
  state text not null,
  own integer not null check (own in (0, 1)),
  blocked integer not null check (blocked in (0, 1)),
  first_seen text not null,
  state_changed text not null,
  head text,
  head_expires text,
  settled_until text,
  log_version integer not null,
  stored integer not null
) strict;

CREATE INDEX collective_own on collective (own) where own = 1;

CREATE INDEX collective_settled on collective (settled_until) where settled_until is not null;

CREATE TABLE current (
  scid text not null,
  type text not null,
  slug text not null,
  digest text not null,
  member integer not null check (member in (0, 1)),
  since text not null,
  sequence integer not null,
  primary key (scid, type, slug, member)
) without rowid, strict;

CREATE INDEX current_sequence on current (sequence) where member = 1;

CREATE INDEX current_type on current (type, scid);

CREATE TABLE delivery (
  id integer primary key autoincrement,
  object text not null,
  inbox text not null,
  host text not null,
  body text not null references outgoing,
  attempts integer not null,
  due integer not null,
  lease_until integer not null,
  created text not null,
  unique (object, inbox)
) strict;

CREATE INDEX delivery_body on delivery (body);

CREATE INDEX delivery_due on delivery (due, id);

CREATE INDEX delivery_host on delivery (host);

CREATE INDEX delivery_inbox on delivery (inbox, id);

CREATE TABLE did_entry (
  scid text not null references collective on delete cascade,
  version_id text not null,
  number integer not null,
  previous text,
  bytes text not null,
  fact text not null,
  received text not null,
  primary key (scid, version_id)
) strict;

CREATE INDEX did_entry_number on did_entry (scid, number);

CREATE TABLE did_witness (
  scid text primary key references collective on delete cascade,
  bytes text not null
) strict;

CREATE TABLE directory_feed (
  name text primary key,
  sequence integer not null
) without rowid, strict;

CREATE TABLE directory_shown (
  scid text primary key
) without rowid, strict;

CREATE TABLE entry (
  sequence integer primary key,
  id text not null unique,
  changed text not null,
  slug text,
  scid8 text,
  due text,
  json text
) strict;

CREATE INDEX entry_due on entry (due) where due is not null;

CREATE INDEX entry_scid8 on entry (scid8) where scid8 is not null;

CREATE INDEX entry_slug on entry (slug) where slug is not null;

CREATE TABLE entry_part (
  id text primary key,
  record text not null,
  json text not null
) without rowid, strict;

CREATE TABLE entry_part_key (
  key text not null,
  part text not null,
  owner text,
  primary key (key, part)
) without rowid, strict;

CREATE INDEX entry_part_key_owner on entry_part_key (owner) where owner is not null;

CREATE VIRTUAL TABLE entry_search using fts5 (
  title,
  rest,
  tokenize = 'ascii',
  detail = 'column',
  columnsize = 0
);

CREATE TABLE envelope (
  digest text primary key,
  sender text not null,
  received text not null,
  expires text not null,
  bytes text not null
) strict;

CREATE INDEX envelope_expires on envelope (expires);

CREATE INDEX envelope_sender on envelope (sender);

CREATE TABLE erased (
  scid text not null,
  digest text not null,
  since text not null,
  primary key (digest, scid)
) without rowid, strict;

CREATE INDEX erased_collective on erased (scid);

CREATE TABLE follower (
  actor text primary key,
  inbox text not null,
  shared_inbox text,
  added text not null
) strict;

CREATE TABLE head (
  digest text primary key,
  scid text not null,
  state_digest text not null,
  version integer not null,
  previous text,
  manifest text not null,
  did_version text not null,
  published text not null,
  expires text not null,
  signer text not null
) without rowid, strict;

CREATE INDEX head_chain on head (scid, did_version, version);

CREATE INDEX head_state on head (state_digest);

CREATE TABLE held_alert (
  digest text primary key references object on delete cascade
) strict;

CREATE TABLE host_check (
  scid text not null,
  host text not null,
  checked text not null,
  first_proven text,
  last_proven text,
  holds integer check (holds in (0, 1)),
  primary key (scid, host)
) without rowid, strict;

CREATE TABLE host_state (
  host text primary key,
  signature_kind text not null,
  failures integer not null,
  retry_at integer not null,
  updated text not null
) strict;

CREATE INDEX host_state_updated on host_state (updated);

CREATE TABLE job (
  id integer primary key autoincrement,
  queue text not null,
  message_id text,
  payload text not null,
  ordering_key text,
  due integer not null,
  holder text,
  lease_until integer not null,
  attempts integer not null,
  failed integer not null check (failed in (0, 1)),
  last_error text,
  created text not null,
  unique (queue, message_id)
) strict;

CREATE INDEX job_order on job (queue, ordering_key, id)
  where ordering_key is not null and failed = 0;

CREATE INDEX job_ready on job (queue, due, id) where failed = 0;

CREATE TABLE key_value (
  key text primary key,
  value text not null,
  expires integer not null
) strict;

CREATE INDEX key_value_expires on key_value (expires);

CREATE TABLE lease (
  name text primary key,
  holder text not null,
  until integer not null
) strict;

CREATE TABLE migration (
  number integer primary key,
  name text not null,
  applied text not null
) strict;

CREATE TABLE object (
  digest text primary key,
  scid text not null,
  kind text not null check (kind in ('record', 'manifest', 'head')),
  bytes text not null,
  size integer not null,
  received text not null,
  superseded text
) strict;

CREATE INDEX object_other on object (scid, kind) where kind <> 'record';

CREATE INDEX object_superseded on object (scid) where superseded is not null;

CREATE TABLE outgoing (
  digest text primary key,
  bytes text not null
) strict;

CREATE TABLE peer (
  scid text primary key,
  origin text not null,
  actor text not null unique,
  inbox text not null,
  added text not null,
  last_sync text,
  interval integer not null,
  last_error text,
  cursor text
) strict;

CREATE TABLE post (
  id text primary key,
  slug text not null,
  statement text not null,
  version integer not null,
  type text not null,
  published text not null,
  article text not null,
  note text not null
) strict;

CREATE TABLE record (
  scid text not null,
  digest text not null,
  type text not null,
  slug text not null,
  version integer not null,
  statement text not null,
  published text not null,
  updated text not null,
  expires text,
  withdrawn integer not null check (withdrawn in (0, 1)),
  signed_by text not null check (signed_by in ('node', 'members')),
  signers text not null,
  primary key (scid, digest)
) strict;

CREATE INDEX record_statement on record (substr(statement, 40));

CREATE TABLE scheduled (
  digest text primary key,
  type text not null,
  due text not null,
  expires text,
  sealed text not null,
  problem text
) strict;

CREATE TABLE signature_seen (
  hash text primary key,
  until integer not null
) strict;

CREATE INDEX signature_seen_until on signature_seen (until);

CREATE TABLE tip (
  scid text not null,
  digest text not null,
  sequence integer not null,
  primary key (scid, digest)
) without rowid, strict;

CREATE INDEX tip_sequence on tip (sequence);
