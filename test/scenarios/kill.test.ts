import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

import { sql } from 'kysely'
import t from 'tap'

import { ANNOUNCE_QUEUE } from '../../src/exchange/publish.ts'
import { MINUTE } from '../../src/kernel/time.ts'
import type { HeadFact } from '../../src/record/collective-facts.ts'
import { digestOf } from '../../src/record/digest.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createObjectStore } from '../../src/store/object-store.ts'
import { foundCollective, testNode, type TestCollective } from '../support/collective.ts'
import { memberRecord, nodeAt, START, standingOf, sync } from '../support/exchange.ts'
import type { LivingNode } from '../support/living-node.ts'

/** SPEC: security-bar.md, R01: what was acknowledged is there after any death of the process. */
const KILLS = 100
/** Milliseconds that a process lives: most of them from when it is ready, some from its start. */
const SHORTEST = 20
const LONGEST = 2_000
const EARLY = 5
/** More than is taken in before the last kill, at 50 a second and more. */
const RECORDS = 12_000
const AUTHORS = 12
/** Fewer than 50 changes a day, and all of them while the node key is valid. */
const STEP = 40 * MINUTE
const INTERVAL = 60

const script = join(import.meta.dirname, '../support/living-node.ts')
const after = new Date(START.getTime() + 3_000 * STEP)
const now = () => after

/** What a process acknowledged before it died or ended. */
interface Life {
  readonly published: string[]
  stored: number
  errors: string
}

/** A process until it ends by itself, or is killed: `early` counts from its start. */
async function live(
  options: LivingNode,
  end?: { readonly after: number; readonly early: boolean },
): Promise<Life> {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { env: {} })
  const life: Life = { published: [], stored: options.objects?.from ?? 0, errors: '' }
  child.stderr.setEncoding('utf8').on('data', (text: string) => (life.errors += text))
  const lines = createInterface(child.stdout).on('line', (line) => note(line, life))
  const closed = once(child, 'close')
  if (end !== undefined) {
    if (!end.early) await Promise.race([once(lines, 'line'), closed])
    await pause(end.after)
    child.kill('SIGKILL')
  }
  await closed
  return life
}

function note(line: string, life: Life): void {
  const [what, detail = ''] = line.split(' ')
  if (what === 'published') life.published.push(detail)
  if (what === 'stored') life.stored = Number(detail)
}

/** Vouches of some collectives, and their logs in the node's own store. */
async function writeObjects(
  file: string,
  authors: readonly TestCollective[],
): Promise<readonly string[]> {
  const texts = Array.from({ length: RECORDS }, (_, i) => {
    const author = authors[i % authors.length]
    if (author === undefined) throw new Error('no author')
    return memberRecord(author, { slug: `v-${i}`, now: START }).text
  })
  await writeFile(file, `${texts.join('\n')}\n`)
  return texts
}

async function quickCheck({ db }: Database): Promise<string> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check`.execute(db)
  return rows.map((row) => row.quick_check).join()
}

/** Digests of the heads that the jobs for the peers announce. */
async function announced({ db }: Database): Promise<string[]> {
  const jobs = await db
    .selectFrom('job')
    .select('payload')
    .where('queue', '=', ANNOUNCE_QUEUE)
    .execute()
  return jobs.map(
    ({ payload }) => (JSON.parse(payload) as { digests: string[] }).digests.at(-1) ?? '',
  )
}

/** Whether each head follows the one before, from the first on, with none beside another. */
function isLine(heads: readonly HeadFact[]): boolean {
  const inOrder = heads.toSorted((a, b) => a.version - b.version)
  return inOrder.every(
    (head, i) => head.version === i + 1 && head.previous === (inOrder[i - 1]?.stateDigest ?? null),
  )
}

t.test('100 times kill -9: nothing acknowledged is lost, nothing doubled, no fork', async (t) => {
  const directory = t.testdir({})
  const location = { file: join(directory, 'tessera.db') }
  const harbor = foundCollective('https://harbor.example', START)
  const { scid, origin, node } = harbor
  const authors = Array.from({ length: AUTHORS }, (_, i) =>
    foundCollective(`https://author-${i}.example`, START),
  )
  const file = join(directory, 'objects.ndjson')
  const texts = await writeObjects(file, authors)
  {
    await using database = await openDatabase(location)
    const own = await testNode(harbor, database, now)
    for (const author of authors) await own.exchange.receiveLog(author.scid, author.log)
  }

  const published: string[] = []
  let stored = 0
  const options = (publications: number, deaths: number): LivingNode => ({
    location,
    directory: join(directory, 'data'),
    origin,
    key: { scid, multikey: node.multikey, jwk: node.privateKey.export({ format: 'jwk' }) },
    start: START.toISOString(),
    step: STEP,
    deaths,
    interval: INTERVAL,
    publications,
    ...(publications === 1 ? {} : { objects: { file, from: stored } }),
  })

  for (let kill = 0; kill < KILLS; kill++) {
    const early = kill % EARLY === 0
    const life = await live(options(Number.MAX_SAFE_INTEGER, kill), {
      after: randomInt(SHORTEST, LONGEST),
      early,
    })
    published.push(...life.published)
    stored = life.stored
    await using database = await openDatabase(location)
    const store = createObjectStore(database)
    const { heads } = await store.readFacts(scid)
    const acknowledged = [...published, ...texts.slice(0, stored).map((text) => digestOf(text))]
    const failures = [
      life.errors,
      (await quickCheck(database)) === 'ok' ? '' : 'quick_check',
      isLine(heads) ? '' : 'heads',
      (await store.listKnown(acknowledged)).size === acknowledged.length ? '' : 'lost',
    ]
    t.equal(failures.join(''), '', `kill ${kill + 1}: ${stored} stored, ${heads.length} heads`)
  }
  // On a busy machine a process gets little done; what counts is that it died in the midst of it.
  t.ok(published.length > KILLS / 4 && stored > KILLS, 'it did something')

  const last = await live(options(1, KILLS))
  t.equal(last.errors, '')
  t.equal(last.published.length, 1, 'publishing goes on')
  await using database = await openDatabase(location)
  const own = await testNode(harbor, database, now)
  const { heads } = await own.store.readFacts(scid)
  const digests = heads.map(({ digest }) => digest).toSorted()
  t.strictSame((await announced(database)).toSorted(), digests, 'each is announced once')
  const other = await nodeAt(t, { now }, foundCollective('https://nube.example', START))
  t.ok(await sync(own, other))
  await own.exchange.settleDue()
  t.match(await other.store.findCollective(scid), {
    state: (await own.store.findCollective(scid))?.state,
  })
  t.equal((await other.store.listTips(0, 10)).length, 1)
  t.equal(await standingOf(other.store, scid), await standingOf(own.store, scid))
})
