import { globSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { checkAlive } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { introduce, standingBecomes, standingOf } from './harness/subjects.ts'
import { openWorldOfPeers } from './harness/world.ts'

const [library] = globSync([
  '/usr/lib/*/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
])
if (library === undefined) {
  t.plan(0, 'These cases need libfaketime; install it (Debian: apt-get install libfaketime).')
  process.exit()
}

const world = await openWorldOfPeers(t)
const { node, network } = world
const { collective } = await introduce(t, world)
const clock = join(network.folder, 'clock')

/** Lets the clock of a process be off by so much; the file may be written again while it runs. */
async function clockOff(by: string): Promise<NodeJS.ProcessEnv> {
  await writeFile(clock, `${by}\n`)
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
}

async function say(words: string) {
  return await node.command('profile', 'set', `taglineMap.en=${words}`)
}

/** When the own head in force was published. */
async function ownPublished(): Promise<string> {
  const { text } = await node.ask({ path: '/.well-known/tessera.json' })
  const { head } = JSON.parse(text) as { head?: { digest: string } }
  const object = await node.ask({ path: `/objects/${head?.digest}` })
  return (JSON.parse(object.text) as { published: string }).published
}

await t.test('M01 control: with the right clock the node is ready and signs', async (t) => {
  t.equal((await node.ask({ path: '/readyz' })).status, 200)
  const { code, stderr } = await say('on-time')
  t.equal(code, 0, 'it signs', { stderr })
})
if (!t.passing()) t.bailout('the control failed, so this group says nothing')

await t.test('M01 a day behind', async (t) => {
  const before = await ownPublished()
  await node.stop()
  await node.start(await clockOff('-1d'))
  t.equal((await node.ask({ path: '/readyz' })).status, 503, 'it says that it is not ready')
  t.equal((await node.ask({ path: '/directory' })).status, 200, 'it still serves')
  const { code } = await say('a-day-before')
  t.ok(code !== 0 || (await ownPublished()) >= before, 'it signs nothing into the past')
})

await t.test('M02 400 days ahead, and back', async (t) => {
  await node.stop()
  await node.start()
  await standingBecomes(node, collective.scid, ({ state }) => state === 'OK')
  const before = standingOf(node, collective.scid)
  await node.stop()
  await node.start(await clockOff('+400d'))
  await standingBecomes(node, collective.scid, ({ state }) => state !== 'OK')
  t.equal((await node.ask({ path: '/readyz' })).status, 503, 'its key is over by then')
  await node.stop()
  await node.start()
  t.ok(
    await standingBecomes(
      node,
      collective.scid,
      (one) => JSON.stringify(one) === JSON.stringify(before),
    ),
    'what counted counts again',
    { before, after: standingOf(node, collective.scid) },
  )
  await checkAlive(t, world, node.pid())
})

await t.test('M03 two hours back while it runs', async (t) => {
  await node.stop()
  await node.start(await clockOff('+0'))
  const before = await ownPublished()
  await writeFile(clock, '-2h\n')
  const isBehind = await eventually(async () => {
    const { status } = await node.ask({ path: '/readyz' })
    return status === 503 ? true : null
  })
  t.ok(isBehind, 'it notices')
  await say('two-hours-before')
  t.ok((await ownPublished()) >= before, 'what it signs is never dated before what it signed')
  t.notMatch(node.log(), /TimeoutNegativeWarning|TimeoutNaNWarning/, 'no timer is negative')
  await checkAlive(t, world, node.pid())
})

await t.test('M05 after 2038 and after 2106', async (t) => {
  for (const by of ['+4500d', '+30000d']) {
    await node.stop()
    await node.start(await clockOff(by))
    t.equal((await node.ask({ path: '/directory' })).status, 200, `it serves at ${by}`)
    await checkAlive(t, world, node.pid())
  }
})
