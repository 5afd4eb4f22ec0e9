import t from 'tap'

import { countBlocked, countSenders, listContacts, surveyTables } from '../../src/store/survey.ts'
import { testDatabase } from '../support/database.ts'

const AT = '2026-11-22T09:00:00Z'

t.test('counts rows, and says of each table what its columns teach', async (t) => {
  const db = await testDatabase(t)
  const envelope = { received: AT, expires: AT, bytes: '{}' }
  const senders = ['QmOne', 'QmOne', 'QmTwo']
  await db
    .insertInto('envelope')
    .values(senders.map((sender, i) => ({ ...envelope, sender, digest: `zQm${i}` })))
    .execute()
  const surveys = await surveyTables(db)
  t.strictSame(
    surveys.find(({ table }) => table === 'envelope'),
    {
      table: 'envelope',
      rows: 3,
      teaches: { correspondence: ['digest', 'sender', 'received', 'expires'], sealed: ['bytes'] },
    },
  )
  t.equal(surveys.find(({ table }) => table === 'follower')?.rows, 0)
  t.equal(await countSenders(db), 2)
  t.equal(await countBlocked(db), 0)
})

t.test('takes addresses of one host together, wherever they stand', async (t) => {
  const db = await testDatabase(t)
  const origin = 'https://nube.example'
  await db
    .insertInto('peer')
    .values({
      scid: 'QmPeer',
      origin,
      actor: `${origin}/actor`,
      inbox: `${origin}/inbox`,
      added: AT,
      last_sync: null,
      interval: 1,
      last_error: null,
      cursor: null,
    })
    .execute()
  await db
    .insertInto('host_state')
    .values(
      ['nube.example', 'social.example:8443'].map((host) => {
        return { host, signature_kind: 'cavage', failures: 0, retry_at: 0, updated: AT }
      }),
    )
    .execute()
  const inbox = 'https://fedi.example/users/one/inbox'
  await db
    .insertInto('follower')
    .values({ actor: 'https://fedi.example/users/one', inbox, shared_inbox: null, added: AT })
    .execute()
  t.strictSame([...(await listContacts(db))].toSorted(), [
    'fedi.example',
    'nube.example',
    'social.example:8443',
  ])
})
