import type { KeyObject } from 'node:crypto'

import { createMessageSigner } from '../../../src/federation/sign-request.ts'
import type { LogTexts } from '../../../src/identity/log-text.ts'
import { type Digest, digestOf } from '../../../src/record/digest.ts'
import { foundCollective, type TestCollective } from '../../support/collective.ts'
import { type Answer, ask, type Place } from './ask.ts'
import type { Name, TestNetwork } from './network.ts'
import {
  type Received,
  type Scripted,
  type ScriptedServer,
  startScripted,
} from './scripted-server.ts'

/** A node of our own kind that hands out and pushes exactly what a test tells it to. */
export interface TesseraPeer extends ScriptedServer {
  /** Whose node it is. */
  readonly collective: TestCollective
  readonly actor: string
  /** Hands out a DID log from now on, in the place of an earlier one. */
  serveLog(scid: string, log: LogTexts): void
  /** Hands out objects at their digests, or at a digest that is not theirs. */
  serve(texts: readonly string[]): void
  serveAs(digest: Digest, text: string): void
  withhold(digest: Digest): void
  /** Lists heads and member-signed records in its feeds. */
  list(feed: 'heads' | 'members', scid: string, texts: readonly string[]): void
  /** PUSH: announces objects to a node, inline unless told otherwise. */
  push(node: Target, texts: readonly string[], options?: PushOptions): Promise<Answer>
}

export interface Target extends Place {
  readonly origin: string
}

export interface PushOptions {
  /** What is announced; the digests of the texts where it is left out. */
  readonly digests?: readonly Digest[]
  /** False: the node has to come and fetch. */
  readonly isInline?: boolean
  /** The member's value, where it is to be no list of objects. */
  readonly inline?: unknown
  readonly key?: { readonly privateKey: KeyObject }
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

export async function startTesseraPeer(
  t: Owner,
  network: TestNetwork,
  name: Name,
): Promise<TesseraPeer> {
  const origin = network.originOf(name)
  const collective = foundCollective(origin, new Date())
  const actor = `${origin}/actor`
  const logs = new Map<string, LogTexts>([[collective.scid, collective.log]])
  const objects = new Map<Digest, string>()
  const feeds = { logs: [] as string[], heads: [] as string[], members: [] as string[] }
  let sequence = 0
  let pushes = 0

  function lineOf(scid: string, text: string): string {
    const place = `"sequence":${++sequence},"scid":"${scid}","digest":"${digestOf(text)}"`
    return `{${place},"object":${text}}`
  }

  function listLog(scid: string, { log }: LogTexts): void {
    const newest = log.trim().split('\n').at(-1) ?? '{}'
    const { versionId } = JSON.parse(newest) as { versionId: string }
    feeds.logs.push(JSON.stringify({ sequence: ++sequence, scid, did: [versionId] }))
  }

  const server = await startScripted(t, network, name, (received) =>
    answerHonestly(received, { collective, actor, logs, objects, feeds }),
  )
  listLog(collective.scid, collective.log)
  return {
    ...server,
    collective,
    actor,
    serveLog(scid, log) {
      logs.set(scid, log)
      listLog(scid, log)
    },
    serve(texts) {
      for (const text of texts) objects.set(digestOf(text), text)
    },
    serveAs: (digest, text) => void objects.set(digest, text),
    withhold: (digest) => void objects.delete(digest),
    list(feed, scid, texts) {
      for (const text of texts) feeds[feed].push(lineOf(scid, text))
    },
    async push(node, texts, options = {}) {
      const { isInline = true, digests = texts.map((text) => digestOf(text)) } = options
      const inline = isInline ? `,"tessera:objects":[${texts.join(',')}]` : ''
      const member =
        options.inline === undefined
          ? inline
          : `,"tessera:objects":${JSON.stringify(options.inline)}`
      const urls = JSON.stringify(digests.map((digest) => `${origin}/objects/${digest}`))
      const body = Buffer.from(
        `{"@context":"https://www.w3.org/ns/activitystreams","id":"${origin}/announces/${++pushes}",` +
          `"type":"Announce","actor":"${actor}","object":${urls}${member}}`,
      )
      const key = options.key ?? collective.node
      return await postSigned(node, body, { keyId: `${actor}#node-key`, ...key })
    },
  }
}

/** Signs and posts bytes to the inbox of a node as its peers do. */
export async function postSigned(
  node: Target,
  body: Buffer,
  key: { readonly keyId: string; readonly privateKey: KeyObject },
): Promise<Answer> {
  const contentType = 'application/activity+json'
  const signer = createMessageSigner({ ...key, now: () => new Date() })
  const signed = signer({ method: 'POST', url: new URL(`${node.origin}/inbox`), body, contentType })
  return await ask(node, {
    method: 'POST',
    path: '/inbox',
    headers: { 'content-type': contentType, ...signed },
    body,
  })
}

interface Holdings {
  readonly collective: TestCollective
  readonly actor: string
  readonly logs: ReadonlyMap<string, LogTexts>
  readonly objects: ReadonlyMap<Digest, string>
  readonly feeds: Readonly<Record<string, readonly string[]>>
}

function answerHonestly(received: Received, holdings: Holdings): Scripted | null {
  const { method, path } = received
  const { pathname, searchParams } = new URL(path, holdings.collective.origin)
  if (method === 'POST' && pathname === '/objects') return answerObjects(received.body, holdings)
  if (method === 'POST') return { status: 202 }
  const feed = /^\/sync\/(logs|heads|members)(\.ndjson)?$/.exec(pathname)?.[1]
  if (feed !== undefined) {
    return answerFeed(holdings.feeds[feed] ?? [], Number(searchParams.get('after') ?? 0))
  }
  return answerDocument(pathname, holdings)
}

function answerFeed(lines: readonly string[], after: number): Scripted {
  const later = lines.filter((line) => (JSON.parse(line) as { sequence: number }).sequence > after)
  return { type: 'application/x-ndjson', body: later.map((line) => `${line}\n`).join('') }
}

function answerObjects(body: Buffer, { objects }: Holdings): Scripted {
  const { digests } = JSON.parse(body.toString('utf8')) as { digests: readonly string[] }
  const texts = digests.flatMap((digest) => objects.get(digest) ?? [])
  return { type: 'application/x-ndjson', body: texts.map((text) => `${text}\n`).join('') }
}

function answerDocument(path: string, holdings: Holdings): Scripted | null {
  const { collective, actor, logs, objects } = holdings
  if (path === '/.well-known/tessera.json') {
    const { scid, did, origin } = collective
    const body = JSON.stringify({ scid, did, actor, inbox: `${origin}/inbox` })
    return { type: 'application/json', body }
  }
  const text = objects.get(/^\/objects\/(\w+)$/.exec(path)?.[1] ?? '')
  if (text !== undefined) return { body: text }
  const own = path.replace(/^\/\.well-known\/did/, `/did/${collective.scid}/did`)
  const [, scid = '', file] = /^\/did\/(\w+)\/(did\.jsonl|did-witness\.json)$/.exec(own) ?? []
  const log = logs.get(scid)
  if (log === undefined) return null
  return file === 'did.jsonl'
    ? { type: 'text/jsonl', body: log.log }
    : { type: 'application/json', body: log.witness }
}
