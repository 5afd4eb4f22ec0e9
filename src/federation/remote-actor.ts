import { invalid, TesseraError } from '../kernel/errors.ts'
import type { JsonObject } from '../record/canonical.ts'
import { idOf, isObject, originOf } from './activity-rules.ts'
import { type DocumentSource, type KeyRefusal, loadDocument } from './remote-keys.ts'

/** A foreign actor as far as something is delivered to it. */
export interface RemoteActor {
  readonly id: string
  readonly inbox: string
  /** Null if it has none of its own origin. */
  readonly sharedInbox: string | null
}

/**
 * Asks for the document of an actor and reads where it is delivered to. An inbox counts only if it
 * has the actor's origin: otherwise anybody could make us send to anybody (security-bar B17).
 * Throws `actor_unreachable`, `bad_actor`, `inbox_origin`.
 */
export async function loadActor(id: string, source: DocumentSource): Promise<RemoteActor> {
  const document = await loadDocument(id, source)
  if (typeof document === 'string') throw unusable(document)
  if (document['id'] !== id) throw invalid('bad_actor', 'This actor has a document of another id.')
  return readActor(id, document)
}

function readActor(id: string, document: JsonObject): RemoteActor {
  const { inbox, endpoints } = document
  if (typeof inbox !== 'string') throw invalid('bad_actor', 'This actor has no inbox.')
  if (originOf(inbox) !== originOf(id)) {
    throw invalid('inbox_origin', 'The inbox of this actor is not at its own origin.')
  }
  const shared =
    endpoints !== undefined && isObject(endpoints) ? idOf(endpoints['sharedInbox']) : null
  return { id, inbox, sharedInbox: originOf(shared) === originOf(id) ? shared : null }
}

const TRANSIENT = new Set<KeyRefusal>(['key_unreachable', 'key_budget', 'key_busy'])

function unusable(refusal: KeyRefusal): TesseraError {
  return TRANSIENT.has(refusal)
    ? new TesseraError('unavailable', 'actor_unreachable', 'The actor could not be looked up now.')
    : invalid('bad_actor', 'The actor of this activity has no document that can be read.')
}
