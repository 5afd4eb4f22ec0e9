import type { FastifyRequest } from 'fastify'

import { TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Presentation } from './presentation.ts'
import type { Reader } from './reader.ts'
import type { ShownView, ShownViews } from './shown-view.ts'

/** Who reads a page, whom this node shows her, and when. */
export interface Visit {
  readonly reader: Reader
  readonly view: ShownView
  readonly now: Timestamp
}

export interface VisitDeps {
  readonly presentation: Presentation
  readonly views: ShownViews
  readonly now: () => Date
}

/** Finds out in which language and view a request is answered. Throws `view_not_found`. */
export async function visitOf(request: FastifyRequest, deps: VisitDeps): Promise<Visit> {
  const reader = deps.presentation.readerOf(request)
  const { view: name } = reader
  if (name !== null && !deps.views.names.includes(name))
    throw new TesseraError('not-found', 'view_not_found', 'This node has no view of that name.')
  const view = await deps.views.get(name ?? undefined)
  return { reader, view, now: toTimestamp(deps.now()) }
}
