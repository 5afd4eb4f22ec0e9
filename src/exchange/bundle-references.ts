import { isScid, type Scid } from '../record/did.ts'
import { type Digest, isDigest } from '../record/digest.ts'
import { isRecordType } from '../record/kinds.ts'

/** How a record names another one, whatever kinds they are. */
export interface RecordReference {
  /** Null where the record is named by its digest alone. */
  readonly scid: Scid | null
  readonly slug: string | null
  /** The statement digest of one version; null for whichever counts. */
  readonly digest: Digest | null
  /** The type that a name without a digest means, where the member is named after it. */
  readonly type: string | null
  /** Whether it is what the record came from: an earlier text, or one that it amends. */
  readonly isLineage: boolean
}

/** What can be named: any record. */
export interface Nameable {
  readonly scid: Scid
  readonly type: string
  readonly slug: string
  /** The name of the text that it is a version of, where that is not its slug. */
  readonly text: string | null
  readonly statement: Digest
}

/** Members that name the text a record came from. */
const LINEAGE: ReadonlySet<string> = new Set(['amends', 'goesOnFrom'])
/** No kind nests its references deeper. */
const MAX_DEPTH = 4

/**
 * All references in a record. They are known by their form (`{collective, slug}`, with a digest or
 * without), not by their kind, so that kinds which come later are found too.
 */
export function referencesIn(record: object): RecordReference[] {
  const found: RecordReference[] = []
  visit(record, { name: '', depth: 0 }, found)
  return found
}

interface Place {
  /** The member that holds a value, or the list it is in. */
  readonly name: string
  readonly depth: number
}

function visit(value: unknown, { name, depth }: Place, found: RecordReference[]): void {
  if (typeof value === 'string' && LINEAGE.has(name) && isDigest(value)) found.push(byDigest(value))
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return
  if (depth > 0) found.push(...toReference(value, name))
  for (const [member, inner] of membersOf(value, name)) {
    if (!isText(member)) visit(inner, { name: member, depth: depth + 1 }, found)
  }
}

/** Items of a list go by the name of the list. */
function membersOf(value: object, name: string): [string, unknown][] {
  return Array.isArray(value) ? value.map((item) => [name, item]) : Object.entries(value)
}

/** What people read, and proofs: nothing in them names a record. */
function isText(name: string): boolean {
  return name === 'proof' || name === '@context' || name.endsWith('Map')
}

function byDigest(digest: Digest): RecordReference {
  return { scid: null, slug: null, digest, type: null, isLineage: true }
}

function toReference(value: object, name: string): RecordReference[] {
  const { collective, slug, digest } = value as Readonly<Record<string, unknown>>
  if (typeof collective !== 'string' || typeof slug !== 'string' || !isScid(collective)) return []
  const isVersion = typeof digest === 'string' && isDigest(digest)
  const named = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const type = isRecordType(named) ? named : null
  const isLineage = LINEAGE.has(name)
  return [{ scid: collective, slug, digest: isVersion ? digest : null, type, isLineage }]
}

/** Under what a reference is looked up. */
export function keyOfReference({ digest, scid, type, slug }: RecordReference): string {
  return digest ?? nameKey(scid, type, slug)
}

/** Everything under which a record is found: its statement digest, and its names. */
export function keysOfRecord({ statement, scid, type, slug, text }: Nameable): string[] {
  const names = [slug, ...(text === null ? [] : [text])]
  return [
    statement,
    ...names.flatMap((name) => [nameKey(scid, type, name), nameKey(scid, null, name)]),
  ]
}

function nameKey(scid: Scid | null, type: string | null, slug: string | null): string {
  return `${scid}/${type ?? '*'}/${slug}`
}
