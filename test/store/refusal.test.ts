import t from 'tap'

import { TesseraError } from '../../src/kernel/errors.ts'
import { isBusy, isConflict, isFailure, refusalOf } from '../../src/store/refusal.ts'

const withCode = (code: unknown): Error => Object.assign(new Error('as the driver says'), { code })

const cases: readonly (readonly [string, string, string])[] = [
  ['SQLITE_BUSY', 'unavailable', 'database_busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'unavailable', 'database_busy'],
  ['SQLITE_LOCKED', 'unavailable', 'database_busy'],
  ['SQLITE_FULL', 'full', 'disk_full'],
  ['SQLITE_IOERR_FSYNC', 'unavailable', 'database_failed'],
  ['SQLITE_CORRUPT', 'unavailable', 'database_failed'],
  ['SQLITE_READONLY', 'unavailable', 'database_failed'],
  ['SQLITE_CANTOPEN', 'unavailable', 'database_failed'],
  ['40001', 'unavailable', 'database_busy'],
  ['40P01', 'unavailable', 'database_busy'],
  ['53100', 'full', 'disk_full'],
  ['53300', 'unavailable', 'database_away'],
  ['57P01', 'unavailable', 'database_away'],
  ['08006', 'unavailable', 'database_away'],
  ['57014', 'unavailable', 'database_away'],
  ['ECONNREFUSED', 'unavailable', 'database_away'],
  ['ECONNRESET', 'unavailable', 'database_away'],
]

t.test('what a database cannot do is a refusal that keeps its cause', async (t) => {
  for (const [code, kind, ours] of cases) {
    const cause = withCode(code)
    const refusal = refusalOf(cause)
    t.match(refusal, { kind, code: ours }, code)
    t.equal((refusal as TesseraError).cause, cause)
  }
  t.match(refusalOf(new Error('Connection terminated unexpectedly')), { code: 'database_away' })
})

t.test('a bug stays a bug, and a refusal stays what it is', async (t) => {
  const refusal = new TesseraError('gone', 'record_gone', 'This record was withdrawn.')
  for (const error of [withCode('SQLITE_CONSTRAINT_UNIQUE'), withCode('23505'), refusal]) {
    t.equal(refusalOf(error), error)
  }
  for (const error of [null, 'text', withCode(7), new Error('SQLITE_BUSY')]) {
    t.equal(refusalOf(error), error)
  }
})

t.test('tells apart what may be tried again and what may not', async (t) => {
  t.ok(isBusy(withCode('SQLITE_BUSY')))
  t.notOk(isBusy(withCode('SQLITE_FULL')))
  t.ok(isConflict(refusalOf(withCode('40001'))))
  t.ok(isConflict(withCode('40P01')))
  t.notOk(isConflict(refusalOf(withCode('53100'))))
  t.ok(isFailure(withCode('SQLITE_IOERR_WRITE')))
  t.notOk(isFailure(withCode('SQLITE_FULL')))
})
