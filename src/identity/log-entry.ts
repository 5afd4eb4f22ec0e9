import { Type, type Static } from 'typebox'

import { createCheck } from '../record/check.ts'
import type { Did, Scid } from '../record/did.ts'
import { MAX_MEMBER_PROOFS } from '../record/kinds/limits.ts'
import type { Multikey } from '../record/multikey.ts'
import { DIGEST_PATTERN, SCID_PATTERN, VERSION_ID_PATTERN } from '../record/patterns.ts'

/**
 * The form of a DID log entry in our profile of did:webvh 1.0 (docs/federation/did-log.md). The
 * standard allows more; a log outside the profile is refused, never interpreted.
 * SPEC: https://identity.foundation/didwebvh/v1.0/, "The DID Log File"; design.md, section 4.
 */
export const METHOD = 'did:webvh:1.0'

export const DID_CONTEXT = [
  'https://www.w3.org/ns/did/v1',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/tessera/v1',
] as const

/** A DID document lists so many keys, retired ones included (security-bar F18). */
export const MAX_KEYS = 64
/** A collective is 3 to 30 people; a few more do no harm. */
export const MAX_MEMBERS = 40
/** Clearnet, onion and a few mirrors of one node. */
export const MAX_BASE_URLS = 8
export const MAX_GUARDIANS = 30

/** Ed25519 or X25519; without anchors, to be put into longer patterns. */
export const MULTIKEY_PATTERN = 'z6(?:Mk|LS)[1-9A-HJ-NP-Za-km-z]{44}'

const exactly = { additionalProperties: false } as const
const Time = Type.String({ maxLength: 20 })
const Url = Type.String({ maxLength: 300 })
const DidText = Type.String({ maxLength: 330 })
const KeyId = Type.String({ maxLength: 400 })
const Key = Type.String({ pattern: `^${MULTIKEY_PATTERN}$` })

/** The members who approve entries, as did:webvh names them: witnesses. */
const WitnessParameter = Type.Object(
  {
    threshold: Type.Integer({ minimum: 1, maximum: MAX_MEMBER_PROOFS }),
    witnesses: Type.Array(
      Type.Object({ id: Type.String({ pattern: `^did:key:${MULTIKEY_PATTERN}$` }) }, exactly),
      { minItems: 1, maxItems: MAX_MEMBERS },
    ),
  },
  exactly,
)

const FirstParameters = Type.Object(
  {
    method: Type.Literal(METHOD),
    scid: Type.String({ pattern: SCID_PATTERN }),
    updateKeys: Type.Array(Key, { minItems: 1, maxItems: 1 }),
    portable: Type.Literal(true),
    witness: WitnessParameter,
  },
  exactly,
)

const LaterParameters = Type.Object(
  {
    updateKeys: Type.Optional(Type.Array(Key, { minItems: 1, maxItems: 1 })),
    witness: Type.Optional(WitnessParameter),
    deactivated: Type.Optional(Type.Literal(true)),
  },
  exactly,
)

const VerificationMethod = Type.Object(
  {
    id: KeyId,
    type: Type.Literal('Multikey'),
    controller: DidText,
    publicKeyMultibase: Key,
    expires: Type.Optional(Time),
    revoked: Type.Optional(Time),
  },
  exactly,
)

const GoodHead = Type.Object(
  {
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    digest: Type.String({ pattern: DIGEST_PATTERN }),
  },
  exactly,
)

const Guardians = Type.Object(
  {
    collectives: Type.Array(Type.String({ pattern: SCID_PATTERN }), {
      minItems: 1,
      maxItems: MAX_GUARDIANS,
    }),
    threshold: Type.Integer({ minimum: 1, maximum: MAX_GUARDIANS }),
  },
  exactly,
)

/** What did:webvh has no word for. */
const Extension = Type.Object(
  {
    memberThreshold: Type.Integer({ minimum: 1, maximum: MAX_MEMBER_PROOFS }),
    lastGoodHead: Type.Optional(Type.Union([GoodHead, Type.Null()])),
    guardians: Type.Optional(Guardians),
  },
  exactly,
)

const ActorService = Type.Object(
  { id: KeyId, type: Type.Literal('ActivityPubActor'), serviceEndpoint: Url },
  exactly,
)
const NodeService = Type.Object(
  {
    id: KeyId,
    type: Type.Literal('TesseraNode'),
    serviceEndpoint: Type.Array(Url, { minItems: 1, maxItems: MAX_BASE_URLS }),
  },
  exactly,
)

