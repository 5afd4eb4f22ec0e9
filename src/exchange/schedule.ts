import type { AgreementKey } from '../identity/keys.ts'
import { openSealed, sealTo } from '../identity/sealing.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Digest } from '../record/digest.ts'
import type { Multikey } from '../record/multikey.ts'
import { parseRecord, type SignedRecord } from '../record/record.ts'
import { fillUp, withoutFilling } from './envelope.ts'
import type { Publisher } from './publisher.ts'
import type { ScheduledRecord, ScheduleStore } from './schedule-store.ts'

/** Records that members have signed and that are published at a time to come. */
export interface Schedule {
  /**
   * Keeps a record, sealed to the own agreement key `to`, until `due`. Throws `already_past`,
   * `expires_before`, `not_by_machine`.
   */
  add(record: SignedRecord, due: Timestamp, to: Multikey): Promise<void>
  /** What waits, the next first: when and of which type, not what it says. */
  list(): Promise<readonly Scheduled[]>
  /** Throws `scheduled_not_found`. */
  cancel(digest: Digest): Promise<Scheduled>
}

export type Scheduled = Omit<ScheduledRecord, 'sealed'>

export interface ScheduleDeps {
  readonly scheduled: ScheduleStore
  readonly now: () => Date
}

/** What people say in the moment in which they say it. SPEC: design.md, section 7, canaries. */
const BY_PEOPLE_ONLY: ReadonlySet<string> = new Set(['Canary'])

/** A canary that is published at a time to come would say then what nobody says then. */
function checkIsForMachine(type: string): void {
  if (!BY_PEOPLE_ONLY.has(type)) return
  throw new TesseraError(
    'forbidden',
    'not_by_machine',
    'A canary is published by people, on the day they sign it: no machine does it for them later.',
  )
}

export function createSchedule({ scheduled, now }: ScheduleDeps): Schedule {
  return {
    async add(record, due, to) {
      const { digest, type, expires } = record
      checkIsForMachine(type)
      if (due <= toTimestamp(now())) throw invalid('already_past', 'That time has passed already.')
      if (expires !== null && expires <= due) {
        throw invalid('expires_before', 'The record expires before that time.')
      }
      const sealed = await sealTo(fillUp(record.text), [to])
      const row = { digest, type, due, expires, problem: null }
      await scheduled.putScheduled({ ...row, sealed: sealed.toString('base64') })
    },
    async list() {
      const rows = await scheduled.listScheduled()
      return rows.map(withoutBytes)
    },
    async cancel(digest) {
      const row = (await scheduled.listScheduled()).find((one) => one.digest === digest)
      if (row === undefined) throw scheduledNotFound()
      await scheduled.removeScheduled(digest)
      return withoutBytes(row)
    },
  }
}

function withoutBytes({ sealed: _, ...row }: ScheduledRecord): Scheduled {
  return row
}

export interface PublishDueDeps extends ScheduleDeps {
  readonly publisher: Pick<Publisher, 'publishSigned'>
  /** The own agreement keys, the one in use and those before it. */
  readonly agreements: readonly AgreementKey[]
}

/** Refusals after which the same record will never be published; anything else may pass. */
const FINAL = new Set([
  'not_by_machine',
  'not_current',
  'not_own_record',
  'not_public',
  'unknown_key',
  'unknown_name',
])

/**
 * Publishes what is due, in the order of its time, also what became due while the node was down.
 * What can never be published stays, with the code of why, until it is canceled. Throws what may
 * pass; then the rest waits for the next time. Returns what was published.
 */
export async function publishDue(deps: PublishDueDeps): Promise<readonly SignedRecord[]> {
  const now = toTimestamp(deps.now())
  const published: SignedRecord[] = []
  for (const row of await deps.scheduled.listScheduled()) {
    if (row.due > now || row.problem !== null) continue
    const record = await publishOne(row, deps)
    if (record !== null) published.push(record)
  }
  return published
}

async function publishOne(
  { digest, sealed }: ScheduledRecord,
  { scheduled, publisher, agreements }: PublishDueDeps,
): Promise<SignedRecord | null> {
  const content = await openSealed(Buffer.from(sealed, 'base64'), agreements)
  if (content === null) {
    await scheduled.markProblem(digest, 'cannot_open')
    return null
  }
  const record = parseRecord(withoutFilling(content))
  try {
    checkIsForMachine(record.type)
    await publisher.publishSigned([record])
  } catch (error) {
    if (!(error instanceof TesseraError) || !FINAL.has(error.code)) throw error
    await scheduled.markProblem(digest, error.code)
    return null
  }
  await scheduled.removeScheduled(digest)
  return record
}

function scheduledNotFound(): TesseraError {
  return new TesseraError('not-found', 'scheduled_not_found', 'No record with that digest waits.')
}
