import { CompiledQuery, type Insertable, type Kysely } from 'kysely'

import type { Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

/** Rows of one INSERT: few different numbers, so that few statements are ever prepared. */
const ROWS_AT_ONCE = [200, 20, 1]

const CONFLICT = { refuse: '', ignore: ' on conflict do nothing' }

/** The texts of statements: one for each table, set of columns and number of rows. */
const texts = new Map<string, string>()

/**
 * Inserts rows, all with the same members. Kysely takes as long to put together a statement of
 * hundreds of rows as SQLite to do it; here each text is made once.
 */
export async function insertRows<T extends keyof Schema>(
  trx: Kysely<Schema>,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
  conflict: keyof typeof CONFLICT = 'refuse',
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first) as (keyof typeof first)[]
  let start = 0
  for (const size of ROWS_AT_ONCE) {
    const text = textOf({ table, columns: columns as string[], size, conflict, trx })
    for (; rows.length - start >= size; start += size) {
      const batch = rows.slice(start, start + size)
      const values = batch.flatMap((row) => columns.map((column) => row[column]))
      await trx.executeQuery(CompiledQuery.raw(text, values))
    }
  }
}

interface Insert {
  readonly table: string
  readonly columns: readonly string[]
  readonly size: number
  readonly conflict: keyof typeof CONFLICT
  readonly trx: Kysely<Schema>
}

function textOf({ table, columns, size, conflict, trx }: Insert): string {
  const numbered = isPostgres(trx)
  const key = [table, ...columns, size, conflict, numbered].join(' ')
  const known = texts.get(key)
  if (known !== undefined) return known
  const rows = Array.from({ length: size }, (_, row) => {
    const places = columns.map((_, i) => (numbered ? `$${row * columns.length + i + 1}` : '?'))
    return `(${places.join(',')})`
  })
  const names = columns.map((column) => `"${column}"`).join(',')
  const text = `insert into "${table}" (${names}) values ${rows.join(',')}${CONFLICT[conflict]}`
  texts.set(key, text)
  return text
}
