import type { Timestamp } from '../kernel/time.ts'
import type { CollectiveState } from '../record/acceptance.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { CharterVersion, SignedCommitment } from './charter.ts'
import { type CommitmentState, verifyCommitment } from './verify-commitment.ts'

/** What one collective last said about one version of a charter. */
export interface MatrixCell extends SignedCommitment {
  readonly state: CommitmentState
}

/** A collective and its commitments, by statement digest of the version. */
export interface MatrixRow {
  readonly scid: Scid
  /** Null for a collective of which nothing else is known. */
  readonly standing: CollectiveState | null
  readonly cells: ReadonlyMap<Digest, MatrixCell>
}

/** How many collectives stand where, for one version. */
export interface MatrixCount {
  readonly inForce: number
  /** Among those in force. */
  readonly withReservations: number
  readonly suspended: number
  /** In force, but of collectives that the view does not show. */
  readonly notShown: number
}

/** Who signed which version of a charter, and how. */
export interface Matrix {
  readonly versions: readonly CharterVersion[]
  /** Collectives of the view, sorted by SCID. */
  readonly shown: readonly MatrixRow[]
  /** Everyone else, whose commitments are told but never counted with the others. */
  readonly others: readonly MatrixRow[]
  readonly counts: ReadonlyMap<Digest, MatrixCount>
}

export interface MatrixInput {
  readonly versions: readonly CharterVersion[]
  readonly commitments: Iterable<SignedCommitment>
  /** The collectives of the view; who is stale or lost its key is not among them. */
  readonly shown: ReadonlySet<Scid>
  readonly standings: ReadonlyMap<Scid, CollectiveState>
  readonly now: Timestamp
}

/**
 * Collectives by versions of a charter. Of several commitments of one collective to one version
 * only its last word stands, so signing twice counts once. A commitment to a digest that is not
 * among `versions` belongs to another text and has no place here. SPEC: security-bar.md, H03 to H06.
 */
export function commitmentMatrix(input: MatrixInput): Matrix {
  const rows = rowsOf(input)
  const shown = rows.filter(({ scid }) => input.shown.has(scid))
  const others = rows.filter(({ scid }) => !input.shown.has(scid))
  const counts = new Map(
    input.versions.map(({ statement }) => [statement, countOf(statement, shown, others)]),
  )
  return { versions: input.versions, shown, others, counts }
}

function rowsOf({ versions, commitments, standings, now }: MatrixInput): MatrixRow[] {
  const byDigest = new Map(versions.map((version) => [version.statement, version]))
  const cells = new Map<Scid, Map<Digest, MatrixCell>>()
  for (const signed of commitments) {
    const { digest } = signed.commitment.charter
    const version = byDigest.get(digest)
    if (version === undefined) continue
    const row = cells.get(signed.scid) ?? new Map<Digest, MatrixCell>()
    const state = verifyCommitment(signed.commitment, version, now)
    if (state === 'other-text') continue
    if (isLaterWord(signed, row.get(digest))) row.set(digest, { ...signed, state })
    cells.set(signed.scid, row)
  }
  return [...cells.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([scid, row]) => ({ scid, standing: standings.get(scid) ?? null, cells: row }))
}

function isLaterWord(signed: SignedCommitment, known: MatrixCell | undefined): boolean {
  if (known === undefined) return true
  const [a, b] = [signed.commitment.updated, known.commitment.updated]
  return a === b ? signed.statement > known.statement : a > b
}

function countOf(
  statement: Digest,
  shown: readonly MatrixRow[],
  others: readonly MatrixRow[],
): MatrixCount {
  const cellsOf = (rows: readonly MatrixRow[], state: CommitmentState) =>
    rows.map(({ cells }) => cells.get(statement)).filter((cell) => cell?.state === state)
  const inForce = cellsOf(shown, 'in-force')
  return {
    inForce: inForce.length,
    withReservations: inForce.filter((cell) => cell?.commitment.reservations !== undefined).length,
    suspended: cellsOf(shown, 'suspended').length,
    notShown: cellsOf(others, 'in-force').length,
  }
}

/** What the view asks for: every signature that is in force, whoever made it. */
export function signaturesInForce(
  matrix: Matrix,
): readonly { readonly scid: Scid; readonly charter: Digest }[] {
  return [...matrix.shown, ...matrix.others].flatMap(({ scid, cells }) =>
    [...cells.values()]
      .filter(({ state }) => state === 'in-force')
      .map(({ commitment }) => ({ scid, charter: commitment.charter.digest })),
  )
}
