import t from 'tap'

import { createPeerStore } from '../../src/store/peer-store.ts'
import { testPeerStore } from '../contracts/peer-store.ts'
import { testDatabase } from '../support/database.ts'

testPeerStore(t, async (t) => createPeerStore(await testDatabase(t)))
