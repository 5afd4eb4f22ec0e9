import { Type } from 'typebox'

import {
  DigestSchema,
  LanguageMapSchema,
  listOf,
  nullable,
  ScidSchema,
  TimeSchema,
} from './schemas.ts'

/** Where a canary stands, as data. */
export const CanarySchema = Type.Object({
  slug: Type.String(),
  digest: DigestSchema,
  version: Type.Integer(),
  state: Type.String({
    description: 'valid, due, overdue or withdrawn: dates say so, never reasons',
  }),
  since: TimeSchema,
  updated: TimeSchema,
  nextDate: TimeSchema,
  renewedAfterGap: Type.Boolean(),
  claims: listOf(Type.Object({ claim: Type.String(), contentMap: LanguageMapSchema })),
  noteMap: nullable(LanguageMapSchema),
  defaultLanguage: Type.String(),
  freshness: listOf(
    Type.Object({
      scid: ScidSchema,
      published: TimeSchema,
      standing: Type.String({
        description: 'verified, unknown or not-theirs, as far as known here',
      }),
    }),
  ),
  gaps: listOf(
    Type.Object({
      from: TimeSchema,
      to: TimeSchema,
      versionsNotKnown: Type.Integer({ description: 'with them there may have been no gap' }),
    }),
  ),
  earlier: listOf(
    Type.Object({
      digest: DigestSchema,
      version: Type.Integer(),
      updated: TimeSchema,
      nextDate: TimeSchema,
      withdrawn: Type.Boolean(),
    }),
  ),
  versionsBefore: Type.Integer({ description: 'earlier versions that are not known here' }),
})