const DidDocumentSchema = Type.Object(
  {
    '@context': Type.Tuple([
      Type.Literal(DID_CONTEXT[0]),
      Type.Literal(DID_CONTEXT[1]),
      Type.Literal(DID_CONTEXT[2]),
    ]),
    id: DidText,
    alsoKnownAs: Type.Array(Type.String({ maxLength: 330 }), { minItems: 1, maxItems: 64 }),
    verificationMethod: Type.Array(VerificationMethod, { minItems: 1, maxItems: MAX_KEYS }),
    assertionMethod: Type.Array(KeyId, { maxItems: 1 }),
    capabilityInvocation: Type.Array(KeyId, { minItems: 1, maxItems: MAX_MEMBERS }),
    keyAgreement: Type.Array(KeyId, { maxItems: 1 }),
    service: Type.Tuple([ActorService, NodeService]),
    tessera: Extension,
  },
  exactly,
)

/** The proof of a log entry or of a witness; did:webvh proofs carry no `@context`. */
export const LogProofSchema = Type.Object(
  {
    type: Type.Literal('DataIntegrityProof'),
    cryptosuite: Type.Literal('eddsa-jcs-2022'),
    created: Time,
    verificationMethod: Type.String({
      pattern: `^did:key:${MULTIKEY_PATTERN}#${MULTIKEY_PATTERN}$`,
    }),
    proofPurpose: Type.Literal('assertionMethod'),
    proofValue: Type.String({ maxLength: 90 }),
  },
  exactly,
)

const unsignedMembers = {
  versionId: Type.String({ pattern: VERSION_ID_PATTERN }),
  versionTime: Time,
  parameters: Type.Union([FirstParameters, LaterParameters]),
  state: DidDocumentSchema,
}

export const UnsignedEntrySchema = Type.Object(unsignedMembers, exactly)

export const LogEntrySchema = Type.Object(
  { ...unsignedMembers, proof: Type.Array(LogProofSchema, { minItems: 1, maxItems: 1 }) },
  exactly,
)

const WitnessFileSchema = Type.Array(
  Type.Object(
    {
      versionId: Type.String({ pattern: VERSION_ID_PATTERN }),
      proof: Type.Array(LogProofSchema, { maxItems: MAX_MEMBERS }),
    },
    exactly,
  ),
)

export type WitnessParameter = Static<typeof WitnessParameter>
export type FirstParameters = Static<typeof FirstParameters>
export type LaterParameters = Static<typeof LaterParameters>
export type VerificationMethod = Static<typeof VerificationMethod>
export type Guardians = Static<typeof Guardians>
export type DidDocument = Static<typeof DidDocumentSchema>
export type LogProof = Static<typeof LogProofSchema>
/** One line of `did.jsonl`. */
export type LogEntry = Static<typeof LogEntrySchema>
export type UnsignedEntry = Static<typeof UnsignedEntrySchema>
/** The text of `did-witness.json`. */
export type WitnessFile = Static<typeof WitnessFileSchema>

/** Throws `bad_entry`, naming the member that is wrong. */
export const checkEntryForm: (value: unknown) => asserts value is LogEntry = createCheck(
  LogEntrySchema,
  'bad_entry',
)

/** Throws `bad_witness_file`. */
export const checkWitnessFileForm: (value: unknown) => asserts value is WitnessFile = createCheck(
  WitnessFileSchema,
  'bad_witness_file',
)

/** A witness proof of one member for one entry. */
export interface WitnessProof {
  readonly versionId: string
  readonly proof: LogProof
}

/** A log entry whose form, place, controller proof and k member proofs all hold. */
export interface VerifiedEntry {
  readonly scid: Scid
  readonly did: Did
  readonly versionId: string
  readonly number: number
  /** The `versionId` of the entry it follows; null for the first. */
  readonly previous: string | null
  readonly entry: LogEntry
  /** Its line of `did.jsonl`, without the line end. */
  readonly text: string
  /** Verified proofs of the members who had to approve it, one each, sorted by member. */
  readonly approvals: readonly WitnessProof[]
  /** The controller key and the members as of this entry: they judge what follows. */
  readonly controller: Multikey
  readonly members: readonly Multikey[]
  readonly threshold: number
  /** Keys that had a role once and may never have one again. */
  readonly retired: readonly Multikey[]
}

/** `did:key:<multikey>#<multikey>`: how did:webvh names controller and witness keys. */
export function didKeyMethod(multikey: Multikey): string {
  return `did:key:${multikey}#${multikey}`
}

/** The place in the log that a `versionId` names. */
export function numberOf(versionId: string): number {
  return Number.parseInt(versionId, 10)
}
