import t from 'tap'

import { byWeight } from '../../src/alert/alert-order.ts'
import { alertThreads } from '../../src/alert/alert-threads.ts'
import { alert, cancel, minute } from '../support/alerts.ts'

t.test('what is on first, then what is meant, then the gravest, then the newest', async (t) => {
  const versions = [
    alert({ slug: 'over' }, { expires: minute(30), severity: 'extreme' }),
    cancel({ slug: 'cancelled', members: true }, { severity: 'extreme' }),
    alert({ slug: 'drill' }, { status: 'exercise', severity: 'extreme' }),
    alert({ slug: 'friday' }, { onset: minute(90), severity: 'extreme' }),
    alert({ slug: 'older' }),
    alert({ slug: 'newer', at: 9 }),
    alert({ slug: 'worst' }, { severity: 'extreme' }),
  ]
  const slugs = alertThreads(versions, minute(60))
    .toSorted(byWeight)
    .map(({ slug }) => slug)
  t.strictSame(slugs.slice(0, 5), ['worst', 'newer', 'older', 'friday', 'drill'])
  t.strictSame(slugs.slice(5), ['cancelled', 'over'], 'what is over is last')
})
