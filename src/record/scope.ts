import type { JsonObject } from './canonical.ts'
import type { Scid } from './did.ts'

/** Whom a record is for. Only what says otherwise is not for everybody. */
export type Audience =
  | { readonly scope: 'public' }
  | { readonly scope: 'peers' }
  | { readonly scope: 'named'; readonly recipients: readonly Scid[] }

/**
 * Whom a record of any type is for, known or not: what names a scope other than `public` is never
 * in a manifest and never served; a scope that is not known here is taken for the narrowest.
 * SPEC: design.md, section 6, "What is not public".
 */
export function audienceOf({ scope, recipients }: JsonObject): Audience {
  if (scope === 'peers') return { scope }
  if (typeof scope !== 'string' || scope === 'public') return { scope: 'public' }
  const named = Array.isArray(recipients) ? recipients : []
  return { scope: 'named', recipients: named.filter((one) => typeof one === 'string') }
}

export function isPublic(record: JsonObject): boolean {
  return audienceOf(record).scope === 'public'
}
