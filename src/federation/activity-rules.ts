import type { JsonObject, JsonValue } from '../record/canonical.ts'

/** An activity as far as its authenticity depends on it; what it means is read elsewhere. */
export interface Activity {
  readonly id: string
  readonly type: string
  readonly actor: string
  readonly objects: readonly ActivityObject[]
  readonly value: JsonObject
}

/** What an activity is about. */
export interface ActivityObject {
  /** Null if the object is given without one, as part of the activity. */
  readonly id: string | null
  /**
   * The object as it stands in the activity; null if it was only named, or if it belongs to
   * another origin than the signer's (ours included), so that its words prove nothing.
   */
  readonly value: JsonObject | null
}

/** Why an activity is refused whatever it says. */
export type ActivityRefusal =
  | 'not_an_activity'
  | 'linked_data_signature'
  | 'too_many_recipients'
  | 'id_not_single'
  | 'type_not_single'
  | 'actor_not_single'
  | 'origin_mismatch'
  | 'object_malformed'
  | 'object_origin'
  | 'target_origin'

/** As many as a large collective addresses; a list of every follower is what collections are for. */
export const MAX_RECIPIENTS = 256
const RECIPIENT_FIELDS = ['to', 'cc', 'bto', 'bcc', 'audience'] as const

/** Activities by which an actor acts on what is its own, and on nothing else. */
const ON_OWN_OBJECT = new Set(['Create', 'Update', 'Delete', 'Undo', 'Move'])
const ON_OWN_TARGET = new Set(['Add', 'Remove'])
/**
 * Mastodon reports an actor and its posts in one list, and nodes of this kind announce all objects of
 * a change together; everywhere else an activity has one object.
 */
const WITH_OBJECT_LIST = new Set(['Flag', 'Announce'])

/**
 * Reads what an activity signed with the key `keyId` says about itself and judges whether it may:
 * one id, one type and one actor, the origin of id, actor and key the same, and nothing claimed
 * about objects of another origin. A `proof` in it is neither required nor a reason to accept.
 * SPEC: FEP-fe34, origin-based security.
 */
export function parseActivity(value: JsonValue, keyId: string): Activity | ActivityRefusal {
  if (!isObject(value)) return 'not_an_activity'
  if (value['signature'] !== undefined) return 'linked_data_signature'
  if (countRecipients(value) > MAX_RECIPIENTS) return 'too_many_recipients'
  const names = namesOf(value)
  if (typeof names === 'string') return names
  const { id, type, actor } = names
  const origin = sharedOrigin([actor, id, keyId])
  if (origin === null) return 'origin_mismatch'
  const objects = objectsOf(value, type, origin)
  if (typeof objects === 'string') return objects
  if (ON_OWN_TARGET.has(type) && originOf(idOf(value['target'])) !== origin) return 'target_origin'
  return { id, type, actor, objects, value }
}

/** The three members that name an activity: each is there, as one text. */
function namesOf({
  id,
  type,
  actor,
}: JsonObject): Pick<Activity, 'id' | 'type' | 'actor'> | ActivityRefusal {
  if (typeof id !== 'string') return 'id_not_single'
  if (typeof type !== 'string') return 'type_not_single'
  return typeof actor === 'string' ? { id, type, actor } : 'actor_not_single'
}

/**
 * The origin of an http(s) id; null for every other text, also for one with credentials. Ids are
 * compared by it and nothing else: `url` and host names in a text prove nothing.
 */
export function originOf(id: string | null): string | null {
  if (id === null) return null
  const url = URL.parse(id)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  return url.username === '' && url.password === '' ? url.origin : null
}

function sharedOrigin(ids: readonly string[]): string | null {
  const origins = new Set(ids.map(originOf))
  return origins.size === 1 ? ([...origins][0] ?? null) : null
}

function countRecipients(activity: JsonObject): number {
  return RECIPIENT_FIELDS.reduce((count, field) => count + listOf(activity[field]).length, 0)
}

function objectsOf(
  activity: JsonObject,
  type: string,
  origin: string,
): readonly ActivityObject[] | ActivityRefusal {
  const items = listOf(activity['object'])
  if (Array.isArray(activity['object']) && !WITH_OBJECT_LIST.has(type)) return 'object_malformed'
  const objects: ActivityObject[] = []
  for (const item of items) {
    const read = objectOf(item, origin)
    if (typeof read === 'string') return read
    const isForeign = read.id !== null && originOf(read.id) !== origin
    if (isForeign && ON_OWN_OBJECT.has(type)) return 'object_origin'
    objects.push(read)
  }
  return objects
}

function objectOf(item: JsonValue, origin: string): ActivityObject | ActivityRefusal {
  if (typeof item === 'string') return { id: item, value: null }
  if (!isObject(item)) return 'object_malformed'
  const id = item['id'] ?? null
  if (id !== null && typeof id !== 'string') return 'object_malformed'
  if (id !== null && originOf(id) !== origin) return { id, value: null }
  return isAttributedTo(item['attributedTo'], origin) ? { id, value: item } : 'object_origin'
}

/** Whether everyone an object is attributed to has `origin`; an object may leave it out. */
function isAttributedTo(attributedTo: JsonValue | undefined, origin: string): boolean {
  return listOf(attributedTo).every((author) => originOf(idOf(author)) === origin)
}

/** JSON-LD writes a list of one as the one, and an empty list as nothing. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** The id that a value is or has. */
export function idOf(value: JsonValue | undefined): string | null {
  const id = value !== undefined && isObject(value) ? value['id'] : value
  return typeof id === 'string' ? id : null
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
