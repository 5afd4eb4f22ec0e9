import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import type { FastifyInstance } from 'fastify'

import { readAssets } from '../../src/server/assets.ts'
import { createServer, type ServerOptions } from '../../src/server/create-server.ts'
import { readCatalog } from '../../src/server/i18n.ts'
import {
  createPresentation,
  type Presentation,
  type PresentationOptions,
} from '../../src/server/presentation.ts'

/** The origins of test servers. */
export const ORIGIN = 'https://harbor.example'
export const HOST = 'harbor.example'
export const ONION = `http://${'a'.repeat(55)}d.onion`

/** The real messages. */
export const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url))

export interface TestServerOptions
  extends
    Partial<Pick<PresentationOptions, 'alerts'>>,
    Partial<Pick<ServerOptions, 'logger' | 'admit' | 'origins'>> {
  /** The folder of messages; the real one by default. */
  readonly locales?: string
  readonly routes?: (presentation: Presentation) => ServerOptions['routes']
}

/** What a test hands over so that the server ends with it. */
export interface Teardown {
  teardown(handler: () => Promise<void>): void
}

/** A server with the real messages, files and limits, for `inject` or for `listen`. */
export async function testServer(
  t: Teardown,
  options: TestServerOptions = {},
): Promise<FastifyInstance> {
  const presentation = createPresentation({
    catalog: await readCatalog({ directory: options.locales ?? LOCALES }),
    assets: await readAssets(),
    site: () => ({
      name: 'Harbor Commons',
      onion: ONION,
      source: 'https://source.example/tessera',
    }),
    alerts: options.alerts ?? (async () => null),
  })
  const { admit } = options
  const app = await createServer({
    origins: options.origins ?? [ORIGIN, ONION],
    presentation,
    logger: options.logger ?? null,
    routes: options.routes?.(presentation) ?? [],
    ...(admit === undefined ? {} : { admit }),
  })
  t.teardown(async () => {
    await app.close()
  })
  return app
}

/** A request of a test. */
export interface Get {
  readonly url: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE' | 'OPTIONS'
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: string
}

/** Injects a request under the server's own name. */
export async function ask(app: FastifyInstance, { headers, ...rest }: Get) {
  return await app.inject({ ...rest, headers: { host: HOST, ...headers } })
}

/** What a server answers to bytes on a fresh connection. */
export async function sendBytes(app: FastifyInstance, bytes: string): Promise<string> {
  if (app.server.address() === null) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(bytes)
  return await text(socket)
}
