import t from 'tap'

import { createReplayStore } from '../../src/store/replay-store.ts'
import { testReplayStore } from '../contracts/replay-store.ts'
import { testDatabase } from '../support/database.ts'

testReplayStore(t, async (t) => createReplayStore(await testDatabase(t)))
