import { readdirSync, statSync } from 'node:fs'

import t from 'tap'

import { desk, founded } from '../support/cli.ts'

t.test('makes an identity of three members and publishes its first profile', async (t) => {
  const at = await founded(desk(t))
  t.strictSame(readdirSync(at.path('data', 'keys')).toSorted(), [
    'controller.age',
    'member-1.age',
    'member-2.age',
    'member-3.age',
    'node.age',
  ])
  t.equal(statSync(at.path('data', 'keys', 'member-1.age')).mode & 0o777, 0o600)
  t.match(await at.json('status'), {
    identity: {
      name: 'Harbor Commons',
      state: 'OK',
      members: 3,
      threshold: 2,
      nodeKeyExpires: '2027-02-20T09:00:00Z',
    },
    records: { Profile: 1 },
    peers: [],
  })
  t.match(await at.json('profile', 'show'), {
    slug: 'harbor-commons',
    nameMap: { en: 'Harbor Commons' },
  })
})
