import { stateOf } from '../identity/ceremony.ts'
import type { Prepared } from '../identity/prepared.ts'
import { readPrepared } from './prepared-files.ts'

/** Prepared files, by whether they have all their proofs. */
export interface ReadyFiles {
  readonly ready: readonly Prepared[]
  /** One line for each that has not: what it waits for. */
  readonly waiting: readonly string[]
}

export async function readReady(paths: readonly string[]): Promise<ReadyFiles> {
  const ready: Prepared[] = []
  const waiting: string[] = []
  for (const path of paths) {
    const prepared = await readPrepared(path)
    const { isComplete, signedBy, threshold, needsController } = stateOf(prepared)
    if (isComplete) ready.push(prepared)
    else {
      const controller = needsController ? ', and not the controller key' : ''
      waiting.push(`${path}: ${signedBy.length} of ${threshold} members have signed${controller}.`)
    }
  }
  return { ready, waiting }
}
