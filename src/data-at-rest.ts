import { join } from 'node:path'

import type { DataAtRest, RestSettings, Survey } from './cli/kept-data.ts'
import type { Config } from './config.ts'
import { type CopyItem, writeCopy } from './exchange/backup-copy.ts'
import { sayFarewell } from './federation/farewell.ts'
import { ownIdsAt } from './federation/own-ids.ts'
import { TesseraError } from './kernel/errors.ts'
import { toTimestamp } from './kernel/time.ts'
import { putBackCopy, readHeaderOf } from './restore-data.ts'
import { copyTables, migrationsOf, openSnapshot, ownScidOf } from './store/copy-tables.ts'
import { type DatabaseLocation, openDatabase } from './store/database.ts'
import { createDeliveryStore } from './store/delivery-store.ts'
import { destroyFile, type DiskFile, listFiles, removeEmpty } from './store/disk-files.ts'
import { isPostgresInUse, isSqliteInUse } from './store/in-use.ts'
import { dropTables } from './store/put-back.ts'
import { copyFiles, secrecyOf } from './store/rest-files.ts'
import { countBlocked, countSenders, listContacts, surveyTables } from './store/survey.ts'

export interface DataAtRestOptions {
  /** Of the program. */
  readonly version: string
  readonly now?: () => Date
}

/** A node's data without the node: nothing is opened, made or migrated before it is needed. */
export function openDataAtRest(
  config: Config,
  { version, now = () => new Date() }: DataAtRestOptions,
): DataAtRest {
  const directory = config.dataDirectory
  const location = databaseLocationOf(config)
  return {
    settings: settingsOf(config),
    survey: () => survey(config, location),
    isInUse: () => isInUse(location),
    copy: () => copy(config, { version, now }),
    check: readHeaderOf,
    putBack: (lines) => putBackCopy(lines, { directory, location, now: now() }),
    async sayFarewell() {
      await using database = await openDatabase(location)
      const deliveries = createDeliveryStore(database.db)
      return await sayFarewell({ deliveries, own: ownIdsAt(config.origin), now })
    },
    destroyKeys: () => destroy(directory, ({ name }) => isKey(name)),
    async destroyDatabase() {
      if ('url' in location) {
        await using database = await openDatabase(location, { migrations: null })
        await dropTables(database.db)
      } else await destroy(directory, ({ name }) => name.startsWith(DATABASE_FILE))
    },
    async destroyFiles() {
      const names = await destroy(directory, () => true)
      await removeEmpty(directory)
      return names
    },
  }
}

const DATABASE_FILE = 'tessera.db'

/** Where the database is, by the configuration alone. */
function databaseLocationOf({ databaseUrl, dataDirectory }: Config): DatabaseLocation {
  return databaseUrl === null ? { file: join(dataDirectory, DATABASE_FILE) } : { url: databaseUrl }
}

function settingsOf(config: Config): RestSettings {
  const { databaseUrl } = config
  return {
    directory: config.dataDirectory,
    origins: [config.origin, ...config.onions],
    database: databaseUrl === null ? 'sqlite' : 'postgres',
    databaseHost: databaseUrl === null ? null : (URL.parse(databaseUrl)?.host ?? null),
    passphraseFile: config.passphraseFile,
    socks: config.socks,
    network: config.network,
    seeds: [...new Set(config.views.flatMap(({ seeds }) => seeds))],
  }
}

async function survey(config: Config, location: DatabaseLocation): Promise<Survey> {
  const listed = await listFiles(config.dataDirectory)
  if (listed.length === 0) throw nothingThere(config.dataDirectory)
  const files = await Promise.all(
    listed.map(async (file) => {
      return { name: file.name, bytes: file.bytes, secrecy: await secrecyOf(file) }
    }),
  )
  await using database = await openDatabase(location)
  const { db } = database
  const tables = await surveyTables(db)
  const rows = new Map<string, number>(tables.map(({ table, rows: count }) => [table, count]))
  const count = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (rows.get(name) ?? 0), 0)
  return {
    settings: settingsOf(config),
    files,
    tables,
    counts: {
      peers: count('peer'),
      followers: count('follower'),
      hosts: (await listContacts(db)).size,
      blocked: await countBlocked(db),
      deliveries: count('delivery'),
      jobs: count('job'),
      envelopes: count('envelope'),
      senders: await countSenders(db),
      scheduled: count('scheduled'),
      acts: count('act'),
      traces: count('activity_seen', 'signature_seen'),
      cached: count('key_value'),
      collectives: count('collective'),
      records: count('record'),
    },
  }
}

async function isInUse(location: DatabaseLocation): Promise<boolean> {
  if ('file' in location) return isSqliteInUse(location.file)
  await using database = await openDatabase(location, { migrations: null })
  return await isPostgresInUse(database.db)
}

async function* copy(
  config: Config,
  { version, now }: Required<DataAtRestOptions>,
): AsyncGenerator<string> {
  const { dataDirectory, origin } = config
  if ((await listFiles(dataDirectory)).length === 0) throw nothingThere(dataDirectory)
  await using database = await openDatabase(databaseLocationOf(config))
  await using snapshot = await openSnapshot(database)
  const header = {
    program: version,
    created: toTimestamp(now()),
    origin,
    scid: await ownScidOf(snapshot),
    migrations: await migrationsOf(snapshot),
  }
  async function* items(): AsyncGenerator<CopyItem> {
    yield* copyFiles(dataDirectory)
    yield* copyTables(snapshot)
  }
  yield* writeCopy(header, items())
}

/** What opens keys is destroyed with them: the passphrase of a trial. */
function isKey(name: string): boolean {
  return name.startsWith('keys/') || name === 'passphrase'
}

/** One after the other: the node key first, since that is what a thief wants most. */
async function destroy(
  directory: string,
  isMeant: (file: DiskFile) => boolean,
): Promise<readonly string[]> {
  const files = (await listFiles(directory)).filter(isMeant)
  const urgent = files.toSorted((a, b) => Number(isNodeKey(b)) - Number(isNodeKey(a)))
  for (const { path } of urgent) await destroyFile(path)
  return urgent.map(({ name }) => name)
}

function isNodeKey({ name }: DiskFile): boolean {
  return name === 'keys/node.age' || name === 'passphrase'
}

function nothingThere(directory: string): TesseraError {
  return new TesseraError('not-found', 'no_data', `There is no data of a node in ${directory}.`)
}
