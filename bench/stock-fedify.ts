import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

import {
  createFederation,
  type Federation,
  generateCryptoKeyPair,
  type KvStore,
  type MessageQueue,
} from '@fedify/fedify'
import { Announce, Endpoints, Organization } from '@fedify/vocab'

import { openDatabase } from '../src/store/database.ts'
import { createKeyValueStore } from '../src/store/key-value.ts'
import { createQueue } from '../src/store/queue.ts'
import { temporaryFile } from './temporary-file.ts'

/** What the benches compare with: Fedify as its documents say, with a queue that survives a crash. */
export interface StockFedify extends AsyncDisposable {
  readonly federation: Federation<null>
  readonly origin: string
  /** Activities whose listener has ended. */
  received(): number
}

const HANDLE = 'collective'

/** Starts a stock node on loopback; `documents` are what its document loader finds, by URL. */
export async function startStockFedify(
  documents: ReadonlyMap<string, unknown> | null,
): Promise<StockFedify> {
  const database = await openDatabase({ file: await temporaryFile('stock.db') })
  const store = database.db
  let count = 0
  const kv = createKeyValueStore({ db: store }) as unknown as KvStore
  const queue = createQueue({ db: store, name: 'fedify' }) as unknown as MessageQueue
  const federation = createFederation<null>({
    kv,
    queue,
    ...(documents === null
      ? { allowPrivateAddress: true }
      : { documentLoaderFactory: () => (url: string) => load(documents, url) }),
  })
  const keys = [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5')]
  federation
    .setActorDispatcher('/actors/{identifier}', async (context, identifier) => {
      const [pair] = await context.getActorKeyPairs(identifier)
      return new Organization({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        inbox: context.getInboxUri(identifier),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        ...(pair === undefined ? {} : { publicKey: pair.cryptographicKey }),
      })
    })
    .setKeyPairsDispatcher(() => keys)
  federation
    .setInboxListeners('/actors/{identifier}/inbox', '/inbox')
    .on(Announce, async (_, activity) => {
      await store
        .insertInto('activity_seen')
        .values({ hash: activity.id?.href ?? '', until: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      count++
    })
  const server = createServer((request, response) => {
    void answer(request, federation, origin).then(({ status }) => response.writeHead(status).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    federation,
    origin,
    received: () => count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await database.close()
    },
  }
}

/** The actor that sends in the benches. */
export const STOCK_HANDLE = HANDLE

async function answer(
  request: IncomingMessage,
  federation: Federation<null>,
  origin: string,
): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
  const body = Buffer.concat(chunks)
  return await federation.fetch(
    new Request(`${origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(body.length === 0 ? {} : { body }),
    }),
    { contextData: null },
  )
}

async function load(documents: ReadonlyMap<string, unknown>, url: string) {
  const document = documents.get(url.split('#')[0] ?? '')
  if (document === undefined) throw new Error(`not in this bench: ${url}`)
  return { contextUrl: null, documentUrl: url, document }
}
