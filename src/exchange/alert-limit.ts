import { TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { judge } from '../record/acceptance.ts'
import type { CollectiveFacts } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import type { TesseraObject } from '../record/object.ts'
import { isAlertAt, MAX_ALERTS } from '../record/tips.ts'

/**
 * Refuses a node-signed alert that no manifest lists and that would be one too many: heads that list
 * more are refused as a whole. An alert that goes on under its slug is none more, and what members
 * sign is exempt. The function it returns throws `too_many_alerts`. SPEC: security-bar.md, H09.
 */
export function createAlertLimit(
  facts: CollectiveFacts,
  listed: ReadonlySet<Digest>,
  now: Timestamp,
): (object: TesseraObject) => void {
  let slugs: Set<string> | null = null
  return ({ kind, value }) => {
    if (kind !== 'record' || !isAlertAt(value, now) || listed.has(value.digest)) return
    slugs ??= new Set(
      judge(facts, now)
        .current.filter((record) => isAlertAt(record, now))
        .map(({ slug }) => slug),
    )
    if (!slugs.has(value.slug) && slugs.size >= MAX_ALERTS) throw tooManyAlerts()
    slugs.add(value.slug)
  }
}

function tooManyAlerts(): TesseraError {
  return new TesseraError(
    'too-many',
    'too_many_alerts',
    `A collective has at most ${MAX_ALERTS} alerts by its node key at a time.`,
  )
}
