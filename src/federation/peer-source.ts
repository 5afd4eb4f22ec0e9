import { type LogTexts, MAX_LOG_BYTES, MAX_WITNESS_BYTES } from '../identity/log-text.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import { MAX_OBJECT_SIZE } from '../record/object.ts'
import type { Answer } from './answer.ts'
import type { Fetcher } from './fetcher.ts'
import type { RequestSigner } from './sign-request.ts'

/** What another node, or a static copy of one, hands out. */
export interface PeerSource {
  /** The lines at a path; null if there is nothing. Throws `cursor_unknown` for one that is too old. */
  lines(path: string): Promise<readonly string[] | null>
  /** The texts of those of these objects that it has. */
  objects(digests: readonly Digest[]): Promise<readonly string[]>
  /** Its copy of a DID log; null if it has none. */
  log(scid: Scid): Promise<LogTexts | null>
  /** The log of the collective that answers there: shown to everyone, by a closed network too. */
  ownLog(): Promise<LogTexts | null>
}

export interface PeerSourceOptions {
  readonly fetcher: Pick<Fetcher, 'get' | 'post'>
  /** Where it is: an origin, or a folder of a static server without a slash at the end. */
  readonly base: string
  /** With the node key: a closed network answers its peers only. */
  readonly sign?: RequestSigner
  /** Counts what is received; throws when it is too much. */
  readonly spend?: (bytes: number) => void
}

/** SPEC: design.md, section 8: as many objects are asked for at once. */
export const MAX_WANTED = 500
/** 500 objects of some kilobytes, or a few of the largest; more comes with the next request. */
const MAX_OBJECTS_BYTES = 8 * 1024 * 1024
/** The heads of 10,000 collectives take 9 MB. */
const MAX_LINES_BYTES = 16 * 1024 * 1024
/** How many objects a static copy is asked for at a time. */
const AT_ONCE = 4

export function createPeerSource(options: PeerSourceOptions): PeerSource {
  const { fetcher, base, sign, spend = () => {} } = options
  const signed = sign === undefined ? {} : { sign }

  async function get(path: string, maxBytes: number): Promise<string | null> {
    const answer = await fetcher.get(base + path, { accept: '*/*', maxBytes, ...signed })
    spend(answer.body.length)
    return bodyOf(answer)
  }

  async function post(digests: readonly Digest[]): Promise<string | null> {
    const answer = await fetcher.post(`${base}/objects`, Buffer.from(JSON.stringify({ digests })), {
      contentType: 'application/json',
      answer: 'read',
      maxBytes: MAX_OBJECTS_BYTES,
      ...signed,
    })
    spend(answer.body.length)
    return answer.status === 405 || answer.status === 501 ? null : bodyOf(answer)
  }

  /** A static server knows no POST. */
  async function oneByOne(digests: readonly Digest[]): Promise<string[]> {
    const texts: string[] = []
    for (let start = 0; start < digests.length; start += AT_ONCE) {
      const some = digests.slice(start, start + AT_ONCE)
      const found = await Promise.all(
        some.map((digest) => get(`/objects/${digest}`, MAX_OBJECT_SIZE)),
      )
      for (const [i, text] of found.entries()) {
        if (text !== null && digestOf(text) === some[i]) texts.push(text)
      }
    }
    return texts
  }

  async function logIn(folder: string): Promise<LogTexts | null> {
    const log = await get(`${folder}/did.jsonl`, MAX_LOG_BYTES)
    const witness = await get(`${folder}/did-witness.json`, MAX_WITNESS_BYTES)
    return log === null || witness === null ? null : { log, witness }
  }

  return {
    async lines(path) {
      const text = await get(path, MAX_LINES_BYTES)
      return text === null ? null : splitLines(text)
    },
    async objects(digests) {
      const text = await post(digests)
      return text === null ? await oneByOne(digests) : splitLines(text)
    },
    log: (scid) => logIn(`/did/${scid}`),
    ownLog: () => logIn('/.well-known'),
  }
}

function bodyOf({ status, body }: Answer): string | null {
  if (status === 404) return null
  if (status === 410) {
    throw new TesseraError('gone', 'cursor_unknown', 'The peer does not know this cursor any more.')
  }
  if (status === 429) throw new TesseraError('too-many', 'peer_busy', 'The peer asks to wait.')
  if (status !== 200) {
    throw new TesseraError('unavailable', 'peer_failed', `The peer answered with status ${status}.`)
  }
  return body.toString('utf8')
}

function splitLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
