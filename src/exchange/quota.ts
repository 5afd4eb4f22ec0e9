import { TesseraError } from '../kernel/errors.ts'
import type { TesseraObject } from '../record/object.ts'
import type { Usage } from './object-store.ts'

/** SPEC: design.md, section 6, "Kept": what one collective may take on every node. */
export const MAX_BYTES = 20 * 1024 * 1024
export const MAX_HEADS = 2_000
export const MAX_CHANGES_A_DAY = 50
/** Collectives that nobody here vouches for: enough to meet strangers, too few to drown in them. */
export const MAX_STRANGERS = 100

/** Refuses what would go over a collective's quota: `quota_bytes`, `quota_heads`, `quota_changes`. */
export function checkQuota(objects: readonly TesseraObject[], usage: Usage): void {
  const bytes = objects.reduce((sum, { value }) => sum + Buffer.byteLength(value.text), usage.bytes)
  if (bytes > MAX_BYTES) {
    throw new TesseraError(
      'full',
      'quota_bytes',
      'This collective takes more than its 20 MiB here.',
    )
  }
  const heads = objects.filter((object) => object.kind === 'head').length
  if (usage.heads + heads > MAX_HEADS) {
    throw new TesseraError(
      'too-many',
      'quota_heads',
      'This collective has more than 2,000 heads here.',
    )
  }
  if (heads > 0 && usage.changes + heads > MAX_CHANGES_A_DAY) {
    throw new TesseraError(
      'too-many',
      'quota_changes',
      'This collective changed 50 times in a day; the rest waits.',
    )
  }
}
