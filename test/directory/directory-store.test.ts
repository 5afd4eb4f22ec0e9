import t from 'tap'

import { testDirectoryStore } from '../contracts/directory-store.ts'
import { createMemoryDirectoryStore } from '../support/memory-directory-store.ts'

testDirectoryStore(t, createMemoryDirectoryStore)
