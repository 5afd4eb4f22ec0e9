import type { Migration, Words } from './dialect.ts'

/**
 * The directory: what collectives say of themselves and others (parts), the entries merged from
 * that, and the index of their words. `entry_search.rowid` is `entry.sequence`. Both databases are
 * given tokens of the letters a to p (src/directory/search-text.ts), so that they only have to split
 * at spaces and find the same.
 */
export const directorySearch: Migration = {
  name: '0002-directory-search',
  statements: (words) => [
    ...partTables(words),
    ...entryTables(words),
    ...(words.dialect === 'sqlite' ? sqliteSearch() : postgresSearch(words)),
  ],
}

/** `owner` is the collective whose Profile a key comes from; a Listing's has none. */
function partTables({ text, integer, strict, clustered }: Words): string[] {
  return [
    `create table entry_part (
  id ${text} primary key,
  record ${text} not null,
  json ${text} not null
)${clustered}${strict}`,
    `create table entry_part_key (
  key ${text} not null,
  part ${text} not null,
  owner ${text},
  primary key (key, part)
)${clustered}${strict}`,
    'create index entry_part_key_owner on entry_part_key (owner) where owner is not null',
    `create table host_check (
  scid ${text} not null,
  host ${text} not null,
  checked ${text} not null,
  first_proven ${text},
  last_proven ${text},
  holds ${integer} check (holds in (0, 1)),
  primary key (scid, host)
)${clustered}${strict}`,
  ]
}

/** An entry that changes gets a new row with the next sequence; one that is gone keeps an empty row. */
function entryTables({ text, integer, strict, clustered }: Words): string[] {
  return [
    `create table entry (
  sequence ${integer} primary key,
  id ${text} not null unique,
  changed ${text} not null,
  slug ${text},
  scid8 ${text},
  due ${text},
  json ${text}
)${strict}`,
    'create index entry_slug on entry (slug) where slug is not null',
    'create index entry_scid8 on entry (scid8) where scid8 is not null',
    'create index entry_due on entry (due) where due is not null',
    `create table directory_feed (
  name ${text} primary key,
  sequence ${integer} not null
)${clustered}${strict}`,
    `create table directory_shown (
  scid ${text} primary key
)${clustered}${strict}`,
  ]
}

/**
 * `detail = column`: which words an entry has in its title and besides is all that is asked.
 * `secure-delete`: without it the words of an entry that is gone stay until the index is merged.
 */
function sqliteSearch(): string[] {
  return [
    `create virtual table entry_search using fts5 (
  title,
  rest,
  tokenize = 'ascii',
  detail = 'column',
  columnsize = 0
)`,
    "insert into entry_search (entry_search, rank) values ('secure-delete', 1)",
  ]
}

function postgresSearch({ text }: Words): string[] {
  return [
    `create table entry_search (
  rowid bigint primary key,
  title ${text} not null,
  rest ${text} not null,
  terms tsvector not null generated always as (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', rest), 'B')
  ) stored
)`,
    'create index entry_search_terms on entry_search using gin (terms)',
  ]
}
