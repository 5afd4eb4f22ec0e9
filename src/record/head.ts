import type { KeyObject } from 'node:crypto'

import { Type, type Static } from 'typebox'

import { invalid } from '../kernel/errors.ts'
import { DAY, parseTimestamp, type Timestamp } from '../kernel/time.ts'
import { canonicalize, parseCanonical } from './canonical.ts'
import { createCheck } from './check.ts'
import { type Did, type Scid, scidOf } from './did.ts'
import { type Digest, digestOf, sha256 } from './digest.ts'
import { nodeProof, RECORD_CONTEXT, recordContext } from './kinds/common.ts'
import type { Multikey } from './multikey.ts'
import { DIGEST_PATTERN, VERSION_ID_PATTERN } from './patterns.ts'
import { createProof } from './proof.ts'
import { verifySigner } from './signer.ts'

/** A head says "this is my state" for at most so long; the owner renews it every two days. */
export const HEAD_VALIDITY = 8 * DAY
export const HEAD_RENEWAL = 2 * DAY

/** The signed pointer to a manifest. */
export interface Head {
  /** Of all its bytes. */
  readonly digest: Digest
  /** Of what it says, without `published`, `expires` and `proof`: the same for all its renewals. */
  readonly stateDigest: Digest
  readonly scid: Scid
  readonly version: number
  /** The state digest of the head it follows; null for the first of all. */
  readonly previous: Digest | null
  readonly manifest: Digest
  /** The `versionId` of the DID log entry under which it is signed. */
  readonly did: string
  readonly published: Timestamp
  readonly expires: Timestamp
  /** The node key that signed it. */
  readonly signer: Multikey
  /** The DIDs it names: its owner's and its signer's. */
  readonly names: readonly Did[]
  readonly text: string
}

/** What a head says, before it is signed. */
export interface HeadStatement {
  readonly attributedTo: Did
  readonly version: number
  readonly previous: Digest | null
  readonly manifest: Digest
  readonly did: string
  readonly published: Timestamp
  readonly expires: Timestamp
}

const HeadSchema = Type.Object(
  {
    '@context': recordContext,
    type: Type.Literal('Head'),
    attributedTo: Type.String({ maxLength: 400 }),
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    previous: Type.Union([Type.Null(), Type.String({ pattern: DIGEST_PATTERN })]),
    manifest: Type.String({ pattern: DIGEST_PATTERN }),
    did: Type.String({ pattern: VERSION_ID_PATTERN }),
    published: Type.String({ maxLength: 20 }),
    expires: Type.String({ maxLength: 20 }),
    proof: nodeProof,
  },
  { additionalProperties: false },
)
type HeadValue = Static<typeof HeadSchema>

const checkHead: (value: unknown) => asserts value is HeadValue = createCheck(
  HeadSchema,
  'bad_head',
)

/**
 * The head that canonical bytes are, with its signature verified (whether that key may sign is for
 * acceptance to judge). Throws `not_canonical`, `bad_head`, `bad_time`, `bad_proof`.
 * SPEC: design.md, section 6, "Head".
 */
export function parseHead(text: string, value: unknown = parseCanonical(text)): Head {
  checkHead(value)
  const { proof, ...statement } = value
  const published = parseTimestamp(statement.published)
  const validity = parseTimestamp(statement.expires) - published
  if (validity <= 0 || validity > HEAD_VALIDITY) {
    throw invalid('bad_validity', 'A head is valid for more than nothing and at most 8 days.')
  }
  const scid = scidOf(statement.attributedTo)
  const signer = verifySigner(proof, {
    documentHash: sha256(canonicalize(statement)),
    scid,
    created: statement.published,
    purpose: 'assertionMethod',
  })
  return {
    digest: digestOf(text),
    stateDigest: stateDigestOf(statement),
    scid,
    version: statement.version,
    previous: statement.previous,
    manifest: statement.manifest,
    did: statement.did,
    published: statement.published,
    expires: statement.expires,
    signer: signer.multikey,
    names: [...new Set([statement.attributedTo, signer.did])],
    text,
  }
}

/** The state digest of what a head says. SPEC: design.md, section 6, rule 1. */
export function stateDigestOf(statement: Omit<HeadStatement, 'published' | 'expires'>): Digest {
  const { attributedTo, version, previous, manifest, did } = statement
  return digestOf(
    canonicalize({
      '@context': RECORD_CONTEXT,
      type: 'Head',
      attributedTo,
      version,
      previous,
      manifest,
      did,
    }),
  )
}

/** Signs a head with the node key. */
export function createHead(
  statement: HeadStatement,
  key: { multikey: Multikey; privateKey: KeyObject },
): Head {
  const document = { '@context': RECORD_CONTEXT, type: 'Head', ...statement }
  const proof = createProof(
    sha256(canonicalize(document)),
    {
      '@context': RECORD_CONTEXT,
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: statement.published,
      verificationMethod: `${statement.attributedTo}#${key.multikey}`,
      proofPurpose: 'assertionMethod',
    },
    key.privateKey,
  )
  return parseHead(canonicalize({ ...document, proof }))
}
