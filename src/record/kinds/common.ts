import { Type } from 'typebox'

import { MAX_MEMBER_PROOFS, MAX_NOTE } from './limits.ts'
import { closed, did, language, optional, type Shape, slug, textMap, time, url } from './shapes.ts'

/** SPEC: design.md, section 5: `@context` of records is exactly this; it is never fetched. */
export const RECORD_CONTEXT = [
  'https://www.w3.org/ns/activitystreams',
  'https://w3id.org/security/data-integrity/v2',
  'https://w3id.org/tessera/v1',
] as const

export const recordContext = Type.Tuple([
  Type.Literal(RECORD_CONTEXT[0]),
  Type.Literal(RECORD_CONTEXT[1]),
  Type.Literal(RECORD_CONTEXT[2]),
])

function proofBy<const Purpose extends string>(purpose: Purpose) {
  return closed({
    '@context': recordContext,
    type: Type.Literal('DataIntegrityProof'),
    cryptosuite: Type.Literal('eddsa-jcs-2022'),
    created: time,
    verificationMethod: Type.String({
      pattern: '^did:webvh:Qm[^#\\s]+#z6Mk[1-9A-HJ-NP-Za-km-z]{44}$',
      maxLength: 400,
    }),
    proofPurpose: Type.Literal(purpose),
    proofValue: Type.String({ pattern: '^z[1-9A-HJ-NP-Za-km-z]{64,88}$', maxLength: 89 }),
  })
}

/** The one proof of a record that the node key signs. SPEC: design.md, section 5. */
export const nodeProof = proofBy('assertionMethod')
/** The proofs of a record that members sign: k of them, sorted by `verificationMethod`. */
export const memberProofs = Type.Array(proofBy('capabilityInvocation'), {
  minItems: 1,
  maxItems: MAX_MEMBER_PROOFS,
})

/** The members that every record has. */
export const commonMembers = {
  '@context': recordContext,
  id: url,
  attributedTo: did,
  slug,
  version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  published: time,
  updated: time,
  /** The language that is shown to a reader whose own is missing. */
  defaultLanguage: language,
} as const

function recordMembers<const T extends string>(type: T) {
  return { ...commonMembers, type: Type.Literal(type) }
}

/** The members of a record that the node key signs and that expires. */
export function nodeSigned<const T extends string>(type: T) {
  return { ...recordMembers(type), expires: time, proof: nodeProof }
}

/** The members of a record that members sign: it can be withdrawn by its next version. */
export function memberSigned<const T extends string>(type: T) {
  return {
    ...recordMembers(type),
    expires: optional(time),
    withdrawn: optional(Type.Literal(true)),
    withdrawnReasonMap: optional(textMap(MAX_NOTE)),
    proof: memberProofs,
  }
}

/** The members of a record that either may sign. */
export function eitherSigned<const T extends string>(type: T) {
  return { ...recordMembers(type), expires: time, proof: Type.Union([nodeProof, memberProofs]) }
}

export type NodeProof = Shape<typeof nodeProof>

/** A record before it is signed. */
export type Statement<R extends { readonly proof: unknown }> = R extends unknown
  ? Omit<R, 'proof'>
  : never
