import t from 'tap'

import { createScheduleStore } from '../../src/store/schedule-store.ts'
import { testScheduleStore } from '../contracts/schedule-store.ts'
import { openFor, testLocation } from '../support/database.ts'

testScheduleStore(t, async (t) => createScheduleStore(await openFor(t, await testLocation(t))))
