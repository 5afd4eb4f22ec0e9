import { MAX_AMOUNT, MAX_LIST, MAX_NAME, MAX_NOTE } from './limits.ts'
import {
  closed,
  count,
  date,
  digest,
  language,
  line,
  lineMap,
  list,
  oneOf,
  optional,
  scid,
  type Shape,
  slug,
  textMap,
  url,
} from './shapes.ts'
import { CREDIT_ROLES, DECISION_METHODS, HELP_KINDS, SCOPES } from './vocabulary.ts'

/**
 * How records name what they are about: a collective by its SCID, since its address may move; a
 * record of it by slug; one version of that by its statement digest.
 */
export const recordReference = closed({ collective: scid, slug })

/** One version of a record. `digest` is its statement digest. */
export const versionReference = closed({ collective: scid, slug, digest })

/** How a collective came to a decision: numbers, never names. */
export const decisionRecord = closed({
  method: oneOf(DECISION_METHODS),
  methodMap: optional(textMap(MAX_NOTE)),
  /** How many had to take part. */
  quorum: count(MAX_AMOUNT),
  agree: count(MAX_AMOUNT),
  reservations: count(MAX_AMOUNT),
  standAside: count(MAX_AMOUNT),
  block: count(MAX_AMOUNT),
  date,
  /** sha2-256 of the minutes, which stay with the collective. */
  minutesDigest: optional(digest),
})
export type DecisionRecord = Shape<typeof decisionRecord>

/** Something outside that a text builds on. */
export const reference = closed({
  nameMap: lineMap(MAX_NAME),
  url: optional(url),
  digest: optional(digest),
})

/** To whom goes what is about a draft: as the draft says; to everybody where it is left out. */
export const audience = {
  scope: optional(oneOf(SCOPES)),
  /** Only with scope `named`. */
  recipients: optional(list(scid, MAX_LIST)),
} as const

/** Who worked on a text: a collective by its SCID, or by name if it has no node. */
export const credit = closed({
  collective: optional(scid),
  name: optional(line(MAX_NAME)),
  role: oneOf(CREDIT_ROLES),
  language: optional(language),
})

const helpMembers = { kind: oneOf(HELP_KINDS), noteMap: optional(textMap(MAX_NOTE)) } as const
/** What one collective gives to another, or asks of it. */
export const help = closed(helpMembers)

/** Help that is looked for by name. */
export const need = closed({
  id: slug,
  ...helpMembers,
  nameMap: lineMap(MAX_NAME),
  url: optional(url),
  until: optional(date),
})
export type Need = Shape<typeof need>
