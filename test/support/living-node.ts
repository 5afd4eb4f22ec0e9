import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setImmediate as networkTurn, setTimeout as pause } from 'node:timers/promises'

import { createBranchesOf } from '../../src/exchange/branches.ts'
import { createExchange } from '../../src/exchange/exchange.ts'
import { createPublisher, type Publisher } from '../../src/exchange/publisher.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { MINUTE } from '../../src/kernel/time.ts'
import { createExclusively } from '../../src/own-collective.ts'
import type { Scid } from '../../src/record/did.ts'
import { openDataDirectory } from '../../src/store/data-directory.ts'
import { type DatabaseLocation, openDatabase } from '../../src/store/database.ts'
import { createLeases } from '../../src/store/lease.ts'
import { createObjectStore } from '../../src/store/object-store.ts'
import { listingAbout } from './collective.ts'

/** What a process of a node is told on its command line. It says on stdout what it has done. */
export interface LivingNode {
  readonly location: DatabaseLocation
  readonly directory: string
  readonly origin: string
  readonly key: { readonly scid: Scid; readonly multikey: string; readonly jwk: JsonWebKey }
  /** The time of the first publication; each one after it is `step` milliseconds later. */
  readonly start: string
  readonly step: number
  /** How many processes died before this one: their leases are over. */
  readonly deaths: number
  /** Milliseconds from one publication to the next. */
  readonly interval: number
  /** Ends after so many publications. */
  readonly publications: number
  /** A file of objects to take in, one a line, and the line to begin with. */
  readonly objects?: { readonly file: string; readonly from: number }
}

/** Longer than a process that died holds up the others. */
const LEASE = MINUTE
/** Objects that are taken in at once. */
const BATCH = 5

async function main(options: LivingNode): Promise<void> {
  await using database = await openDatabase(options.location)
  const { mark } = await openDataDirectory(options.directory)
  const store = createObjectStore(database)
  const branchesOf = createBranchesOf()
  let time = new Date(options.start)
  const now = () => time
  const { scid, multikey, jwk } = options.key
  const publisher = createPublisher({
    store,
    branchesOf,
    now,
    mark,
    origin: options.origin,
    key: { scid, multikey, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) },
    exclusively: createExclusively(
      createLeases({
        db: database.db,
        now: () => new Date(Date.now() + options.deaths * LEASE),
      }),
    ),
  })
  const exchange = createExchange({
    store,
    branchesOf,
    now,
    verify: async (question) => checkLog(question),
    familiar: async () => new Set(),
    vouched: async () => new Set(),
  })
  const follow = async (): Promise<void> => {
    const { heads } = await store.readFacts(scid)
    time = new Date(Date.parse(options.start) + heads.length * options.step)
  }
  await follow()
  say('ready')
  const work = [publishing(publisher, options, follow)]
  if (options.objects !== undefined) {
    const lines = (await readFile(options.objects.file, 'utf8')).trimEnd().split('\n')
    work.push(ingesting(lines, options.objects.from, (texts) => exchange.receive(texts)))
  }
  await Promise.all(work)
}

async function publishing(
  publisher: Publisher,
  { publications, interval }: LivingNode,
  follow: () => Promise<void>,
): Promise<void> {
  for (let i = 0; i < publications; i++) {
    const { head } = await publisher.publishContents([listingAbout(`host-${i % 5}.example`)])
    say('published', head.digest)
    await follow()
    await pause(interval)
  }
}

async function ingesting(
  lines: readonly string[],
  from: number,
  receive: (texts: readonly string[]) => Promise<readonly { readonly outcome: string }[]>,
): Promise<void> {
  for (let i = from; i < lines.length; i += BATCH) {
    const receipts = await receive(lines.slice(i, i + BATCH))
    const refused = receipts.find(({ outcome }) => outcome === 'refused')
    if (refused !== undefined) throw new Error(JSON.stringify(refused))
    say('stored', String(i + receipts.length))
    await networkTurn() // what comes from outside comes with turns of the event loop in between
  }
}

/** One line, in one write: what arrives has arrived whole. */
function say(...words: readonly string[]): void {
  process.stdout.write(`${words.join(' ')}\n`)
}

await main(JSON.parse(process.argv[2] ?? '{}') as LivingNode)
