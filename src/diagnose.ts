import { stat } from 'node:fs/promises'

import { sql } from 'kysely'

import type { Finding } from './cli/opened-node.ts'
import type { Config } from './config.ts'
import { type ViewHint, viewHints, type ViewRule } from './directory/view.ts'
import type { ObjectReader } from './exchange/object-store.ts'
import { verifyKept } from './exchange/verify-kept.ts'
import type { Database } from './store/database.ts'

/** SPEC: security-bar.md, section 6: what every connection to SQLite has, whoever created the file. */
const SQLITE_SETTINGS = {
  journal_mode: ['wal'],
  synchronous: [2],
  secure_delete: [1],
  foreign_keys: [1],
  trusted_schema: [0],
  cell_size_check: [1],
} as const

/** Others than the node's own account may not read what it keeps. */
const FOREIGN_ACCESS = 0o077

export interface DiagnoseDeps {
  readonly config: Config
  readonly database: Database
  readonly store: ObjectReader
  readonly rules: readonly ViewRule[]
}

/** What `doctor` says of the database, the data directory and the rule of the view. */
export async function diagnose(deps: DiagnoseDeps): Promise<readonly Finding[]> {
  const { config, database, store, rules } = deps
  return [
    ...(database.dialect === 'sqlite' ? await checkSqlite(database) : []),
    await checkDirectory(config.dataDirectory),
    await checkKept(store),
    ...[...new Set(rules.flatMap(viewHints))].map(viewFinding),
  ]
}

const VIEW_MESSAGES: Readonly<Record<ViewHint, string>> = {
  one_vouch_is_enough: 'One vouch is enough to be shown: one bad friend lets anybody in.',
  too_few_seeds:
    'Fewer collectives are seeds than vouches are needed: nobody else can be shown yet.',
  no_charter: 'The view asks for no charter: vouches alone decide.',
  cap_is_high: 'So many vouches of one collective count that it can let in a crowd.',
  depth_is_high: 'Vouches count far from the seeds, among people nobody here knows.',
}

function viewFinding(hint: ViewHint): Finding {
  const advice = 'See [[view]] in docs/operations.md, and add peers.'
  return { check: hint, level: 'warning', message: VIEW_MESSAGES[hint], advice }
}

async function checkSqlite({ db }: Database): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [name, expected] of Object.entries(SQLITE_SETTINGS)) {
    const { rows } = await sql<Record<string, string | number>>`pragma ${sql.raw(name)}`.execute(db)
    const [value] = Object.values(rows[0] ?? {})
    const isRight = expected.some((right) => right === value)
    findings.push({
      check: `sqlite_${name}`,
      level: isRight ? 'ok' : 'problem',
      message: `SQLite ${name} is ${String(value)}.`,
      advice: isRight ? null : `It has to be ${expected.join(' or ')}; please report this.`,
    })
  }
  return findings
}

/** Form and roles were judged when objects came; bytes and signatures have to hold ever after. */
async function checkKept(store: ObjectReader): Promise<Finding> {
  const { objects, broken } = await verifyKept(store)
  const isWhole = broken.length === 0
  return {
    check: 'kept_objects',
    level: isWhole ? 'ok' : 'problem',
    message: isWhole
      ? `All ${objects} objects have their bytes and their signatures.`
      : `Of ${objects} objects ${broken.length} were changed on the disk: ${broken.join(', ')}.`,
    advice: isWhole ? null : 'Look at the disk, then restore a backup or start anew and sync.',
  }
}

async function checkDirectory(path: string): Promise<Finding> {
  const { mode } = await stat(path)
  const isPrivate = (mode & FOREIGN_ACCESS) === 0
  return {
    check: 'data_directory',
    level: isPrivate ? 'ok' : 'problem',
    message: isPrivate
      ? 'The data directory is for its own account only.'
      : 'Other accounts of this machine may read the data directory.',
    advice: isPrivate ? null : `chmod 700 ${path}`,
  }
}
