import t from 'tap'

import { createCommuniquesIn } from '../../src/server/communiques-in-view.ts'
import type { ShownView } from '../../src/server/shown-view.ts'
import {
  type AnySigned,
  draft,
  endorsement,
  harborScid,
  memoryStore,
  minute,
  nubeDid,
  nubeScid,
  rosaScid,
  signed,
} from '../support/texts.ts'

function viewOf(name: string, ...scids: readonly string[]): ShownView {
  const shown = new Map(scids.map((scid) => [scid, { distance: 0, vouchedBy: [] }]))
  return { name, shown, others: new Map() } as unknown as ShownView
}

/** A node with these records, and how often they were read. */
function nodeWith(...records: readonly AnySigned[]) {
  const store = memoryStore(records)
  const node = { sequence: 1, reads: 0 }
  const communiquesIn = createCommuniquesIn({
    communiqueStore: {
      async list(type) {
        if (type === 'Draft') node.reads++
        return await store.list(type)
      },
    },
    store: { lastSequence: async () => node.sequence },
    now: () => new Date(minute(90)),
  })
  return { node, communiquesIn }
}

t.test('what is sealed to some stands on no page, whatever the store holds', async (t) => {
  const open = draft({})
  const named = draft({ text: 'secret' }, { scope: 'named', recipients: [nubeScid] })
  const forPeers = draft({ text: 'quiet' }, { scope: 'peers' })
  const { communiquesIn } = nodeWith(open, named, forPeers)
  const communiques = communiquesIn(viewOf('all', harborScid, nubeScid))
  t.strictSame(
    (await communiques.list()).map(({ text }) => text.slug),
    ['umbrella'],
  )
  t.equal(await communiques.findByStatement(named.statement), null)
  t.match(await communiques.resolve('secret'), { kind: 'unknown' })
})

t.test('two views count for themselves and share what was read', async (t) => {
  const frozen = signed('Communique', { slug: 'umbrella', now: minute(5) })
  const { node, communiquesIn } = nodeWith(frozen, endorsement(frozen, { did: nubeDid, at: 6 }))
  const wide = await communiquesIn(viewOf('wide', harborScid, nubeScid)).list()
  const narrow = await communiquesIn(viewOf('narrow', rosaScid)).list()
  t.equal(wide[0]?.endorsements?.counted.length, 1)
  t.equal(narrow[0]?.endorsements?.counted.length, 0)
  t.strictSame([wide[0]?.shown, narrow[0]?.shown], [true, false])
  t.equal(node.reads, 1)
  node.sequence = 2
  await communiquesIn(viewOf('narrow', rosaScid)).list()
  t.equal(node.reads, 2, 'what changed is read again')
})
