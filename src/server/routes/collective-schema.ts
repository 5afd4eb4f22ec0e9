import { type Static, Type } from 'typebox'

import type { CanaryReport } from '../../alert/canaries.ts'
import type { ViewGap } from '../../directory/view.ts'
import type { Collective } from '../../exchange/object-store.ts'
import type { Unconfirmed } from '../../exchange/unconfirmed.ts'
import type { JsonObject } from '../../record/canonical.ts'
import type { Scid } from '../../record/did.ts'
import type { ShownCommitment } from '../collective-model.ts'
import { collectivePath } from '../known-collectives.ts'
import type { LogEvent } from '../log-story.ts'
import type { ShownView } from '../shown-view.ts'
import type { KnownVouch } from '../vouch-book.ts'
import { CanarySchema } from './canary-schema.ts'
import {
  DigestSchema,
  LanguageMapSchema,
  listOf,
  nullable,
  RecordSchema,
  ScidSchema,
  TimeSchema,
  UrlSchema,
} from './schemas.ts'

const VouchSchema = Type.Object({
  voucher: ScidSchema,
  whom: ScidSchema,
  digest: DigestSchema,
  since: Type.String(),
  fingerprintChecked: Type.String(),
  howKnownMap: LanguageMapSchema,
  reasonMap: LanguageMapSchema,
  updated: TimeSchema,
  expires: TimeSchema,
})

const LogEventSchema = Type.Object({
  number: Type.Integer(),
  versionId: Type.String(),
  time: TimeSchema,
  changes: listOf(RecordSchema),
  approvals: Type.Integer(),
  threshold: Type.Integer(),
  members: Type.Integer(),
  nodeKey: nullable(Type.String()),
  nodeKeyExpires: nullable(TimeSchema),
  revoked: listOf(Type.Object({ multikey: Type.String(), since: TimeSchema })),
  lastGoodVersion: nullable(Type.Integer()),
  disputed: Type.Boolean(),
})

/** All that a node knows of a collective. */
export const CollectiveSchema = Type.Object({
  kind: Type.Literal('collective'),
  view: Type.String(),
  url: UrlSchema,
  scid: ScidSchema,
  did: Type.String(),
  state: Type.String(),
  stateChanged: TimeSchema,
  headExpires: nullable(TimeSchema),
  standing: Type.Object({
    shown: Type.Boolean(),
    distance: nullable(Type.Integer({ description: 'steps from the seeds of the view' })),
    vouchedBy: listOf(ScidSchema),
    gaps: listOf(RecordSchema),
  }),
  profile: nullable(RecordSchema),
  commitments: listOf(
    Type.Object({ digest: DigestSchema, state: Type.String(), record: RecordSchema }),
  ),
  canaries: listOf(CanarySchema),
  vouchesReceived: listOf(VouchSchema),
  vouchesGiven: listOf(VouchSchema),
  listings: Type.Integer({ description: 'hosts without a node that it lists' }),
  log: listOf(LogEventSchema),
  unconfirmed: listOf(
    Type.Object(
      {
        type: Type.String(),
        slug: Type.String(),
        digest: DigestSchema,
        updated: TimeSchema,
        since: TimeSchema,
      },
      { description: 'signed after its key was not to be trusted, not published again since' },
    ),
  ),
  records: Type.Object({
    log: UrlSchema,
    witness: UrlSchema,
    head: nullable(UrlSchema),
    profile: nullable(UrlSchema),
  }),
})

/** What others say about a host without a node. */
export const HostSchema = Type.Object({
  kind: Type.Literal('host'),
  view: Type.String(),
  url: UrlSchema,
  host: Type.String(),
  standing: Type.String(),
  isExpired: Type.Boolean(),
  listings: listOf(Type.Object({ by: ScidSchema, digest: DigestSchema, record: RecordSchema })),
})

/** Several collectives that have one slug. */
export const ChoiceSchema = Type.Object({
  kind: Type.Literal('choice'),
  urls: listOf(UrlSchema),
})

export interface CollectiveFacts {
  readonly origin: string
  readonly view: ShownView
  readonly collective: Collective
  readonly profile: { readonly digest: string; readonly record: object & { slug: string } } | null
  readonly commitments: readonly ShownCommitment[]
  readonly canaries: readonly CanaryReport[]
  readonly received: readonly KnownVouch[]
  readonly given: readonly KnownVouch[]
  readonly listings: number
  readonly log: readonly LogEvent[]
  readonly unconfirmed: readonly Unconfirmed[]
}

/** What the page of a collective says, as data. */
export function collectiveJson(facts: CollectiveFacts): Static<typeof CollectiveSchema> {
  const { origin, view, collective, profile } = facts
  const { scid, did, state, stateChanged, head, headExpires } = collective
  return {
    kind: 'collective',
    view: view.name,
    url: `${origin}${collectivePath({ scid, slug: profile?.record.slug ?? null })}`,
    scid,
    did,
    state,
    stateChanged,
    headExpires,
    standing: standingJson(view, scid),
    profile: profile === null ? null : asJson(profile.record),
    commitments: facts.commitments.map(({ digest, state: standing, record }) => ({
      digest,
      state: standing,
      record: asJson(record),
    })),
    canaries: facts.canaries,
    vouchesReceived: facts.received,
    vouchesGiven: facts.given,
    listings: facts.listings,
    unconfirmed: facts.unconfirmed,
    log: facts.log.map((event) => ({ ...event, changes: event.changes.map(asJson) })),
    records: {
      log: `${origin}/did/${scid}/did.jsonl`,
      witness: `${origin}/did/${scid}/did-witness.json`,
      head: head === null ? null : `${origin}/objects/${head}`,
      profile: profile === null ? null : `${origin}/objects/${profile.digest}`,
    },
  }
}

function standingJson(view: ShownView, scid: Scid) {
  const member = view.shown.get(scid)
  const gaps: readonly ViewGap[] = view.others.get(scid) ?? []
  const { distance = null, vouchedBy = [] } = member ?? {}
  return { shown: member !== undefined, distance, vouchedBy, gaps: gaps.map(asJson) }
}

/** A value that came from JSON, or holds nothing else. */
export function asJson(value: object): JsonObject {
  return value as unknown as JsonObject
}
