import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * What a node believes, as queries over its own database: no route shows followers, peers and
 * queues, and a case has to see that nothing of them moved.
 */
const STATE: Readonly<Record<string, string>> = {
  collective: 'select scid, did, state, own, blocked, head from collective',
  entry: 'select scid, version_id, bytes from did_entry',
  current: 'select scid, type, slug, digest from current',
  tip: 'select scid, digest from tip',
  erased: 'select scid, digest from erased',
  object: 'select digest from object',
  peer: 'select scid, origin, actor, inbox from peer',
  follower: 'select actor, inbox, shared_inbox from follower',
  delivery: 'select object, inbox from delivery',
  envelope: 'select digest, sender from envelope',
}

/** SPEC: security-bar, 5.1: DIGEST, with the queue in it. */
export type State = Readonly<Record<keyof typeof STATE, readonly string[]>>

/** Reads the database of a node, which may be running: nothing is written. */
export function readState(dataDirectory: string): State {
  const rows = withDatabase(dataDirectory, (database) =>
    Object.entries(STATE).map(([name, sql]) => {
      const found = database.prepare(sql).all()
      return [name, found.map((row) => JSON.stringify(Object.values(row))).toSorted()]
    }),
  )
  return Object.fromEntries(rows) as State
}

/** Every value of the rows of a query. */
export function queryRows(dataDirectory: string, sql: string): Record<string, unknown>[] {
  return withDatabase(dataDirectory, (database) => database.prepare(sql).all())
}

function withDatabase<T>(dataDirectory: string, read: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(dataDirectory, 'tessera.db'), { readOnly: true })
  try {
    database.exec('pragma busy_timeout = 5000')
    return read(database)
  } finally {
    database.close()
  }
}

/**
 * Names of the parts of which two states differ, with the rows that came and went. That a delivery
 * was made meanwhile is no difference.
 */
export function difference(before: State, after: State): readonly string[] {
  return Object.keys(STATE).flatMap((name) => {
    const [old, now] = [new Set(before[name]), new Set(after[name])]
    const came = [...now].filter((row) => !old.has(row)).map((row) => `+ ${name} ${row}`)
    const went = [...old].filter((row) => !now.has(row)).map((row) => `- ${name} ${row}`)
    return name === 'delivery' ? came : [...came, ...went]
  })
}
