import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import t from 'tap'

import { DAY } from '../../src/kernel/time.ts'
import { foundCollective, testNode } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import { nodeAt, START, standingOf, sync } from '../support/exchange.ts'
import type { LivingNode } from '../support/living-node.ts'

const PROCESSES = 3
const PUBLICATIONS = 8
/** After everything that they publish. */
const now = () => new Date(START.getTime() + DAY)
const script = join(import.meta.dirname, '../support/living-node.ts')

/** What a process said until it ended well. */
async function run(options: LivingNode): Promise<string[]> {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { env: {} })
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  if (code !== 0) throw new Error(errors)
  return out.trimEnd().split('\n')
}

t.test('processes that publish at the same time never fork', async (t) => {
  const directory = join(t.testdir({}), 'data')
  const location = await testLocation(t)
  const harbor = foundCollective('https://harbor.example', START)
  const { scid, origin, node } = harbor
  const own = await testNode(harbor, await openFor(t, location), now)
  const options: LivingNode = {
    location,
    directory,
    origin,
    key: { scid, multikey: node.multikey, jwk: node.privateKey.export({ format: 'jwk' }) },
    start: START.toISOString(),
    step: 0,
    deaths: 0,
    interval: 0,
    publications: PUBLICATIONS,
  }
  const said = await Promise.all(Array.from({ length: PROCESSES }, () => run(options)))
  const published = said.flat().filter((line) => line.startsWith('published'))
  const { heads } = await own.store.readFacts(scid)
  const total = PROCESSES * PUBLICATIONS
  t.equal(published.length, total)
  t.strictSame(
    heads.map(({ version }) => version).toSorted((a, b) => a - b),
    Array.from({ length: total }, (_, i) => i + 1),
  )
  const other = await nodeAt(t, { now }, foundCollective('https://nube.example', START))
  t.ok(await sync(own, other))
  t.match(await other.store.findCollective(scid), { state: 'OK' })
  t.equal(await standingOf(other.store, scid), await standingOf(own.store, scid))
})
