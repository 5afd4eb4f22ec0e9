import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Assets } from './assets.ts'
import type { SafeHtml } from './html.ts'
import type { Catalog } from './i18n.ts'
import { varyOn } from './negotiation.ts'
import { type Page, renderPage, type Site } from './pages/layout.ts'
import { createReaderOf, type Reader } from './reader.ts'
import { originForm } from './request-checks.ts'

/** What routes need to answer with a page. */
export interface Presentation {
  readonly catalog: Catalog
  readonly assets: Assets
  readerOf(request: FastifyRequest): Reader
  /** Answers with a page. Status and caching may be set on `reply` before. */
  sendPage(reader: Reader, reply: FastifyReply, page: Page): Promise<FastifyReply>
  /** The same without the active alerts, for when finding them may be what failed. */
  sendBarePage(reader: Reader, reply: FastifyReply, page: Page): FastifyReply
}

export interface PresentationOptions {
  readonly catalog: Catalog
  readonly assets: Assets
  /** Who serves the pages; asked for every page, since a profile can change. */
  readonly site: () => Site
  /** What stands on top of every page while an alert of the view is active. */
  readonly alerts: (reader: Reader) => Promise<SafeHtml | null>
}

/** Puts pages into their frame and sends them. */
export function createPresentation(options: PresentationOptions): Presentation {
  const { catalog, assets, site } = options
  const readerOf = createReaderOf(catalog)
  const style = assets.pathOf('style.css')
  const icon = assets.pathOf('icon.svg')

  const send = (
    reader: Reader,
    reply: FastifyReply,
    page: Page,
    alerts: SafeHtml | null,
  ): FastifyReply => {
    varyOn(reply, 'Accept', 'Accept-Language')
    reply.header('content-language', reader.localizer.language)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache')
    const frame = { reader, site: site(), languages: catalog.languages, style, icon, alerts }
    return reply.type('text/html; charset=utf-8').send(renderPage(page, frame))
  }
  return {
    catalog,
    assets,
    readerOf: (request) =>
      readerOf({
        url: originForm(request.originalUrl),
        acceptLanguage: request.headers['accept-language'],
      }),
    sendPage: async (reader, reply, page) =>
      send(reader, reply, page, await options.alerts(reader)),
    sendBarePage: (reader, reply, page) => send(reader, reply, page, null),
  }
}
