import { Type } from 'typebox'

import { DAY } from '../../kernel/time.ts'
import { type JsonObject, parseCanonical } from '../canonical.ts'
import { decodeDid, scidOf } from '../did.ts'
import { memberSigned } from './common.ts'
import { MAX_NOTE, MAX_SHORT_LIST } from './limits.ts'
import { badMember, checkUnique } from './rules.ts'
import { closed, list, oneOf, optional, type Shape, textMap, time } from './shapes.ts'
import { CANARY_CLAIMS } from './vocabulary.ts'

/** SPEC: design.md, section 5: heads of 3 others prove that the canary is not older than they are. */
export const MAX_FRESHNESS = 3
export const FRESHNESS_WINDOW = 7 * DAY
/** A head is about 1.3 KB with the longest host. */
const MAX_HEAD_TEXT = 4_096

/** Narrow positive claims, renewed by people only; that it lapses says nothing by itself. */
export const canarySchema = closed({
  ...memberSigned('Canary'),
  expires: time,
  claims: list(
    closed({ claim: oneOf(CANARY_CLAIMS), contentMap: textMap(MAX_NOTE) }),
    MAX_SHORT_LIST + CANARY_CLAIMS.length,
  ),
  /** From this second on it is overdue. */
  nextDate: time,
  /** The full bytes of heads of other collectives; none where nobody else is known. */
  freshness: Type.Array(Type.String({ minLength: 2, maxLength: MAX_HEAD_TEXT }), {
    maxItems: MAX_FRESHNESS,
  }),
  noteMap: optional(textMap(MAX_NOTE)),
})
export type Canary = Shape<typeof canarySchema>

/** Form and dates of the canary and of the heads in it; whether those were signed is judged elsewhere. */
export function checkCanary(canary: Canary): void {
  const { claims, nextDate, updated, expires, freshness } = canary
  checkUnique('claims', claims, ({ claim, contentMap }) =>
    claim === 'other' ? JSON.stringify(contentMap) : claim,
  )
  if (nextDate <= updated || nextDate > expires)
    throw badMember('bad_validity', 'nextDate', 'is not between "updated" and "expires"')
  const owners = freshness.map((text, i) => freshnessOwner(text, updated, i))
  checkUnique('freshness', owners, (owner) => owner)
  const own = owners.indexOf(scidOf(canary.attributedTo))
  if (own >= 0)
    throw badMember('bad_freshness', `freshness/${own}`, 'is a head of the collective itself')
}

function freshnessOwner(text: string, updated: string, i: number): string {
  const { type, attributedTo, published } = parseHeadText(text, i)
  const owner = typeof attributedTo === 'string' ? decodeDid(attributedTo) : null
  const age = typeof published === 'string' ? Date.parse(updated) - Date.parse(published) : NaN
  if (type !== 'Head' || owner === null)
    throw badMember('bad_freshness', `freshness/${i}`, 'is not the text of a head')
  if (!(age >= 0 && age <= FRESHNESS_WINDOW))
    throw badMember('bad_freshness', `freshness/${i}`, 'was not published in the 7 days before')
  return owner.scid
}

function parseHeadText(text: string, i: number): JsonObject {
  try {
    return parseCanonical(text)
  } catch {
    throw badMember('bad_freshness', `freshness/${i}`, 'is not canonical JSON')
  }
}
