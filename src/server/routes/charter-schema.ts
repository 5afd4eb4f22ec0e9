import { type Static, Type } from 'typebox'

import { charterName } from '../../charter/charter-address.ts'
import type { CharterNode } from '../../charter/charter-tree.ts'
import { languagesOf } from '../../charter/charter.ts'
import type { CharterPage, CharterSummary } from '../../charter/charters.ts'
import {
  clauseStandings,
  type ClauseStanding,
  type SaidOfClause,
} from '../../charter/clause-standings.ts'
import type { MatrixRow } from '../../charter/matrix.ts'
import type { Visit } from '../visit.ts'
import { asJson } from './collective-schema.ts'
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

const CountSchema = Type.Object({
  inForce: Type.Integer(),
  withReservations: Type.Integer(),
  suspended: Type.Integer(),
  notShown: Type.Integer({ description: 'in force, of collectives that the view does not show' }),
})

const VersionSchema = Type.Object({
  url: UrlSchema,
  statement: DigestSchema,
  collective: ScidSchema,
  slug: Type.String(),
  names: LanguageMapSchema,
  languages: listOf(Type.String()),
  published: TimeSchema,
  amends: nullable(DigestSchema),
  depth: Type.Integer(),
  latest: Type.Boolean(),
  count: CountSchema,
})

/** All charters that a node knows. */
export const CharterListSchema = Type.Object({
  view: Type.String(),
  charters: listOf(
    Type.Intersect([VersionSchema, Type.Object({ shown: Type.Boolean() })], {
      unevaluatedProperties: false,
    }),
  ),
})

const RowSchema = Type.Object({
  collective: ScidSchema,
  commitments: listOf(
    Type.Object({
      version: DigestSchema,
      statement: DigestSchema,
      state: Type.String(),
      record: RecordSchema,
    }),
  ),
})

const SaidSchema = Type.Object({ collective: ScidSchema, said: RecordSchema })

/** Of those in the view whose signature under this version is in force. */
const ClauseStandingSchema = Type.Object({
  clause: Type.String(),
  level: Type.String(),
  counts: Type.Object({
    yes: Type.Integer(),
    partly: Type.Integer(),
    'not-yet': Type.Integer(),
    unsaid: Type.Integer(),
  }),
  reservations: listOf(SaidSchema),
  compliance: listOf(SaidSchema),
})

/** One version of a charter with everyone who signed any of them. */
export const CharterSchema = Type.Object({
  kind: Type.Literal('charter'),
  view: Type.String(),
  url: UrlSchema,
  statement: DigestSchema,
  record: RecordSchema,
  tree: listOf(VersionSchema),
  signatories: listOf(RowSchema),
  others: listOf(RowSchema),
  clauses: listOf(ClauseStandingSchema),
  diff: nullable(RecordSchema),
})

/** Several collectives that published under one slug. */
export const CharterChoiceSchema = Type.Object({
  kind: Type.Literal('choice'),
  urls: listOf(UrlSchema),
})

/** A version in its place among the others. */
export function versionJson(
  node: CharterNode,
  count: CharterSummary['count'],
  origin: string,
): Static<typeof VersionSchema> {
  const { scid, statement, charter, depth, latest } = node
  return {
    url: `${origin}/charters/${charterName(node)}`,
    statement,
    collective: scid,
    slug: charter.slug,
    names: charter.nameMap,
    languages: languagesOf(charter),
    published: charter.published,
    amends: charter.amends ?? null,
    depth,
    latest,
    count,
  }
}

/** What the page of a charter says, as data. */
export function charterJson(
  { node, tree, matrix }: CharterPage,
  { view }: Visit,
  origin: string,
): Omit<Static<typeof CharterSchema>, 'diff'> {
  const none = { inForce: 0, withReservations: 0, suspended: 0, notShown: 0 }
  return {
    kind: 'charter',
    view: view.name,
    url: `${origin}/charters/${charterName(node)}`,
    statement: node.statement,
    record: asJson(node.charter),
    tree: tree.map((one) => versionJson(one, matrix.counts.get(one.statement) ?? none, origin)),
    signatories: matrix.shown.map(rowJson),
    others: matrix.others.map(rowJson),
    clauses: clauseStandings(node, matrix.shown).map(standingJson),
  }
}

function standingJson(standing: ClauseStanding): Static<typeof ClauseStandingSchema> {
  const { clause, counts, reservations, compliance } = standing
  return {
    clause: clause.id,
    level: clause.level,
    counts,
    reservations: reservations.map(saidJson),
    compliance: compliance.map(saidJson),
  }
}

function saidJson({ scid, said }: SaidOfClause<object>): Static<typeof SaidSchema> {
  return { collective: scid, said: asJson(said) }
}

function rowJson({ scid, cells }: MatrixRow): Static<typeof RowSchema> {
  return {
    collective: scid,
    commitments: [...cells].map(([version, { statement, state, commitment }]) => ({
      version,
      statement,
      state,
      record: asJson(commitment),
    })),
  }
}
