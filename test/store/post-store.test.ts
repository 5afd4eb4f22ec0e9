import t from 'tap'

import { createDeliveryStore } from '../../src/store/delivery-store.ts'
import { createPostStore } from '../../src/store/post-store.ts'
import { testPostStore } from '../contracts/post-store.ts'
import { testDatabase } from '../support/database.ts'

testPostStore(t, async (t) => {
  const db = await testDatabase(t)
  return { posts: createPostStore(db), deliveries: createDeliveryStore(db) }
})
