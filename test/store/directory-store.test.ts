import t from 'tap'

import { createDirectoryStore } from '../../src/store/directory-store.ts'
import { testDirectoryStore } from '../contracts/directory-store.ts'
import { testDatabase } from '../support/database.ts'

testDirectoryStore(t, async (t) => createDirectoryStore(await testDatabase(t)))
