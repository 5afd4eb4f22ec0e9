import { generateKey, readKey } from 'openpgp'
import t from 'tap'

import { wkdEntries, wkdHash } from '../../src/directory/wkd.ts'

const now = new Date('2026-11-22T09:00:00Z')

t.test('names local parts as the draft does', async (t) => {
  // The vector of draft-koch-openpgp-webkey-service, section 3.1.
  t.equal(wkdHash('Joe.Doe'), 'iy9q119eutrkn8s1mk4r39qejnbu3n5q')
  t.equal(wkdHash('joe.doe'), wkdHash('JOE.DOE'))
  t.match(wkdHash(''), /^[a-z1-9]{32}$/)
})

t.test('serves contacts at the own domain, each with its own user id only', async (t) => {
  const { publicKey } = await generateKey({
    type: 'curve25519',
    userIDs: ['security', 'press', 'someone'].map((local) => ({
      email: `${local}@harbor.example`,
    })),
    date: new Date('2026-11-01T00:00:00Z'),
  })
  const email = 'email' as const
  const profile = {
    contacts: [
      { kind: email, value: 'Security@harbor.example', purpose: 'security' as const },
      { kind: email, value: 'press@harbor.example', purpose: 'press' as const },
      { kind: email, value: 'legal@harbor.example', purpose: 'legal' as const },
      { kind: email, value: 'security@elsewhere.example', purpose: 'security' as const },
      { kind: 'xmpp' as const, value: 'someone@harbor.example', purpose: 'peers' as const },
    ],
    contactKeys: [
      { kind: 'openpgp' as const, value: 'broken' },
      { kind: 'openpgp' as const, value: publicKey },
      { kind: 'age' as const, value: 'age1' },
    ],
  }
  const entries = await wkdEntries(profile, 'harbor.example', now)
  t.strictSame(
    entries.map((entry) => entry.email),
    ['security@harbor.example', 'press@harbor.example'],
  )
  t.equal(entries[1]?.hash, wkdHash('press'))
  const press = await readKey({ binaryKey: entries[1]?.certificate ?? new Uint8Array() })
  t.strictSame(press.getUserIDs(), ['<press@harbor.example>'])
  t.strictSame(await wkdEntries({}, 'harbor.example', now), [])
})
