import type { Migration, Words } from './dialect.ts'

/**
 * The search of the directory, one row per entry (`rowid` is `entry.number`). Both databases are
 * given text that was folded before (letters without marks, lower case, pairs of CJK signs, nothing
 * but letters, digits and spaces), so that they only have to split at spaces and so find the same.
 */
export const directorySearch: Migration = {
  name: '0002-directory-search',
  statements: (words) => (words.dialect === 'sqlite' ? sqliteSearch() : postgresSearch(words)),
}

/** `secure-delete`: without it the words of an erased entry stay in the index until it is merged. */
function sqliteSearch(): string[] {
  return [
    `create virtual table entry_search using fts5 (
  name,
  text,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
)`,
    "insert into entry_search (entry_search, rank) values ('secure-delete', 1)",
  ]
}

function postgresSearch({ text }: Words): string[] {
  return [
    `create table entry_search (
  rowid bigint primary key,
  name ${text} not null,
  text ${text} not null,
  terms tsvector not null generated always as (
    setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', text), 'B')
  ) stored
)`,
    'create index entry_search_terms on entry_search using gin (terms)',
  ]
}
