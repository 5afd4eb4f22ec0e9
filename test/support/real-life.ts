import * as fc from 'fast-check'

import { createPublisher, type Published } from '../../src/exchange/publisher.ts'
import type { LogTexts } from '../../src/identity/log-text.ts'
import { HOUR, MINUTE } from '../../src/kernel/time.ts'
import type { Head } from '../../src/record/head.ts'
import { parseObject } from '../../src/record/object.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import { listingAbout, type TestNode } from './collective.ts'
import { goodHead, headOn, memberRecord, nodeRecord, rotated, type TestClock } from './exchange.ts'

/** One move in the life of a collective with real keys, `hours` after the one before. */
export type Move = { readonly hours: number } & (
  | { readonly move: 'change'; readonly slug: string; readonly erase: boolean }
  | { readonly move: 'sign'; readonly slug: string; readonly withdrawn: boolean }
  | { readonly move: 'alert' | 'renew' | 'rotate' }
  | { readonly move: 'rob'; readonly seed: number }
)

const hours = fc.integer({ min: 1, max: 60 })
const slug = fc.constantFrom('a', 'b')
export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof<fc.Arbitrary<Move>[]>(
    fc.record({ move: fc.constant('change'), hours, slug, erase: fc.boolean() }),
    fc.record({ move: fc.constant('sign'), hours, slug, withdrawn: fc.boolean() }),
    fc.record({ move: fc.constantFrom('alert', 'renew', 'rotate'), hours }),
    fc.record({ move: fc.constant('rob'), hours, seed: fc.nat() }),
    fc.record({ move: fc.constant('rob'), hours, seed: fc.nat() }),
  ),
  { minLength: 3, maxLength: 10 },
)

/** A collective's own node, and everything that its node, its members and a thief ever gave away. */
export interface Life {
  readonly clock: TestClock
  readonly texts: string[]
  /** The log after every change. */
  readonly logs: LogTexts[]
  own: TestNode
  newest: Head | null
}

export function beginLife(own: TestNode, clock: TestClock): Life {
  return { clock, texts: [], logs: [own.collective.log], own, newest: null }
}

export async function live(life: Life, steps: readonly Move[]): Promise<void> {
  for (const step of steps) {
    life.clock.wait(step.hours * HOUR)
    await act(life, step)
  }
}

async function act(life: Life, step: Move): Promise<void> {
  const { own, clock, texts } = life
  switch (step.move) {
    case 'change':
      return change(life, step)
    case 'sign':
      return sign(life, step)
    case 'alert':
      texts.push(nodeRecord(own.collective, { type: 'Alert', now: clock.now() }).text)
      return
    case 'renew': {
      const head = await own.publisher.renew()
      return head === null ? undefined : keep(life, head, [])
    }
    case 'rotate':
      return rotate(life)
    case 'rob':
      rob(life, step.seed)
  }
}

async function change(
  life: Life,
  { slug, erase }: { readonly slug: string; readonly erase: boolean },
): Promise<void> {
  const { store, publisher, collective } = life.own
  const { scid } = collective
  const current = { scid, types: ['Listing'], slug: `${slug}-example` }
  const old = erase ? (await store.listCurrent(current)).map(({ digest }) => digest) : []
  await give(life, publisher.publishContents([listingAbout(`${slug}.example`)], { erase: old }))
}

async function sign(
  life: Life,
  { slug, withdrawn }: { readonly slug: string; readonly withdrawn: boolean },
): Promise<void> {
  const { publisher, collective } = life.own
  const { version } = await publisher.draft({ type: 'Vouch', slug, defaultLanguage: 'en' })
  const changes = withdrawn ? { withdrawn } : {}
  const record = memberRecord(collective, { slug, version, now: life.clock.now(), changes })
  await give(life, publisher.publishSigned([record]))
}

/** The members add an entry that goes on from the owner's newest head; the node says so at once. */
export async function rotate(life: Life): Promise<void> {
  const { own, clock, newest } = life
  clock.wait(MINUTE)
  const lastGoodHead = newest === null ? null : goodHead(newest)
  const collective = rotated(own.collective, { time: clock.now(), lastGoodHead })
  life.logs.push(collective.log)
  await own.exchange.receiveLog(collective.scid, collective.log)
  const key = { scid: collective.scid, ...collective.node }
  const publisherDeps = { ...own.publisherDeps, key }
  life.own = { ...own, collective, publisherDeps, publisher: createPublisher(publisherDeps) }
  await give(life, life.own.publisher.publishContents([]))
}

async function give(life: Life, published: Promise<Published>): Promise<void> {
  const { head, records } = await published
  await keep(life, head, records)
}

async function keep(life: Life, head: Head, records: readonly SignedRecord[]): Promise<void> {
  const manifest = await life.own.store.findObject(head.manifest)
  life.newest = head
  life.texts.push(head.text, manifest?.text ?? '', ...records.map(({ text }) => text))
}

/** Whoever has the node key of today lists what suits, on whatever head suits. */
function rob({ own, texts, clock }: Life, seed: number): void {
  const known = texts.map((text) => parseObject(text))
  const heads = known.flatMap(({ kind, value }) => (kind === 'head' ? [value] : []))
  const records = known.flatMap(({ kind, value }) => (kind === 'record' ? [value] : []))
  const forged = nodeRecord(own.collective, { slug: `f-${seed % 3}`, now: clock.now() })
  const listed = new Map([forged, ...records].map((one) => [`${one.type}/${one.slug}`, one]))
  const chosen = [...listed.values()].filter((_, i) => ((seed >>> i) & 1) === 1)
  const digests = new Set(chosen.map(({ digest }) => digest))
  const erased = records.map(({ digest }) => digest).filter((digest) => !digests.has(digest))
  const { head, manifest } = headOn(own.collective, chosen, {
    now: clock.now(),
    after: heads[seed % (heads.length + 1)] ?? null,
    erased: seed % 5 < 2 ? [...new Set(erased)].toSorted() : [],
  })
  texts.push(head.text, manifest.text, forged.text)
}

/** Hands everything over, again and again, until nothing more is taken in. */
export async function deliver(to: TestNode, life: Life, order: readonly string[]): Promise<void> {
  const { scid } = life.own.collective
  for (const log of life.logs) await to.exchange.receiveLog(scid, log)
  for (;;) {
    const receipts = await to.exchange.receive(order)
    if (!receipts.some(({ outcome }) => outcome === 'stored')) return
  }
}
