import type { ReplayStore } from '../exchange/replay-store.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../record/canonical.ts'
import { type Activity, type ActivityRefusal, isObject, parseActivity } from './activity-rules.ts'
import { type Authenticate, refused, type Signer } from './authenticate.ts'
import { BUNDLED_CONTEXTS } from './bundled-contexts.ts'
import { ACCEPTED, type HttpAnswer, HttpStatusError } from './http-answer.ts'
import { parseSignature } from './http-signature.ts'
import { jsonLdProblem } from './json-ld-rules.ts'
import { isActivityMediaType } from './media-type.ts'
import { decodeHeaders, type ReceivedRequest } from './received-request.ts'
import { isActivityKnown, rememberActivity, rememberSignature } from './replay.ts'
import { INBOX_LIMITS, parseStrictJson } from './strict-json.ts'

/** An activity that is known to be by its actor. */
export interface Delivered {
  readonly activity: Activity
  readonly signer: Signer
  /** Whether all its contexts are at hand: nothing else may go through JSON-LD processing. */
  readonly isReadable: boolean
  readonly request: ReceivedRequest
}

export interface GateOptions {
  readonly origin: string
  readonly now: () => Date
  readonly authenticate: Authenticate
  readonly replay: ReplayStore
  /** What an activity brings about; it may be asked twice for one after a crash. */
  readonly receive: (delivered: Delivered) => Promise<HttpAnswer>
}

/** Takes a POST to an inbox; refuses by throwing a TesseraError or an HttpStatusError. */
export type Gate = (request: ReceivedRequest) => Promise<HttpAnswer>

/** Inline objects of our own kind: canonical JSON that never passes through JSON-LD processing. */
export const OBJECTS_MEMBER = 'tessera:objects'
/** An envelope, likewise. */
export const ENVELOPE_MEMBER = 'tessera:envelope'

/**
 * The only place where a request to an inbox is authenticated. In this order, so that what is cheap
 * to refuse costs nothing: size, media type, bytes, form, signature, origins, key, replay. Nothing
 * is fetched before all that can be judged without fetching holds.
 * SPEC: docs/threat-model.md, the inbox gate.
 */
export function createGate({ origin, now, authenticate, replay, receive }: GateOptions): Gate {
  return async (request) => {
    checkEnvelope(request)
    const value = parseStrictJson(request.body)
    const isReadable = checkMeaning(value)
    const parsed = parseSignature(request, { origin, now: now() })
    if (typeof parsed === 'string') throw refused(parsed)
    const activity = parseActivity(value, parsed.keyId)
    if (typeof activity === 'string') throw activityRefused(activity)
    const signer = await authenticate(parsed)
    if (signer.actor !== activity.actor) throw activityRefused('origin_mismatch')
    if (!(await rememberSignature(replay, parsed))) return ACCEPTED
    if (await isActivityKnown(replay, activity.id)) return ACCEPTED
    const answer = await receive({ activity, signer, isReadable, request })
    await rememberActivity(replay, activity.id, now())
    return answer
  }
}

function checkEnvelope({ rawHeaders, body }: ReceivedRequest): void {
  if (body.length > INBOX_LIMITS.maxBytes) {
    throw new TesseraError('too-large', 'too_large', 'An activity has at most 256 KiB.')
  }
  const headers = decodeHeaders(rawHeaders)
  if (headers === null) throw invalid('repeated_header', 'A header that stands alone is repeated.')
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') {
    throw new HttpStatusError(415, 'unsupported_encoding', 'Bodies are sent as they are.')
  }
  if (!isActivityMediaType(headers.get('content-type'))) {
    throw new HttpStatusError(415, 'unsupported_media_type', 'An inbox takes ActivityPub only.')
  }
}

/** Whether a JSON-LD processor would read what stands there, from contexts at hand. */
function checkMeaning(value: JsonValue): boolean {
  if (!isObject(value)) throw activityRefused('not_an_activity')
  if (value['signature'] !== undefined) throw activityRefused('linked_data_signature')
  const problem = jsonLdProblem(withoutObjects(value), BUNDLED_CONTEXTS)
  if (problem === null || problem === 'unknown_context') return problem === null
  throw invalid(problem, 'This says something else as JSON-LD than it does as JSON.')
}

function withoutObjects(value: JsonObject): JsonObject {
  const { [OBJECTS_MEMBER]: _objects, [ENVELOPE_MEMBER]: _envelope, ...activity } = value
  return activity
}

/** What a refusal means to the sender: who are you, that is not yours, or what is that? */
function activityRefused(refusal: ActivityRefusal): TesseraError {
  const message = 'This activity cannot be taken from this sender.'
  if (refusal === 'linked_data_signature' || refusal === 'origin_mismatch') {
    return new TesseraError('unauthenticated', refusal, message)
  }
  const isForeign = refusal === 'object_origin' || refusal === 'target_origin'
  return new TesseraError(isForeign ? 'forbidden' : 'invalid', refusal, message)
}
