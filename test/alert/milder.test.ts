import t from 'tap'

import { isMilder } from '../../src/alert/milder.ts'
import { alert, minute } from '../support/alerts.ts'

const { record } = alert()

t.test('an update that says the same or worse is no milder one', async (t) => {
  t.notOk(isMilder({ ...record, updated: minute(5) }, record))
  t.notOk(isMilder({ ...record, severity: 'extreme' }, record))
  t.notOk(isMilder({ ...record, expires: '2026-12-01T00:00:00Z' }, record))
  t.notOk(isMilder(record, { ...record, certainty: 'likely' }))
  t.notOk(isMilder(record, { ...record, status: 'exercise' }))
  t.notOk(isMilder({ ...record, onset: minute(0), updated: minute(5) }, record), 'begun')
})

t.test('whatever is played down makes it milder', async (t) => {
  t.ok(isMilder({ ...record, status: 'exercise' }, record))
  t.ok(isMilder({ ...record, severity: 'moderate' }, record))
  t.ok(isMilder({ ...record, severity: 'unknown' }, record))
  t.ok(isMilder({ ...record, urgency: 'past' }, record))
  t.ok(isMilder({ ...record, certainty: 'likely' }, record))
  t.ok(isMilder({ ...record, expires: minute(60) }, record), 'over sooner')
  t.ok(isMilder({ ...record, onset: minute(90), updated: minute(5) }, record), 'put off')
  t.ok(
    isMilder(
      { ...record, severity: 'minor', certainty: 'observed' },
      {
        ...record,
        certainty: 'possible',
      },
    ),
    'in one respect, whatever it says in another',
  )
})
