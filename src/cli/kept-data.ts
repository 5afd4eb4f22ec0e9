import type { CopyHeader } from '../exchange/backup-copy.ts'

/**
 * A node's data as whoever has the disk finds it: files and tables, with no key opened. What the
 * commands about seizure, backup and destruction work on; data-at-rest.ts of `src/` makes one.
 */
export interface DataAtRest {
  readonly settings: RestSettings
  /** Reads everything there is, and changes nothing. */
  survey(): Promise<Survey>
  /** Whether another process has the database open: a node that runs, or a command. */
  isInUse(): Promise<boolean>
  /** A consistent copy of everything, a text line by line; nothing is written anywhere. */
  copy(): AsyncIterable<string>
  /** Checks a copy to its end. Throws `backup_damaged`, `backup_newer`, `not_a_backup`. */
  check(lines: AsyncIterable<string>): Promise<CopyHeader>
  /**
   * Puts a copy into the empty data directory and database. Throws `data_directory_not_empty`,
   * `database_not_empty`, and what `check` throws; then nothing of it stays.
   */
  putBack(lines: AsyncIterable<string>): Promise<CopyHeader>
  /** Leaves a last word for the servers of all followers, and forgets these. Returns how many. */
  sayFarewell(): Promise<number>
  /** Overwrites and removes the key files, and whatever else opens them. Returns their names. */
  destroyKeys(): Promise<readonly string[]>
  /** Destroys tables and their rows. Throws if a database cannot be reached. */
  destroyDatabase(): Promise<void>
  /** Overwrites and removes every other file, and the directory. Returns the names. */
  destroyFiles(): Promise<readonly string[]>
}

/** What was decided in `tessera.toml` and the environment, as far as a disk tells it. */
export interface RestSettings {
  readonly directory: string
  readonly origins: readonly [string, ...string[]]
  readonly database: 'sqlite' | 'postgres'
  readonly databaseHost: string | null
  readonly passphraseFile: string | null
  readonly socks: string | null
  readonly network: 'open' | 'listed'
  /** Collectives shown by decision, over all views. */
  readonly seeds: readonly string[]
}

/** What a file tells without any passphrase. */
export type FileSecrecy = 'public' | 'clear' | 'encrypted' | 'database' | 'secret' | 'unknown'

export interface SurveyedFile {
  /** Below the data directory. */
  readonly name: string
  readonly bytes: number
  readonly secrecy: FileSecrecy
}

export interface SurveyedTable {
  readonly table: string
  readonly rows: number
  /** What its columns teach, and which ones: `contact`: [`inbox`, ...]. */
  readonly teaches: Readonly<Record<string, readonly string[]>>
}

/** Numbers that say how much of the network around this node a disk shows. */
export interface SurveyedCounts {
  readonly peers: number
  readonly followers: number
  /** Distinct hosts among peers, followers, deliveries and those that were asked something. */
  readonly hosts: number
  readonly blocked: number
  readonly deliveries: number
  readonly jobs: number
  readonly envelopes: number
  /** Distinct senders of these. */
  readonly senders: number
  readonly scheduled: number
  readonly acts: number
  readonly traces: number
  readonly cached: number
  readonly collectives: number
  readonly records: number
}

export interface Survey {
  readonly settings: RestSettings
  readonly files: readonly SurveyedFile[]
  readonly tables: readonly SurveyedTable[]
  readonly counts: SurveyedCounts
}
