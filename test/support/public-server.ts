import type { FastifyInstance } from 'fastify'
import { HtmlValidate } from 'html-validate/node'
import type { Test } from 'tap'

import { createBranchesOf } from '../../src/exchange/branches.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { createAlertBanner } from '../../src/server/alert-banner.ts'
import { createAlertsIn } from '../../src/server/alerts-in-view.ts'
import { createKnownCollectives } from '../../src/server/known-collectives.ts'
import { publicRoutes } from '../../src/server/routes/public.ts'
import type { TextSigner } from '../../src/server/routes/text-files.ts'
import { createCanaryStore } from '../../src/store/canary-store.ts'
import type { TestNode } from './collective.ts'
import { openFor, testLocation } from './database.ts'
import { ask, type Get, ORIGIN, testServer } from './test-server.ts'
import { NOON, type ThreeCollectives, threeCollectives } from './three-collectives.ts'

/** The public pages of Harbor Commons, with everything behind them real. */
export interface PublicServer {
  readonly app: FastifyInstance
  readonly world: ThreeCollectives
  readonly get: (url: string, headers?: Get['headers']) => ReturnType<typeof ask>
  /** The page at `url`, for a reader of English unless the address says otherwise. */
  readonly page: (url: string) => Promise<string>
  readonly json: (url: string) => Promise<Readonly<Record<string, unknown>>>
  readonly post: (
    url: string,
    payload: string,
    options: { readonly type: string; readonly accept?: string },
  ) => ReturnType<typeof ask>
}

export interface PublicServerOptions {
  readonly profiles?: Parameters<typeof threeCollectives>[1]
  readonly now?: () => Date
  readonly network?: 'open' | 'listed'
  /** What signs texts with the key of this node; nothing by default. */
  readonly signer?: (node: TestNode) => Promise<TextSigner | null>
}

export async function publicServer(
  t: Test,
  { profiles = {}, now = () => NOON, network = 'open', signer }: PublicServerOptions = {},
): Promise<PublicServer> {
  const world = await threeCollectives(async () => openFor(t, await testLocation(t)), profiles)
  const { node, directory, charterStore, communiqueStore, alertStore, views } = world
  const ownSigner = (await signer?.(node)) ?? null
  const branchesOf = createBranchesOf()
  const ownScid = async () => node.collective.scid
  const alertsIn = createAlertsIn({ alertStore, store: node.store, now })
  const known = createKnownCollectives(node.store)
  const app = await testServer(t, {
    alerts: createAlertBanner({ alertsIn, views, known, ownScid }),
    routes: (presentation) => [
      publicRoutes({
        origin: ORIGIN,
        version: '0.1.0',
        network,
        presentation,
        store: node.store,
        directory,
        charterStore,
        communiqueStore,
        canaryStore: createCanaryStore({ store: node.store, branchesOf }),
        branchesOf,
        views,
        alertsIn,
        ownScid,
        signer: ownSigner,
        now,
      }),
    ],
  })
  const get: PublicServer['get'] = (url, headers = {}) => ask(app, { url, headers })
  return {
    app,
    world,
    get,
    page: async (url) => (await get(url, { accept: 'text/html' })).body,
    json: async (url) => (await get(url, { accept: 'application/json' })).json<JsonObject>(),
    post: (url, payload, { type, accept = 'text/html' }) =>
      ask(app, { url, method: 'POST', payload, headers: { 'content-type': type, accept } }),
  }
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
  rules: {
    'require-sri': ['error', { target: 'crossorigin' }],
    'void-style': 'off',
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    // Records name sections by slugs, which may start with a digit.
    'valid-id': ['error', { relaxed: true }],
    // Addresses of onion services and keys are as long as they are.
    'long-title': 'off',
  },
})

/** What is wrong with a page as HTML; empty if nothing is. */
export async function htmlProblems(page: string): Promise<string[]> {
  const report = await validator.validateString(page)
  const messages = report.results.flatMap((result) => result.messages)
  return messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`)
}

/** The text of a page without its markup, for tests of what people read. */
export function textOf(page: string): string {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(page)?.[1] ?? page
  return main
    .replace(/<[^>]*>/g, '')
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}

/** A URL of this server as a path. */
export function pathOf(url: unknown): string {
  return String(url).replace(ORIGIN, '')
}
