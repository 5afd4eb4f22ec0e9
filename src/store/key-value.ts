import { isDeepStrictEqual } from 'node:util'

import type { Kysely } from 'kysely'

import { TesseraError } from '../kernel/errors.ts'
import { DAY } from '../kernel/time.ts'
import type { KeyValueTable, Schema } from './schema.ts'
import { transaction } from './transaction.ts'

/** What is set without a life lives so long: it is a cache, and grows for ever otherwise. */
const LONGEST_LIFE = 30 * DAY

/** Beyond this the entries that end first are dropped (security-bar C23: 10,000 dead hosts). */
const MAX_ENTRIES = 20_000

/** Characters of JSON; the largest documents that are kept, actors of other servers, have a few KB. */
const MAX_VALUE_LENGTH = 256 * 1024

/** Entries read or deleted by one statement. */
const PAGE = 500

/** Not empty; entries are listed by their first words. */
export type KeyValueKey = readonly [string] | readonly [string, ...string[]]

export interface KeyValueOptions {
  /** How long the value lives; 30 days at most and by default. */
  readonly ttl?: { total(unit: 'millisecond'): number } | number
}

/** Fedify's KvStore in shape. Values are JSON; `undefined` stands for "no such entry". */
export interface KeyValueStore {
  get<T = unknown>(key: KeyValueKey): Promise<T | undefined>
  /** Throws `value_too_large` for more than 256 KiB of JSON. */
  set(key: KeyValueKey, value: unknown, options?: KeyValueOptions): Promise<void>
  delete(key: KeyValueKey): Promise<void>
  /** Sets `next` only if the value is `expected`; false if it is another one. */
  cas(
    key: KeyValueKey,
    expected: unknown,
    next: unknown,
    options?: KeyValueOptions,
  ): Promise<boolean>
  list(prefix?: KeyValueKey): AsyncIterable<{ readonly key: KeyValueKey; readonly value: unknown }>
  /** Deletes some of what has ended or is too much; returns how many. To be called now and then. */
  sweep(): Promise<number>
}

export interface KeyValueDeps {
  readonly db: Kysely<Schema>
  readonly now?: () => Date
  /** Fewer in tests. */
  readonly maxEntries?: number
}

export function createKeyValueStore({
  db,
  now = () => new Date(),
  maxEntries = MAX_ENTRIES,
}: KeyValueDeps): KeyValueStore {
  const clock = (): number => now().getTime()

  async function read(from: Kysely<Schema>, key: string): Promise<unknown> {
    const row = await from
      .selectFrom('key_value')
      .select('value')
      .where('key', '=', key)
      .where('expires', '>', clock())
      .executeTakeFirst()
    return row === undefined ? undefined : JSON.parse(row.value)
  }

  async function put(
    into: Kysely<Schema>,
    key: KeyValueKey,
    { value, ttl = LONGEST_LIFE }: KeyValueOptions & { readonly value: unknown },
  ): Promise<void> {
    if (value === undefined) return remove(into, key)
    const life = typeof ttl === 'number' ? ttl : ttl.total('millisecond')
    const expires = Math.ceil(clock() + Math.min(life, LONGEST_LIFE))
    await write(into, { key: toText(key), value: toJson(value), expires })
  }

  return {
    get: async <T>(key: KeyValueKey) => (await read(db, toText(key))) as T | undefined,
    set: (key, value, options) => put(db, key, { ...options, value }),
    delete: (key) => remove(db, key),
    cas: (key, expected, next, options) =>
      transaction(db, async (trx) => {
        if (!isDeepStrictEqual(await read(trx, toText(key)), expected)) return false
        await put(trx, key, { ...options, value: next })
        return true
      }),
    list: (prefix) => listEntries(db, prefix, clock()),
    sweep: () => sweepEntries(db, clock(), maxEntries),
  }
}

async function write(into: Kysely<Schema>, row: KeyValueTable): Promise<void> {
  const { value, expires } = row
  await into
    .insertInto('key_value')
    .values(row)
    .onConflict((oc) => oc.column('key').doUpdateSet({ value, expires }))
    .execute()
}

async function remove(from: Kysely<Schema>, key: KeyValueKey): Promise<void> {
  await from.deleteFrom('key_value').where('key', '=', toText(key)).execute()
}

/** Keys are stored as JSON lists: what begins with `["a","b"` and goes on with a comma is below it. */
function toText(key: readonly string[]): string {
  return JSON.stringify(key)
}

function toJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (json.length <= MAX_VALUE_LENGTH) return json
  throw new TesseraError('too-large', 'value_too_large', 'This value is too large to be kept.')
}

async function* listEntries(db: Kysely<Schema>, prefix: KeyValueKey | undefined, at: number) {
  const whole = toText(prefix ?? [])
  const start = whole.slice(0, -1)
  let after = ''
  while (true) {
    const rows = await db
      .selectFrom('key_value')
      .select(['key', 'value'])
      .where('expires', '>', at)
      .where('key', '>', after)
      .$if(prefix !== undefined, (query) =>
        query.where((eb) =>
          // `-` follows `,`: all that goes on with a comma lies between the two.
          eb.or([
            eb('key', '=', whole),
            eb.and([eb('key', '>', `${start},`), eb('key', '<', `${start}-`)]),
          ]),
        ),
      )
      .orderBy('key')
      .limit(PAGE)
      .execute()
    for (const { key, value } of rows) {
      yield { key: JSON.parse(key) as KeyValueKey, value: JSON.parse(value) as unknown }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.key
  }
}

async function sweepEntries(db: Kysely<Schema>, at: number, maxEntries: number): Promise<number> {
  const { total } = await db
    .selectFrom('key_value')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const tooMany = Math.min(PAGE, Math.max(0, total - maxEntries))
  const ended = db.selectFrom('key_value').select('key').where('expires', '<=', at).limit(PAGE)
  const first = db.selectFrom('key_value').select('key').orderBy('expires').limit(tooMany)
  const result = await db
    .deleteFrom('key_value')
    .where((eb) => eb.or([eb('key', 'in', ended), eb('key', 'in', first)]))
    .executeTakeFirstOrThrow()
  return Number(result.numDeletedRows)
}
