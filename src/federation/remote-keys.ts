import type { KeyObject } from 'node:crypto'

import { TesseraError } from '../kernel/errors.ts'
import { HOUR, MINUTE } from '../kernel/time.ts'
import type { JsonObject } from '../record/canonical.ts'
import { isObject, originOf } from './activity-rules.ts'
import type { Answer } from './answer.ts'
import { createBoundedMap } from './bounded-map.ts'
import { createFetchBudget, type FetchBudget, KEY_BUDGET } from './fetch-budget.ts'
import type { Fetcher } from './fetcher.ts'
import { describeKey, findListedKey, type KeyDescription, listsKey } from './key-document.ts'
import { ACTIVITY_ACCEPT, isActivityMediaType } from './media-type.ts'
import type { RequestSigner } from './sign-request.ts'
import { INBOX_LIMITS, parseStrictJson } from './strict-json.ts'

/** A key of a foreign actor whose own document names it as its key. */
export interface RemoteKey {
  readonly keyId: string
  /** The id of the actor; it has the origin of the key's id. */
  readonly owner: string
  readonly key: KeyObject
}

/** Why there is no key to check a signature with. The first three may be otherwise in a minute. */
export type KeyRefusal =
  | 'key_unreachable'
  | 'key_budget'
  | 'key_busy'
  | 'key_not_allowed'
  | 'key_gone'
  | 'key_media_type'
  | 'key_document'
  | 'key_mismatch'
  | 'key_not_listed'

export interface RemoteKeysOptions {
  readonly fetcher: Pick<Fetcher, 'get'>
  readonly now: () => Date
  /** Signs the requests for documents: some servers show them to nobody else. */
  readonly sign?: RequestSigner
}

/** The keys of foreign actors, asked for when they are needed and remembered for a while. */
export interface RemoteKeys {
  /** The key with this id; never throws for anything that a stranger can bring about. */
  find(keyId: string): Promise<RemoteKey | KeyRefusal>
  /**
   * The same, asked for again if that is allowed: a signature that the known key did not make may
   * have been made with its successor. Once a minute for each key.
   */
  refresh(keyId: string): Promise<RemoteKey | KeyRefusal>
}

/** A key that its owner takes back is believed for this long at most. */
const KEY_LIFETIME = 6 * HOUR
/** What a document says wrongly now, it says wrongly for a while. */
const REFUSAL_LIFETIME = 10 * MINUTE
const TRANSIENT_LIFETIME = MINUTE
const REFRESH_INTERVAL = MINUTE
/** Two kilobytes each. Refusals are kept apart, so that made-up keys push no true one out. */
const MAX_KEYS = 5000
/** Requests from strangers make us wait for as many servers at once and no more. */
const MAX_IN_FLIGHT = 32

const TRANSIENT = new Set<RemoteKey | KeyRefusal>(['key_unreachable', 'key_budget', 'key_busy'])

interface CachedKey {
  readonly found: RemoteKey | KeyRefusal
  readonly until: number
  /** When it was last asked for again, if ever. */
  readonly refreshed: number
}

export function createRemoteKeys(options: RemoteKeysOptions): RemoteKeys {
  const keys = createBoundedMap<CachedKey>(MAX_KEYS)
  const refusals = createBoundedMap<CachedKey>(MAX_KEYS)
  const inFlight = new Map<string, Promise<RemoteKey | KeyRefusal>>()
  const source: DocumentSource = { ...options, budget: createFetchBudget(KEY_BUDGET, options.now) }
  const time = () => options.now().getTime()
  const cached = (keyId: string) => keys.get(keyId) ?? refusals.get(keyId)

  function keep(keyId: string, found: RemoteKey | KeyRefusal, refreshed: number): void {
    const [to, from] = typeof found === 'string' ? [refusals, keys] : [keys, refusals]
    from.delete(keyId)
    to.set(keyId, { found, until: time() + lifetimeOf(found), refreshed })
  }

  async function load(keyId: string, known: CachedKey | undefined) {
    const found = await loadKey(keyId, source)
    const isWorse = known !== undefined && typeof known.found !== 'string' && TRANSIENT.has(found)
    keep(keyId, isWorse ? known.found : found, known === undefined ? 0 : time())
    return isWorse ? known.found : found
  }

  async function loadOnce(keyId: string, known: CachedKey | undefined) {
    const running = inFlight.get(keyId)
    if (running !== undefined) return running
    if (inFlight.size >= MAX_IN_FLIGHT) return 'key_busy'
    const loading = load(keyId, known).finally(() => inFlight.delete(keyId))
    inFlight.set(keyId, loading)
    return loading
  }

  return {
    async find(keyId) {
      const known = cached(keyId)
      return known !== undefined && time() < known.until ? known.found : loadOnce(keyId, undefined)
    },
    async refresh(keyId) {
      const known = cached(keyId)
      const isTooSoon = known !== undefined && time() < known.refreshed + REFRESH_INTERVAL
      return isTooSoon ? known.found : loadOnce(keyId, known)
    },
  }
}

