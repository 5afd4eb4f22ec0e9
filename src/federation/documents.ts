import { invalid } from '../kernel/errors.ts'
import { MINUTE } from '../kernel/time.ts'
import { createBoundedMap } from './bounded-map.ts'
import type { createFedify, FedifyOptions } from './fedify.ts'
import type { Delivered } from './gate.ts'
import { ACCEPTED, type HttpAnswer } from './http-answer.ts'
import type { ReceivedRequest } from './received-request.ts'

export interface DocumentsOptions extends FedifyOptions {
  readonly now: () => Date
}

/** What Fedify answers for us. */
export interface Documents {
  /** A GET for the actor, its collections, WebFinger or NodeInfo; null if Fedify has nothing there. */
  get(request: ReceivedRequest): Promise<HttpAnswer | null>
  /** An activity of a kind that is not read here. Throws `unknown_context`, `bad_activity`. */
  receiveOther(delivered: Delivered): Promise<HttpAnswer>
}

/** Making a document costs some milliseconds, and anybody may ask: the same for a while is enough. */
const LIFETIME = MINUTE / 2
const MAX_DOCUMENTS = 50
const WEBFINGER = '/.well-known/webfinger?'

type Fedify = Awaited<ReturnType<typeof createFedify>>

/** Fedify is loaded when it is first needed: it takes 70 MB that most nodes can use otherwise. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { own, now } = options
  const cache = createBoundedMap<{ readonly answer: HttpAnswer; readonly until: number }>(
    MAX_DOCUMENTS,
  )
  let loading: Promise<Fedify> | null = null

  async function ask(request: Request): Promise<Response | null> {
    loading ??= import('./fedify.ts').then((fedify) => fedify.createFedify(options))
    const federation = await loading
    let isDeclined = false
    const decline = (): Response => {
      isDeclined = true
      return new Response(null, { status: 404 })
    }
    const response = await federation.fetch(request, {
      contextData: null,
      onNotFound: decline,
      onNotAcceptable: decline,
    })
    return isDeclined ? null : response
  }

  return {
    async get(request) {
      const target = targetOf(request)
      const known = cache.get(target)
      if (known !== undefined && now().getTime() < known.until) return known.answer
      // Whoever asks gets the document, unsigned and whatever it accepts.
      const accept = target.startsWith('/actor') ? 'application/activity+json' : '*/*'
      const response = await ask(new Request(own.origin + target, { headers: { accept } }))
      if (response === null) return null
      const answer = await toAnswer(response)
      if (answer.status === 200) cache.set(target, { answer, until: now().getTime() + LIFETIME })
      return answer
    },
    async receiveOther({ request, isReadable }) {
      if (!isReadable) throw invalid('unknown_context', 'A context of this is not at hand.')
      try {
        const headers = { 'content-type': 'application/activity+json' }
        const { target, body } = request
        await ask(new Request(own.origin + target, { method: 'POST', headers, body: copyOf(body) }))
        return ACCEPTED
      } catch (cause) {
        throw invalid('bad_activity', 'This activity cannot be read.', cause)
      }
    },
  }
}

/** Only WebFinger reads a query: no other may make documents anew, or as many as there are queries. */
function targetOf({ target }: ReceivedRequest): string {
  return target.startsWith(WEBFINGER) ? target : target.replace(/\?.*$/, '')
}

/** A body of its own type, whatever memory the bytes lie in. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes)
}

/** Small documents: a buffer, so that no slow reader makes a stream fill up. */
async function toAnswer(response: Response): Promise<HttpAnswer> {
  const headers = Object.fromEntries(response.headers)
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) }
}
