import type { FastifyPluginAsync, FastifyRequest } from 'fastify'

import { HttpRefusal } from '../problem-details.ts'
import { type RawAnswer, type RawRequest, rawRequestOf, send, takeRawBodies } from './federation.ts'

type Feed = 'logs' | 'heads' | 'members'

/** What a node exchanges, as any HTTP server can give it out. */
export interface SyncRoutesOptions {
  /** The own collective. */
  readonly scid: string
  /** Throws unless a request may read here. */
  readonly checkReader: (request: RawRequest) => Promise<void>
  readonly objects: {
    get(digest: string): Promise<RawAnswer>
    post(body: Uint8Array): Promise<RawAnswer>
  }
  readonly syncRoutes: {
    page(feed: Feed, cursor: string): Promise<RawAnswer>
    whole(feed: Feed): Promise<RawAnswer>
    index(): Promise<RawAnswer>
    log(scid: string): Promise<RawAnswer>
    witness(scid: string): Promise<RawAnswer>
  }
  /** Takes entries of a DID log. */
  readonly takeLog: (scid: string, body: Uint8Array) => Promise<RawAnswer>
  readonly identity: {
    introduction(): Promise<RawAnswer>
    keySet(): Promise<RawAnswer>
    context(): RawAnswer
  }
}

const FEEDS: readonly Feed[] = ['logs', 'heads', 'members']
/** 500 digests in JSON. */
const WANTED_LIMIT = 32 * 1024
/** The newest entries of a log with their proofs. */
const LOG_LIMIT = 1024 * 1024

/** Objects, logs and feeds for other nodes; who this node is, for everyone. */
export const syncRoutes: FastifyPluginAsync<SyncRoutesOptions> = async (app, options) => {
  const { scid, checkReader, objects, syncRoutes: sync, takeLog, identity } = options
  takeRawBodies(app, { types: ['application/json'], limit: WANTED_LIMIT })

  /** An address that a closed network shows to its peers alone. */
  function read(url: string, answer: (request: FastifyRequest) => Promise<RawAnswer>): void {
    app.get(url, async (request, reply) => {
      await checkReader(rawRequestOf(request))
      return send(request, reply, await answer(request))
    })
  }

  /** An address that everyone sees: a DID has to resolve. */
  function open(url: string, answer: () => Promise<RawAnswer>): void {
    app.get(url, async (request, reply) => send(request, reply, await answer()))
  }

  read('/objects/:digest', (request) => objects.get(parameterOf(request, 'digest')))
  app.post('/objects', async (request, reply) => {
    const raw = rawRequestOf(request)
    await checkReader(raw)
    return send(request, reply, await objects.post(raw.body))
  })
  for (const feed of FEEDS) {
    read(`/sync/${feed}`, (request) => sync.page(feed, cursorOf(request)))
    read(`/sync/${feed}.ndjson`, () => sync.whole(feed))
  }
  read('/sync/index.txt', () => sync.index())
  read('/did/:scid/did.jsonl', (request) => sync.log(parameterOf(request, 'scid')))
  read('/did/:scid/did-witness.json', (request) => sync.witness(parameterOf(request, 'scid')))
  await app.register(async (inner) => {
    takeRawBodies(inner, { types: ['application/json'], limit: LOG_LIMIT })
    inner.post('/did/:scid', async (request, reply) => {
      const raw = rawRequestOf(request)
      await checkReader(raw)
      return send(request, reply, await takeLog(parameterOf(request, 'scid'), raw.body))
    })
  })
  open('/.well-known/did.jsonl', () => sync.log(scid))
  open('/.well-known/did-witness.json', () => sync.witness(scid))
  open('/.well-known/tessera.json', () => identity.introduction())
  open('/.well-known/jwks.json', () => identity.keySet())
  open('/ns/v1', async () => identity.context())
}

function parameterOf({ params }: FastifyRequest, name: string): string {
  return (params as Readonly<Record<string, string>>)[name] ?? ''
}

function cursorOf({ query }: FastifyRequest): string {
  const { after = '0' } = query as Readonly<Record<string, unknown>>
  if (typeof after === 'string') return after
  throw new HttpRefusal(400, 'bad_cursor', 'A feed is read from one cursor on.')
}
