import { TesseraError } from '../kernel/errors.ts'
import { canonicalize, type JsonObject, type JsonValue } from '../record/canonical.ts'
import { isScid, type Scid } from '../record/did.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import { isObject } from './activity-rules.ts'

/** One line of `/sync/heads` or `/sync/members`: an object, and the log that it belongs to. */
export interface ObjectLine {
  readonly sequence: number
  readonly scid: Scid
  /** Of the object's canonical text. */
  readonly digest: Digest
  readonly text: string
}

/** One line of `/sync/logs`: the newest entries of a DID log, one for each of its branches. */
export interface LogLine {
  readonly sequence: number
  readonly scid: Scid
  readonly did: readonly string[]
}

/** As many branches as a log is kept with. */
const MAX_BRANCHES = 9

/** A line that another node wrote; null if it is none. The object's digest is reckoned, not believed. */
export function decodeObjectLine(line: string): ObjectLine | null {
  const value = decode(line)
  const place = value === null ? null : placeOf(value)
  const object = value?.['object']
  if (place === null || object === undefined || !isObject(object)) return null
  const text = textOf(object)
  return text === null ? null : { ...place, digest: digestOf(text), text }
}

/** The same for a line about a log. */
export function decodeLogLine(line: string): LogLine | null {
  const value = decode(line)
  const place = value === null ? null : placeOf(value)
  const did = value?.['did']
  if (place === null || !Array.isArray(did) || did.length > MAX_BRANCHES) return null
  return did.every((id): id is string => typeof id === 'string') ? { ...place, did } : null
}

export function writeObjectLine({ sequence, scid, digest, text }: ObjectLine): string {
  return `{"sequence":${sequence},"scid":"${scid}","digest":"${digest}","object":${text}}\n`
}

export function writeLogLine(line: LogLine): string {
  return `${JSON.stringify(line)}\n`
}

function decode(line: string): JsonObject | null {
  try {
    const value = JSON.parse(line) as JsonValue
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function textOf(object: JsonObject): string | null {
  try {
    return canonicalize(object)
  } catch (error) {
    if (error instanceof TesseraError) return null
    throw error
  }
}

function placeOf({ sequence, scid }: JsonObject): { sequence: number; scid: Scid } | null {
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 0) return null
  return typeof scid === 'string' && isScid(scid) ? { sequence, scid } : null
}
