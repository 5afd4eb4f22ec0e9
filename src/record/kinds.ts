import type { Static, TObject } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

import { invalid, TesseraError } from '../kernel/errors.ts'
import { DAY } from '../kernel/time.ts'
import type { JsonObject } from './canonical.ts'
import {
  type AlertResponse,
  alertResponseSchema,
  checkAlertResponse,
} from './kinds/alert-response.ts'
import { type Alert, alertSchema, checkAlert } from './kinds/alert.ts'
import { type Amendment, amendmentSchema } from './kinds/amendment.ts'
import { type Canary, canarySchema, checkCanary } from './kinds/canary.ts'
import { type Charter, charterSchema, checkCharter } from './kinds/charter.ts'
import { checkCommitment, type Commitment, commitmentSchema } from './kinds/commitment.ts'
import { checkCommunique, type Communique, communiqueSchema } from './kinds/communique.ts'
import { checkDraft, type Draft, draftSchema } from './kinds/draft.ts'
import { type Endorsement, endorsementSchema } from './kinds/endorsement.ts'
import { checkEntryIds } from './kinds/entry.ts'
import { explain } from './kinds/explain.ts'
import { checkListing, type Listing, listingSchema } from './kinds/listing.ts'
import { checkPosition, type Position, positionSchema } from './kinds/position.ts'
import { checkPractices, type Practices, practicesSchema } from './kinds/practices.ts'
import { type Profile, profileSchema } from './kinds/profile.ts'
import { checkCommonRules, checkDefaultLanguage } from './kinds/record-rules.ts'
import { checkReview, type Review, reviewSchema } from './kinds/review.ts'
import { checkRecipients } from './kinds/rules.ts'
import type { Immutable } from './kinds/shapes.ts'
import { checkSuccessor, type Successor, successorSchema } from './kinds/successor.ts'
import { checkTranslation, type Translation, translationSchema } from './kinds/translation.ts'
import { type RecordShape, unknownSchema } from './kinds/unknown.ts'
import { checkVouch, type Vouch, vouchSchema } from './kinds/vouch.ts'

/** The records of each type, proofs included. */
export interface RecordsByType {
  readonly Profile: Profile
  readonly Practices: Practices
  readonly Charter: Charter
  readonly Commitment: Commitment
  readonly Draft: Draft
  readonly Translation: Translation
  readonly Communique: Communique
  readonly Position: Position
  readonly Amendment: Amendment
  readonly Endorsement: Endorsement
  readonly Vouch: Vouch
  readonly Review: Review
  readonly Listing: Listing
  readonly Alert: Alert
  readonly AlertResponse: AlertResponse
  readonly Canary: Canary
  readonly Successor: Successor
}
export type RecordType = keyof RecordsByType

/** What holds for all records of one type. SPEC: design.md, section 5, the table. */
export interface RecordKind {
  readonly type: RecordType
  readonly signedBy: 'node' | 'members' | 'either'
  /** Bytes of the whole record. */
  readonly sizeLimit: number
  /** Milliseconds from `updated` to `expires` at most; null: no limit. */
  readonly longestValidity: number | null
  readonly expiresRequired: boolean
  readonly schema: TObject
  /** Throws what is wrong with a record of this type. */
  readonly check: (value: JsonObject) => void
}

const KIB = 1024
/** SPEC: design.md, section 5: room for a profile with many services. */
const USUAL_SIZE = 64 * KIB
/** An alert travels inline with every push. */
const ALERT_SIZE = 8 * KIB
/** Texts in many languages. */
const TEXT_SIZE = 512 * KIB

/** Compiling takes some milliseconds: it is done for the first record of a type. */
function createKind<S extends TObject>(
  kind: Omit<RecordKind, 'check' | 'schema' | 'expiresRequired'>,
  schema: S,
  rule?: (record: Immutable<Static<S>>) => void,
): RecordKind {
  const maps = Object.keys(schema.properties).filter((name) => name.endsWith('Map'))
  let compiled: Validator | undefined
  return {
    ...kind,
    schema,
    expiresRequired: schema.required?.includes('expires') ?? false,
    check(value) {
      checkSigner(kind, value['proof'])
      compiled ??= Compile(schema)
      if (!compiled.Check(value)) throw explain(kind.type, compiled.Errors(value))
      checkCommonRules(value as unknown as RecordShape, kind.longestValidity)
      checkDefaultLanguage(value, maps)
      rule?.(value as Immutable<Static<S>>)
    },
  }
}

