import { type DocumentLoader, preloadedContexts } from '@fedify/vocab-runtime'

import { invalid } from '../kernel/errors.ts'
import { BUNDLED_CONTEXTS } from './bundled-contexts.ts'
import type { Fetcher } from './fetcher.ts'
import { ACTIVITY_ACCEPT, isActivityMediaType } from './media-type.ts'
import type { RequestSigner } from './sign-request.ts'
import { parseStrictJson } from './strict-json.ts'

/** Contexts come from the bundle; none is ever fetched. */
export const loadContext: DocumentLoader = async (url) => {
  if (!BUNDLED_CONTEXTS.has(url)) {
    throw invalid('unknown_context', 'This context is not at hand.')
  }
  return { contextUrl: null, documentUrl: url, document: preloadedContexts[url] }
}

/**
 * Documents of other servers, through the one way out. Contexts too come through here, as JSON-LD
 * processing asks for both alike. Throws what the fetcher throws, `not_activity`.
 */
export function createDocumentLoader(
  fetcher: Pick<Fetcher, 'get'>,
  sign: RequestSigner,
): DocumentLoader {
  return async (url) => {
    if (BUNDLED_CONTEXTS.has(url)) return await loadContext(url)
    const {
      status,
      headers,
      body,
      url: documentUrl,
    } = await fetcher.get(url, {
      accept: ACTIVITY_ACCEPT,
      redirects: 'same-origin',
      sign,
    })
    if (status !== 200 || !isActivityMediaType(headers['content-type'])) {
      throw invalid('not_activity', 'There is no ActivityPub document.')
    }
    return { contextUrl: null, documentUrl, document: parseStrictJson(body) }
  }
}
