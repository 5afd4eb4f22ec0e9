import t from 'tap'

import { createNextEntry } from '../../src/identity/create-entry.ts'
import {
  guardiansOf,
  toEntryAddress,
  toEntryFact,
  toLogBranches,
} from '../../src/identity/facts.ts'
import { addTime, HOUR } from '../../src/kernel/time.ts'
import { digestOf } from '../../src/record/digest.ts'
import {
  createCollectiveLog,
  extendLog,
  LOG_START,
  newestOf,
  nodeKeyChoice,
  offer,
  signed,
} from '../support/collective-log.ts'

const nodeKeys = nodeKeyChoice()
const guardians = { collectives: [1, 2, 3].map(() => createCollectiveLog().scid), threshold: 2 }
const first = createCollectiveLog({
  options: { nodeKeys, guardians, origins: ['https://harbor.example', 'http://harboronion.onion'] },
})

t.test('an entry is what acceptance needs', async (t) => {
  const { scid, members } = first
  const { versionId } = newestOf(first)
  t.strictSame(toEntryFact(newestOf(first)), {
    versionId,
    number: 1,
    previous: null,
    time: LOG_START,
    did: `did:webvh:${scid}:harbor.example`,
    members: members.map(({ multikey }) => multikey),
    threshold: 2,
    nodeKey: nodeKeys.node,
    nodeKeyExpires: nodeKeys.expires,
    lastGoodHead: null,
    deactivated: false,
  })
})

t.test(
  'a recovery names the last good head, the new keys and since when not to trust the old',
  async (t) => {
    const lastGoodHead = { version: 5, digest: digestOf('a head') }
    const fresh = nodeKeyChoice()
    const since = '2024-01-04T00:00:00Z'
    const origins = ['https://new.example'] as const
    const moved = extendLog(first, { lastGoodHead, nodeKeys: fresh, revokedSince: since, origins })
    t.match(toEntryFact(newestOf(moved)), {
      previous: newestOf(first).versionId,
      did: `did:webvh:${first.scid}:new.example`,
      lastGoodHead,
      nodeKey: fresh.node,
    })
    t.strictSame(toEntryAddress(newestOf(moved)), {
      actor: 'https://new.example/actor',
      baseUrls: ['https://new.example'],
      agreementKey: fresh.agreement,
      revokedKeys: [nodeKeys.node, nodeKeys.agreement].map((multikey) => ({ multikey, since })),
      guardians,
    })
    const { alsoKnownAs } = newestOf(moved).entry.state
    t.strictSame(alsoKnownAs, [
      'https://new.example/actor',
      `did:webvh:${first.scid}:harbor.example`,
    ])
  },
)

t.test('an ended collective has no node key and no address of a node', async (t) => {
  const ended = newestOf(extendLog(first, { deactivate: true }))
  t.match(toEntryFact(ended), { nodeKey: null, nodeKeyExpires: null, deactivated: true })
  t.match(toEntryAddress(ended), { agreementKey: null, revokedKeys: { length: 2 } })
})

t.test('the guardians of a disputed log are those from before the branches part', async (t) => {
  const grown = extendLog(first, { guardians: null })
  t.equal(guardiansOf(grown.entries), null)
  const time = addTime(LOG_START, HOUR)
  const other = createNextEntry(newestOf(first), { time, lastGoodHead: null })
  const disputed = offer(grown, signed(grown, other)).entries
  t.equal(toLogBranches(disputed).length, 2)
  t.strictSame(guardiansOf(disputed), guardians)
  t.equal(guardiansOf([]), null)
})
