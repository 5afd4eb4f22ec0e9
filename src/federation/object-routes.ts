import type { ObjectReader, StoredObject } from '../exchange/object-store.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import type { JsonValue } from '../record/canonical.ts'
import { type Digest, isDigest } from '../record/digest.ts'
import { isObject } from './activity-rules.ts'
import { type HttpAnswer, notFound, textAnswer } from './http-answer.ts'
import { MAX_WANTED } from './peer-source.ts'
import { parseStrictJson } from './strict-json.ts'

/** Gives out objects by their digests. */
export interface ObjectRoutes {
  /** Throws `not_found`, `gone`. */
  get(digest: string): Promise<HttpAnswer>
  /** For `{"digests": [...]}`: those of them that are here, one a line. Throws `bad_digests`. */
  post(body: Uint8Array): Promise<HttpAnswer>
}

/** Bytes under a byte digest never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable'
/** A state digest names the newest renewal of a head. */
const REVALIDATE = 'public, no-cache'
/** What one answer carries at most; who asked comes back for the rest. */
const MAX_ANSWER = 6 * 1024 * 1024
/** 500 digests of 47 characters, with quotes and commas. */
const LIMITS = { maxBytes: 32 * 1024, maxDepth: 2, maxNodes: MAX_WANTED + 8 }

export function createObjectRoutes(store: ObjectReader): ObjectRoutes {
  return {
    async get(digest) {
      if (!isDigest(digest)) throw notFound('This is not the digest of an object.')
      const [object] = await withoutBlocked(store, await findAll(store, [digest]))
      if (object !== undefined) return answerWith(object, digest)
      if ((await store.listErased([digest])).has(digest)) {
        throw new TesseraError('gone', 'erased', 'Its collective has erased this.')
      }
      throw notFound('There is no such object here.')
    },
    async post(body) {
      const objects = await findAll(store, digestsOf(parseStrictJson(body, LIMITS)))
      let text = ''
      for (const object of await withoutBlocked(store, objects)) {
        if (text.length + object.text.length > MAX_ANSWER) break
        text += `${object.text}\n`
      }
      return textAnswer('application/x-ndjson', text)
    },
  }
}

function answerWith(object: StoredObject, asked: Digest): HttpAnswer {
  const { kind, digest, text } = object
  const type = kind === 'manifest' ? 'application/json' : 'application/activity+json'
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': digest === asked ? IMMUTABLE : REVALIDATE,
      etag: `"${digest}"`,
    },
    body: text,
  }
}

function digestsOf(value: JsonValue): Digest[] {
  const digests = isObject(value) ? value['digests'] : undefined
  const isList = Array.isArray(digests) && digests.length <= MAX_WANTED
  if (!isList || !digests.every((one) => typeof one === 'string' && isDigest(one))) {
    throw invalid(
      'bad_digests',
      `Objects are asked for as {"digests": [...]}, ${MAX_WANTED} at most.`,
    )
  }
  return [...new Set(digests as string[])]
}

/** By byte digest, or by state digest where there is none of that. */
async function findAll(store: ObjectReader, digests: readonly Digest[]): Promise<StoredObject[]> {
  const found = [...(await store.findObjects(digests))]
  const known = new Set(found.map((object) => object.digest))
  for (const digest of digests) {
    const head = known.has(digest) ? null : await store.findObject(digest)
    if (head !== null) found.push(head)
  }
  return found
}

/** What a blocked collective said leaves this node on no path. */
async function withoutBlocked(
  store: ObjectReader,
  objects: readonly StoredObject[],
): Promise<StoredObject[]> {
  const blocked = new Set<string>()
  for (const scid of new Set(objects.map((object) => object.scid))) {
    if ((await store.findCollective(scid))?.blocked === true) blocked.add(scid)
  }
  return objects.filter((object) => !blocked.has(object.scid))
}
