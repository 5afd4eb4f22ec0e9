import { createNextEntry } from '../../src/identity/create-entry.ts'
import { versionIdAfter } from '../../src/identity/entry-rules.ts'
import type { LogEntry, VerificationMethod } from '../../src/identity/log-entry.ts'
import { addTime, HOUR } from '../../src/kernel/time.ts'
import { type CollectiveLog, newestOf, offer, signed } from './collective-log.ts'

/** An entry as plain JSON that may be made anything. */
export interface LooseEntry {
  state: LooseState
  parameters: Record<string, unknown>
  [member: string]: unknown
}

export interface LooseState {
  id: string
  alsoKnownAs: string[]
  verificationMethod: VerificationMethod[]
  capabilityInvocation: string[]
  assertionMethod: string[]
  keyAgreement: string[]
  service: Record<string, unknown>[]
  tessera: Record<string, unknown>
  [member: string]: unknown
}

export type Alter = (entry: LooseEntry) => unknown

/** The next entry of a log, hashed and signed as it has to be, after `alter` did its work. */
export function alteredEntry(log: CollectiveLog, alter: Alter): LogEntry {
  const last = newestOf(log)
  const time = addTime(last.entry.versionTime, HOUR)
  const entry = structuredClone(createNextEntry(last, { time, lastGoodHead: null }))
  alter(entry)
  const versionId = versionIdAfter(entry, last.versionId, last.number + 1)
  return signed(log, { ...entry, versionId })
}

/** The code for which an altered entry is refused; undefined if it counts. */
export function codeOfAltered(log: CollectiveLog, alter: Alter): string | undefined {
  const check = offer(log, alteredEntry(log, alter))
  return check.entries.length === log.entries.length ? check.refused[0]?.code : undefined
}

/** Sets members of an object that has to be there. */
export function set(target: object | undefined, members: object): void {
  if (target === undefined) throw new Error('nothing to alter')
  Object.assign(target, members)
}
