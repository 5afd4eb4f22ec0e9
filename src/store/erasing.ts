import type { Database } from './database.ts'

/**
 * Runs a transaction that says when it erases something, and makes sure once it holds that nothing
 * of that is left in the database file or its write-ahead log. SPEC: security-bar.md, G09.
 */
export async function erasing<T>(
  { checkpoint }: Pick<Database, 'checkpoint'>,
  run: (noteErased: () => void) => Promise<T>,
): Promise<T> {
  let hasErased = false
  const result = await run(() => {
    hasErased = true
  })
  if (hasErased) await checkpoint()
  return result
}
