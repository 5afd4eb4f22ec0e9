import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import {
  createCavageSigner,
  createMessageSigner,
  type RequestSigner,
} from '../../src/federation/sign-request.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { listen, type Listener } from './listener.ts'

/** A server of another kind with one actor, as a test scripts it. */
export interface RemoteActor {
  readonly origin: string
  readonly actor: string
  readonly server: Listener
  /** The document as it is served; a test may change it. */
  document: JsonObject
  /** Bodies that were posted to its inbox. */
  readonly inbox: Record<string, unknown>[]
  /** The same as they came, with what they were signed by. */
  readonly posted: { readonly request: IncomingMessage; readonly body: Buffer }[]
  /** More documents, by path. */
  readonly pages: Map<string, JsonObject>
  sign(now: () => Date, keyId?: string): RequestSigner
  signMessage(now: () => Date): RequestSigner
  /** New keys, as if it had changed them; what it signed with the old ones stays as it is. */
  rotate(): void
  activity(type: string, rest: JsonObject): JsonObject & { readonly id: string }
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

/** Its server listens before the network's nodes know of it: give `addresses` of the network. */
export async function remoteActor(t: Owner, addresses: string[]): Promise<RemoteActor> {
  let keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  let count = 0
  const inbox: RemoteActor['inbox'] = []
  const posted: RemoteActor['posted'] = []
  const pages: RemoteActor['pages'] = new Map()
  const server = await listen(t, '127.0.0.1', (request, response) => {
    if (request.method === 'POST') {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks)
        posted.push({ request, body })
        inbox.push(JSON.parse(body.toString()) as Record<string, unknown>)
        response.writeHead(202).end()
      })
      return
    }
    const { url = '' } = request
    const page = url === '/users/one' ? remote.document : pages.get(url)
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'application/activity+json',
    })
    response.end(JSON.stringify(page ?? {}))
  })
  const origin = `http://localhost:${server.port}`
  addresses.push(`localhost:${server.port}`)
  const actor = `${origin}/users/one`
  const describe = (): JsonObject => ({
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
    id: actor,
    type: 'Person',
    inbox: `${origin}/users/one/inbox`,
    endpoints: { sharedInbox: `${origin}/inbox` },
    publicKey: {
      id: `${actor}#main-key`,
      owner: actor,
      publicKeyPem: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
  })
  const remote: RemoteActor = {
    origin,
    actor,
    server,
    document: describe(),
    inbox,
    posted,
    pages,
    sign: (now, keyId = `${actor}#main-key`) =>
      createCavageSigner({ keyId, privateKey: keys.privateKey, now }),
    signMessage: (now) =>
      createMessageSigner({ keyId: `${actor}#main-key`, privateKey: keys.privateKey, now }),
    rotate() {
      keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
      remote.document = describe()
    },
    activity: (type, rest) => ({
      '@context': 'https://www.w3.org/ns/activitystreams',
      id: `${origin}/activities/${++count}`,
      type,
      actor,
      ...rest,
    }),
  }
  return remote
}