function lifetimeOf(found: RemoteKey | KeyRefusal): number {
  if (typeof found !== 'string') return KEY_LIFETIME
  return TRANSIENT.has(found) ? TRANSIENT_LIFETIME : REFUSAL_LIFETIME
}

/** How documents of foreign actors are asked for. */
export interface DocumentSource extends RemoteKeysOptions {
  readonly budget: FetchBudget
}

/**
 * Asks for the key and makes sure that it is its owner's: the document at an id has that id, and
 * the owner's own document names the key. What a key says about its owner proves nothing
 * (CVE-2026-96625), nor does a document with another id (GHSA-8863-8468-7hq7).
 */
async function loadKey(keyId: string, source: DocumentSource): Promise<RemoteKey | KeyRefusal> {
  const origin = originOf(keyId)
  if (origin === null) return 'key_not_allowed'
  const [documentId = ''] = keyId.split('#', 1)
  const document = await loadDocument(documentId, source)
  if (typeof document === 'string') return document
  if (documentId !== keyId) {
    if (document['id'] !== documentId) return 'key_mismatch'
    return toRemoteKey(keyId, findListedKey(document, keyId))
  }
  const described =
    document['id'] === keyId ? describeKey(document) : findListedKey(document, keyId)
  if (described === null) return 'key_document'
  if (originOf(described.owner) !== origin) return 'key_mismatch'
  return confirmOwner(keyId, described, source)
}

/** A key with a document of its own (or a short one of its actor) needs its owner's word. */
async function confirmOwner(
  keyId: string,
  described: KeyDescription,
  source: DocumentSource,
): Promise<RemoteKey | KeyRefusal> {
  const actor = await loadDocument(described.owner, source)
  if (typeof actor === 'string') return actor
  if (actor['id'] !== described.owner) return 'key_mismatch'
  if (!listsKey(actor, keyId)) return 'key_not_listed'
  const listed = findListedKey(actor, keyId)
  if (listed !== null && listed.text !== described.text) return 'key_mismatch'
  return toRemoteKey(keyId, described)
}

function toRemoteKey(keyId: string, found: KeyDescription | null): RemoteKey | KeyRefusal {
  return found === null ? 'key_not_listed' : { keyId, owner: found.owner, key: found.key }
}

/** The document at `id`; a redirect may lead to another place of the same origin only. */
export async function loadDocument(
  id: string,
  source: DocumentSource,
): Promise<JsonObject | KeyRefusal> {
  const { budget, fetcher, sign } = source
  if (!budget.spend(originOf(id) ?? '')) return 'key_budget'
  try {
    const answer = await fetcher.get(id, {
      accept: ACTIVITY_ACCEPT,
      maxBytes: INBOX_LIMITS.maxBytes,
      redirects: 'same-origin',
      ...(sign === undefined ? {} : { sign }),
    })
    return readDocument(answer)
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    return error.kind === 'invalid' ? 'key_not_allowed' : 'key_unreachable'
  }
}

function readDocument({ status, headers, body }: Answer): JsonObject | KeyRefusal {
  if (status === 404 || status === 410) return 'key_gone'
  if (status !== 200) return 'key_unreachable'
  if (!isActivityMediaType(headers['content-type'])) return 'key_media_type'
  try {
    const document = parseStrictJson(body)
    return isObject(document) ? document : 'key_document'
  } catch (error) {
    if (error instanceof TesseraError) return 'key_document'
    throw error
  }
}
