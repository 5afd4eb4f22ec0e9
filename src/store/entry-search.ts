import { type Kysely, type RawBuilder, sql } from 'kysely'

import type { SearchScope } from '../directory/directory-store.ts'
import type { IndexText } from '../directory/index-text.ts'
import type { QueryToken, TextQuery } from '../directory/query.ts'
import { insertRows } from './insert-rows.ts'
import type { Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

/** Puts entries into the index of words. */
export async function indexEntries(
  trx: Kysely<Schema>,
  entries: readonly { readonly sequence: number; readonly text: IndexText }[],
): Promise<void> {
  const rows = entries.map(({ sequence, text }) => {
    return { rowid: sequence, title: text.title, rest: withoutTitle(text) }
  })
  await insertRows(trx, 'entry_search', rows)
}

/** `all` begins with the title: its words need not be indexed twice. */
function withoutTitle({ title, all }: IndexText): string {
  return all.startsWith(title) ? all.slice(title.length).trimStart() : all
}

export async function unindexEntries(
  trx: Kysely<Schema>,
  sequences: readonly number[],
): Promise<void> {
  for (const sequence of sequences) {
    await trx.deleteFrom('entry_search').where('rowid', '=', sequence).execute()
  }
}

interface Search {
  readonly query: TextQuery
  readonly scope: SearchScope
  readonly limit: number
}

/** Sequences of the entries in which every term is found, in one row: thousands are usual. */
export async function searchEntries(
  db: Kysely<Schema>,
  { query, scope, limit }: Search,
): Promise<number[]> {
  const found = db
    .selectFrom('entry_search')
    .select('rowid')
    .$if(query.terms.length > 0, (rows) =>
      rows.where(isPostgres(db) ? matchesVector(query, scope) : matchesFts(query, scope)),
    )
    .limit(limit)
    .as('found')
  const list = isPostgres(db)
    ? sql<string | null>`json_agg(found.rowid)::text`
    : sql<string>`json_group_array(found.rowid)`
  const row = await db.selectFrom(found).select(list.as('list')).executeTakeFirst()
  return JSON.parse(row?.list ?? '[]') as number[]
}

/** Tokens consist of the letters a to p, so nothing in them is an operator of either language. */
function matchesFts(query: TextQuery, scope: SearchScope): RawBuilder<boolean> {
  const words = expressionOf(query, { and: ' AND ', or: ' OR ', token: ftsToken })
  const text = scope === 'title' ? `{title} : (${words})` : words
  return sql`entry_search match ${text}`
}

function ftsToken({ token, prefix }: QueryToken): string {
  return `"${token}"${prefix ? '*' : ''}`
}

function matchesVector(query: TextQuery, scope: SearchScope): RawBuilder<boolean> {
  const weight = scope === 'title' ? 'A' : 'AB'
  const text = expressionOf(query, {
    and: ' & ',
    or: ' | ',
    token: ({ token, prefix }) => `${token}:${prefix ? '*' : ''}${weight}`,
  })
  return sql`terms @@ to_tsquery('simple', ${text})`
}

interface Language {
  readonly and: string
  readonly or: string
  readonly token: (token: QueryToken) => string
}

function expressionOf({ terms }: TextQuery, { and, or, token }: Language): string {
  const ways = terms.map(({ anyOf }) =>
    anyOf.map((way) => `(${way.map(token).join(and)})`).join(or),
  )
  return ways.map((way) => `(${way})`).join(and)
}
