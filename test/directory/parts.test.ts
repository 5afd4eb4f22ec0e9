import t from 'tap'

import { hostsNamedIn, keysOf, partsOf, withProofs } from '../../src/directory/parts.ts'
import { listingOf, profileOf, says, scidNumber } from '../support/directory.ts'

const [harbor, nube] = [scidNumber(1), scidNumber(2)]
const now = '2026-11-22T09:00:00Z'
const proof = {
  scid: harbor,
  host: 'harbor.example',
  firstProven: now,
  lastProven: now,
  holds: true,
}

t.test('parts are found by the collective and the hosts that they are about', async (t) => {
  const parts = partsOf(
    says(harbor, {
      profile: profileOf(harbor, 'harbor'),
      listings: [listingOf(harbor, 'a.example')],
    }),
    [],
  )
  t.strictSame(parts.map(keysOf), [
    ['host:a.example'],
    [harbor, 'host:harbor.example', 'host:mail.harbor.example'],
  ])
  t.equal(new Set(parts.map(({ id }) => id)).size, 2)
})

t.test('a website that is not home is nobody’s host', async (t) => {
  const websites = [
    { url: 'https://harbor.example/', kind: 'home' },
    { url: 'https://forge.example/harbor', kind: 'source-code' },
  ]
  t.strictSame(hostsNamedIn(profileOf(harbor, 'harbor', { websites, services: undefined })), [
    'harbor.example',
  ])
})

t.test('only proofs of hosts that the collective itself names count', async (t) => {
  const proofs = [proof, { ...proof, scid: nube }, { ...proof, host: 'elsewhere.example' }]
  const [part] = partsOf(says(harbor, { profile: profileOf(harbor, 'harbor') }), proofs)
  t.match(part, { kind: 'profile', proofs: [proof] })
  t.equal(part?.kind === 'profile' ? part.proofs.length : 0, 1)
  const [without] = part === undefined ? [] : [withProofs(part, [])]
  t.strictSame(without?.kind === 'profile' ? without.proofs : null, [])
})

t.test('a listing has no proofs', async (t) => {
  const [part] = partsOf(says(nube, { listings: [listingOf(nube, 'harbor.example')] }), [proof])
  t.notOk(part !== undefined && 'proofs' in withProofs(part, [proof]))
})
