import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createDirectoryFeed } from '../src/directory-feed.ts'
import { createBranchesOf } from '../src/exchange/branches.ts'
import { createExchange } from '../src/exchange/exchange.ts'
import { checkLog } from '../src/identity/check-log.ts'
import { type Database, openDatabase } from '../src/store/database.ts'
import { createDirectoryStore } from '../src/store/directory-store.ts'
import { createObjectStore } from '../src/store/object-store.ts'
import { createBareVerification } from './bare-verification.ts'
import { type PublishedCollective, publishListings } from './collectives.ts'
import { cpuMicroseconds } from './cpu.ts'
import { report as reportResult } from './report.ts'

/**
 * What it costs to take in, verify, store and index records from a peer: CPU of the whole process
 * for each record, beside one bare Ed25519 verification with node:crypto in the same run.
 */
const COLLECTIVES = 10
const LISTINGS = 1_000
const BATCH = 500
const now = (): Date => new Date('2026-11-22T09:00:00Z')

interface Costs {
  receive: number
  directory: number
  bare: number
}

async function takeIn(database: Database, collectives: readonly PublishedCollective[]) {
  const store = createObjectStore(database)
  const familiar = async () => new Set(collectives.map(({ scid }) => scid))
  const exchange = createExchange({
    store,
    branchesOf: createBranchesOf(),
    now,
    verify: async (question) => checkLog(question),
    familiar,
    vouched: familiar,
  })
  const directory = createDirectoryStore(database)
  const feed = createDirectoryFeed({ store, directory, views: { familiar }, now })
  const bare = createBareVerification(collectives[0]?.texts.slice(2) ?? [])
  const costs: Costs = { receive: 0, directory: 0, bare: 0 }
  for (const { scid, log } of collectives) await exchange.receiveLog(scid, log)
  await feed.refresh()
  for (const { texts } of collectives) {
    costs.receive += await cpuMicroseconds(async () => {
      for (const batch of inBatches(texts)) {
        const receipts = await exchange.receive(batch)
        if (receipts.some(({ outcome }) => outcome !== 'stored')) throw new Error('refused')
      }
    })
    costs.directory += await cpuMicroseconds(() => feed.refresh())
    costs.bare += await cpuMicroseconds(() => bare(LISTINGS))
  }
  const entries = await directory.changesSince(0, COLLECTIVES * LISTINGS + 1)
  if (entries.length !== COLLECTIVES * LISTINGS) throw new Error('entries are missing')
  return costs
}

/** Head and manifest come with the first records. */
function* inBatches([head = '', manifest = '', ...records]: readonly string[]) {
  yield [head, manifest, ...records.slice(0, BATCH)]
  for (let start = BATCH; start < records.length; start += BATCH) {
    yield records.slice(start, start + BATCH)
  }
}

async function run(): Promise<void> {
  const collectives = Array.from({ length: COLLECTIVES }, (_, i) =>
    publishListings(i, LISTINGS, now()),
  )
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
  try {
    await using database = await openDatabase({ file: join(folder, 'tessera.db') })
    report(await takeIn(database, collectives), collectives)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function report(costs: Costs, collectives: readonly PublishedCollective[]): void {
  const records = COLLECTIVES * LISTINGS
  const each = (total: number): number => Math.round((total / records) * 10) / 10
  const bytes = collectives.flatMap(({ texts }) => texts.slice(2)).join('').length / records
  const [receive, directory, bare] = [costs.receive, costs.directory, costs.bare].map(each)
  const all = each(costs.receive + costs.directory)
  const ratio = Math.round(((costs.receive + costs.directory) / costs.bare) * 100) / 100
  const result = {
    bench: 'ingest',
    records,
    bytes: Math.round(bytes),
    receive,
    directory,
    all,
    bare,
  }
  console.log(JSON.stringify({ ...result, ratio }))
  reportResult({
    what: 'Records of a peer verified, stored and indexed, bare Ed25519 verification',
    own: `${all} us`,
    limit: `${bare} us`,
    ratio,
    bar: { most: 1.7 },
  })
}

await run()
