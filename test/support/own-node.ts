import { randomBytes } from 'node:crypto'

import type { Test } from 'tap'

import { createPublisher } from '../../src/exchange/publisher.ts'
import { parseManifest } from '../../src/record/manifest.ts'
import { listingAbout, type TestCollective, type TestNode } from './collective.ts'
import { nodeAt, testClock } from './exchange.ts'

/** A collective's own node, and what publishes one more listing on it. */
export async function ownNode(t: Test) {
  const clock = testClock()
  const node = await nodeAt(t, clock)
  return { clock, node, harbor: node.collective, publish: () => publishOne(node) }
}

/** Publishes a listing about some host. */
export function publishOne({ publisher }: Pick<TestNode, 'publisher'>) {
  return publisher.publishContents([listingAbout(`${randomBytes(4).toString('hex')}.example`)])
}

/** What a manifest lists. */
export async function itemsOf({ store }: TestNode, manifest: string): Promise<string[]> {
  const object = await store.findObject(manifest)
  return parseManifest(object?.text ?? '').items.map(({ type, slug }) => `${type}/${slug}`)
}

/** The same node after its members added an entry, with the new key if there is one. */
export async function after(node: TestNode, collective: TestCollective): Promise<TestNode> {
  await node.exchange.receiveLog(collective.scid, collective.log)
  const key = { scid: collective.scid, ...collective.node }
  const publisherDeps = { ...node.publisherDeps, key }
  return { ...node, collective, publisherDeps, publisher: createPublisher(publisherDeps) }
}
