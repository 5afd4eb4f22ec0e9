import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import { decodeDid, isScid, type Scid } from '../record/did.ts'
import type { Host } from './hosts.ts'

/** What a host says about whose it is, as fetched; null for what it does not have. */
export interface HostEvidence {
  /** `https://<host>/.well-known/did.jsonl` */
  readonly didLog: string | null
  /** `https://<host>/.well-known/tessera.json` */
  readonly tesseraJson: string | null
  /** The TXT records of `_tessera.<host>`: `scid=Qm...` */
  readonly txt: readonly string[]
}

export type HostVerdict =
  | 'proven'
  /** It names other collectives and not this one. */
  | 'names-others'
  /** It was reached and names nobody. */
  | 'silent'

/**
 * Whether a host says that it belongs to a collective. Both must say so: this is the host's half,
 * the Profile that names the host is the other. SPEC: design.md, section 9.
 */
export function judgeHost(scid: Scid, evidence: HostEvidence): HostVerdict {
  const named = scidsNamedBy(evidence)
  if (named.has(scid)) return 'proven'
  return named.size > 0 ? 'names-others' : 'silent'
}

/** Every collective that a host says it belongs to; a shared host may name several. */
export function scidsNamedBy(evidence: HostEvidence): ReadonlySet<Scid> {
  const named = [scidOfLog(evidence.didLog), ...scidsOfJson(evidence.tesseraJson)]
  for (const text of evidence.txt) named.push(/^\s*scid=(\S+)\s*$/.exec(text)?.[1] ?? null)
  return new Set(named.filter((scid): scid is Scid => scid !== null && isScid(scid)))
}

/** SPEC: did:webvh 1.0: the first entry of a log carries the SCID in its parameters. */
function scidOfLog(log: string | null): string | null {
  const entry = decodeObject(log?.slice(0, log.indexOf('\n') + 1 || undefined) ?? null)
  const parameters = entry?.['parameters']
  if (typeof parameters !== 'object' || parameters === null) return null
  const scid = 'scid' in parameters ? parameters.scid : null
  return typeof scid === 'string' ? scid : null
}

function scidsOfJson(text: string | null): (string | null)[] {
  const value = decodeObject(text)
  if (value === null) return []
  const { scid, did, scids } = value
  const listed: unknown[] = Array.isArray(scids) ? scids : []
  const fromDid = typeof did === 'string' ? (decodeDid(did)?.scid ?? null) : null
  return [fromDid, ...[scid, ...listed].map((one) => (typeof one === 'string' ? one : null))]
}

function decodeObject(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** What a node remembers of a host that was proven at least once. */
export interface HostProof {
  readonly scid: Scid
  readonly host: Host
  /** Who proved a host first is pinned to it: nobody else takes it over silently. */
  readonly firstProven: Timestamp
  readonly lastProven: Timestamp
  /** False once the host said otherwise, or could not be reached for too long. */
  readonly holds: boolean
}

/** How long a host may be out of reach before its proof no longer holds. */
const GRACE = 7 * DAY
/** A pin ends when the collective has been silent there for as long as a Profile can last. */
const PIN_LASTS = 400 * DAY

/**
 * What to remember after a check; `unreachable` is a check that got no answer at all. Null as long
 * as nothing was ever proven.
 */
export function afterCheck(
  subject: { readonly scid: Scid; readonly host: Host; readonly previous: HostProof | null },
  verdict: HostVerdict | 'unreachable',
  now: Timestamp,
): HostProof | null {
  const { scid, host, previous } = subject
  if (verdict === 'proven') {
    return { scid, host, firstProven: previous?.firstProven ?? now, lastProven: now, holds: true }
  }
  if (previous === null) return null
  const isPatient = verdict === 'unreachable' && now < addTime(previous.lastProven, GRACE)
  return { ...previous, holds: previous.holds && isPatient }
}

/** Who has a host, among the collectives whose Profiles name it. */
export interface HostJudgment {
  /** The pinned collective; null if nobody has proven it. */
  readonly owner: Scid | null
  readonly isProven: boolean
  /** Others that prove it too, or prove it now that the owner does not. */
  readonly conflicting: readonly Scid[]
}

/**
 * Judges the proofs of one host: the first to prove it stays its owner; whoever proves it later is
 * shown as conflicting, never put in its place. SPEC: security-bar.md, F07.
 */
export function judgeProofs(proofs: readonly HostProof[], now: Timestamp): HostJudgment {
  const [owner, ...others] = proofs
    .filter((proof) => proof.holds || now < addTime(proof.lastProven, PIN_LASTS))
    .toSorted(byAge)
  const rivals = others.filter((proof) => proof.holds && proof.scid !== owner?.scid)
  return {
    owner: owner?.scid ?? null,
    isProven: owner?.holds ?? false,
    conflicting: rivals.map((proof) => proof.scid),
  }
}

/**
 * The judgment that decides about `host`: its own, else that of the nearest name above it, since
 * who controls a name controls those below. Null if nobody has proven any.
 */
export function nearestJudgment(
  host: Host,
  judgments: ReadonlyMap<Host, HostJudgment>,
): HostJudgment | null {
  for (let name = host; name !== ''; name = name.slice(name.indexOf('.') + 1)) {
    const judgment = judgments.get(name)
    if (judgment !== undefined && judgment.owner !== null) return judgment
    if (!name.includes('.')) break
  }
  return null
}

function byAge(a: HostProof, b: HostProof): number {
  if (a.firstProven !== b.firstProven) return a.firstProven < b.firstProven ? -1 : 1
  return a.scid < b.scid ? -1 : 1
}