/** A list of proofs is by members, a single one by the node. SPEC: security-bar.md, E07b. */
function checkSigner({ type, signedBy }: Pick<RecordKind, 'type' | 'signedBy'>, proof: unknown) {
  if (signedBy === 'either' || typeof proof !== 'object' || proof === null) return
  if (Array.isArray(proof) === (signedBy === 'members')) return
  const who = signedBy === 'members' ? 'members of the collective' : 'the node key'
  throw new TesseraError(
    'forbidden',
    'wrong_signer',
    `Records of type ${type} are signed by ${who}.`,
  )
}

type Traits = Omit<RecordKind, 'type' | 'check' | 'schema' | 'expiresRequired'>
const byNode = (days: number): Traits => ({
  signedBy: 'node',
  sizeLimit: USUAL_SIZE,
  longestValidity: days * DAY,
})
const byMembers = (days: number | null, sizeLimit = USUAL_SIZE): Traits => ({
  signedBy: 'members',
  sizeLimit,
  longestValidity: days === null ? null : days * DAY,
})

/** SPEC: design.md, section 5: 10 years. */
const COMMUNIQUE_DAYS = 3_653
const ALERT: Traits = { signedBy: 'either', sizeLimit: ALERT_SIZE, longestValidity: 30 * DAY }

export const recordKinds: Readonly<Record<RecordType, RecordKind>> = {
  Profile: createKind({ type: 'Profile', ...byNode(400) }, profileSchema, checkEntryIds),
  Practices: createKind({ type: 'Practices', ...byNode(400) }, practicesSchema, checkPractices),
  Charter: createKind(
    { type: 'Charter', ...byMembers(null, TEXT_SIZE) },
    charterSchema,
    checkCharter,
  ),
  Commitment: createKind(
    { type: 'Commitment', ...byMembers(null) },
    commitmentSchema,
    checkCommitment,
  ),
  Draft: createKind({ type: 'Draft', ...byNode(400) }, draftSchema, checkDraft),
  Translation: createKind(
    { type: 'Translation', ...byNode(400) },
    translationSchema,
    checkTranslation,
  ),
  Communique: createKind(
    { type: 'Communique', ...byMembers(COMMUNIQUE_DAYS, TEXT_SIZE) },
    communiqueSchema,
    checkCommunique,
  ),
  Position: createKind({ type: 'Position', ...byNode(400) }, positionSchema, checkPosition),
  Amendment: createKind({ type: 'Amendment', ...byNode(400) }, amendmentSchema, checkRecipients),
  Endorsement: createKind({ type: 'Endorsement', ...byMembers(null) }, endorsementSchema),
  Vouch: createKind({ type: 'Vouch', ...byMembers(400) }, vouchSchema, checkVouch),
  Review: createKind({ type: 'Review', ...byNode(400) }, reviewSchema, checkReview),
  Listing: createKind({ type: 'Listing', ...byNode(200) }, listingSchema, checkListing),
  Alert: createKind({ type: 'Alert', ...ALERT }, alertSchema, checkAlert),
  AlertResponse: createKind(
    { type: 'AlertResponse', ...byNode(30) },
    alertResponseSchema,
    checkAlertResponse,
  ),
  Canary: createKind({ type: 'Canary', ...byMembers(95) }, canarySchema, checkCanary),
  Successor: createKind({ type: 'Successor', ...byMembers(null) }, successorSchema, checkSuccessor),
}

/** The kind of a type; null if this version does not know it: such records are kept, not shown. */
export function findRecordKind(type: string): RecordKind | null {
  return isRecordType(type) ? recordKinds[type] : null
}

export function isRecordType(type: string): type is RecordType {
  return Object.hasOwn(recordKinds, type)
}

let unknownKind: Validator | undefined

/**
 * Checks the form and the meaning of a record, all but its signatures: throws what is wrong, in one
 * sentence that names the member. `size` is that of its bytes. A record of an unknown type passes if
 * it has the members that every record has.
 */
export function checkRecord(value: JsonObject, size = 0): void {
  const { type } = value
  if (typeof type !== 'string') throw invalid('missing_member', 'The member "type" is missing.')
  const kind = findRecordKind(type)
  const limit = kind?.sizeLimit ?? USUAL_SIZE
  if (size > limit) {
    const message = `A record of this type has at most ${limit / KIB} KiB.`
    throw new TesseraError('too-large', 'record_too_large', message)
  }
  if (kind !== null) return kind.check(value)
  unknownKind ??= Compile(unknownSchema)
  if (!unknownKind.Check(value)) throw explain('unknown', unknownKind.Errors(value))
  checkCommonRules(value as unknown as RecordShape, null)
}
