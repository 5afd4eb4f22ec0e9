import t from 'tap'

import { chooseFreshness, judgeFreshHead } from '../../src/alert/canary-freshness.ts'
import { addTime, DAY, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import type { LogBranch } from '../../src/record/log-facts.ts'
import { newestEntryOf, stateOf } from '../hostile/harness/states.ts'
import { foundCollective } from '../support/collective.ts'

const START = new Date('2026-11-22T09:00:00Z')
const NOW = toTimestamp(START)
const nube = foundCollective('https://nube.example', START)
const head = stateOf(nube, [], { published: NOW }).head

/** What acceptance knows of the log of Nube Libre, with this node key in its first entry. */
function log(nodeKey: string): readonly LogBranch[] {
  const entry = {
    versionId: newestEntryOf(nube.log),
    number: 1,
    previous: null,
    time: NOW,
    did: nube.did,
    members: [],
    threshold: 1,
    nodeKey,
    nodeKeyExpires: null,
    lastGoodHead: null,
    deactivated: false,
  }
  return [[entry]]
}

t.test('a head is checked by the log of whom it names, as far as that is known', async (t) => {
  t.equal(judgeFreshHead(head.text, log(nube.node.multikey)), 'verified')
  t.equal(judgeFreshHead(head.text, []), 'unknown')
  const other = foundCollective('https://rosa.example', START)
  t.equal(judgeFreshHead(head.text, log(other.node.multikey)), 'not-theirs')
  const later = stateOf(nube, [], { published: NOW, did: `2-${newestEntryOf(nube.log).slice(2)}` })
  t.equal(judgeFreshHead(later.head.text, log(nube.node.multikey)), 'unknown')
  const changed = head.text.replace(`"published":"${NOW}"`, `"published":"${addTime(NOW, SECOND)}"`)
  t.not(changed, head.text)
  t.equal(judgeFreshHead(changed, log(nube.node.multikey)), 'not-theirs')
})

const at = (scid: string, published: string) => ({ scid, published, text: `${scid} ${published}` })
const choose = (...heads: readonly ReturnType<typeof at>[]) =>
  chooseFreshness(heads, { own: 'own', updated: NOW }).map(({ text }) => text)

t.test(
  'the first three of others that are fresh are put in, or as many as there are',
  async (t) => {
    const oldest = addTime(NOW, -7 * DAY)
    t.strictSame(choose(), [])
    t.strictSame(choose(at('a', oldest), at('b', NOW)), [`a ${oldest}`, `b ${NOW}`])
    t.strictSame(choose(at('a', addTime(oldest, -SECOND)), at('b', addTime(NOW, SECOND))), [])
    t.strictSame(choose(at('own', NOW), at('a', NOW), at('a', oldest)), [`a ${NOW}`])
    t.equal(choose(at('a', NOW), at('b', NOW), at('c', NOW), at('d', NOW)).length, 3)
  },
)
