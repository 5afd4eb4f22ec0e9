import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Draft } from '../record/kinds/draft.ts'
import { byAge, type Signed, type TextRecords } from './communique-store.ts'
import { partsOf, type TextPart, textOf } from './text-parts.ts'

/** A draft in its place among the versions of its text. */
export interface DraftVersion extends Signed<'Draft'> {
  readonly parts: readonly TextPart[]
  /** How many versions it goes on from, the longest way: 1 for a first draft. */
  readonly depth: number
  /** What it goes on from and is at hand. */
  readonly parents: readonly Digest[]
  /** What it goes on from and is not at hand. */
  readonly missing: readonly Digest[]
}

/** One text of one collective, from its first draft to its frozen form. */
export interface JointText {
  readonly scid: Scid
  readonly slug: string
  readonly draftOf: Draft['draftOf']
  /** Each after those that it goes on from. */
  readonly drafts: readonly DraftVersion[]
  /** Versions that no version of this text goes on from; several were written apart. */
  readonly heads: readonly DraftVersion[]
  /** The frozen text, newest version first, withdrawn ones included. */
  readonly frozen: readonly (Signed<'Communique'> | Signed<'Charter'>)[]
}

/** All texts with their drafts, and all drafts by digest: how they go on from each other. */
export interface Texts {
  readonly texts: readonly JointText[]
  readonly drafts: ReadonlyMap<Digest, DraftVersion>
}

/**
 * Sorts drafts and frozen texts into texts: those of one collective under one name are versions of
 * one text. Anyone can go on from anybody's draft under a name of their own; that is another text,
 * of the same kin. The order is the same whatever order the records came in.
 */
export function jointTexts(records: Pick<TextRecords, 'Draft' | 'Communique' | 'Charter'>): Texts {
  const drafts = draftVersions(records.Draft)
  const byText = Map.groupBy(drafts.values(), ({ scid, record }) => keyOf(scid, record))
  const communiques = records.Communique.map((one) => ({ ...one, draftOf: 'communique' as const }))
  // A charter that was never a draft here is not a joint text: it has its own pages.
  const charters = records.Charter.filter(({ record }) => record.goesOnFrom !== undefined).map(
    (one) => ({ ...one, draftOf: 'charter' as const }),
  )
  const frozen = Map.groupBy([...communiques, ...charters], ({ scid, draftOf, record }) =>
    keyOf(scid, { draftOf, text: record.slug }),
  )
  const keys = [...new Set([...byText.keys(), ...frozen.keys()])].toSorted()
  const texts = keys.map((key): JointText => {
    const versions = byText.get(key) ?? []
    const [scid = '', draftOf, slug = ''] = key.split(' ')
    return {
      scid,
      slug,
      draftOf: draftOf === 'charter' ? 'charter' : 'communique',
      drafts: versions,
      heads: headsOf(versions),
      frozen: (frozen.get(key) ?? []).toSorted(byVersion).map(({ draftOf: _, ...one }) => one),
    }
  })
  return { texts, drafts }
}

/** No slug and no SCID has a space. */
function keyOf(scid: Scid, { draftOf, text }: Pick<Draft, 'draftOf' | 'text'>): string {
  return `${scid} ${draftOf} ${text}`
}

function byVersion(a: JointText['frozen'][number], b: JointText['frozen'][number]): number {
  return b.record.version - a.record.version || byAge(b, a)
}

function headsOf(versions: readonly DraftVersion[]): DraftVersion[] {
  const continued = new Set(versions.flatMap(({ parents }) => parents))
  return versions.filter(({ statement }) => !continued.has(statement))
}

/** Every draft with what it goes on from, each after its parents; older ones first. */
function draftVersions(drafts: readonly Signed<'Draft'>[]): Map<Digest, DraftVersion> {
  const known = new Map(drafts.map((draft) => [draft.statement, draft]))
  const versions = new Map<Digest, DraftVersion>()
  // A draft names the digests of what it goes on from, so a circle would be a collision of sha-256.
  for (const first of [...known.values()].toSorted(byAge)) {
    const waiting = [first]
    for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
      const origins = (next.record.goesOnFrom ?? []).map(({ digest }) => digest)
      const before = origins.filter((digest) => known.has(digest) && !versions.has(digest))
      if (before.length > 0 && !versions.has(next.statement)) {
        waiting.push(...before.flatMap((digest) => known.get(digest) ?? []))
        continue
      }
      waiting.pop()
      if (!versions.has(next.statement)) versions.set(next.statement, place(next, versions))
    }
  }
  return versions
}

function place(draft: Signed<'Draft'>, versions: ReadonlyMap<Digest, DraftVersion>): DraftVersion {
  const origins = (draft.record.goesOnFrom ?? []).map(({ digest }) => digest)
  const parents = origins.filter((digest) => versions.has(digest))
  const depths = parents.map((digest) => versions.get(digest)?.depth ?? 0)
  return {
    ...draft,
    parts: partsOf(textOf(draft.record)),
    depth: 1 + depths.reduce((deepest, depth) => Math.max(deepest, depth), 0),
    parents,
    missing: origins.filter((digest) => !versions.has(digest)),
  }
}

/** A draft and all that it goes on from, nearest first. */
export function lineageOf(draft: DraftVersion, drafts: Texts['drafts']): DraftVersion[] {
  const found = new Map([[draft.statement, draft]])
  for (const { parents } of found.values()) {
    for (const digest of parents) {
      const parent = drafts.get(digest)
      if (parent !== undefined) found.set(digest, parent)
    }
  }
  const [own, ...others] = found.values()
  const sorted = others.toSorted((a, b) => b.depth - a.depth || byAge(b, a))
  return own === undefined ? [] : [own, ...sorted]
}

/** The nearest draft that two drafts both go on from (or are); null if they have none in common. */
export function commonOrigin(
  a: DraftVersion,
  b: DraftVersion,
  drafts: Texts['drafts'],
): DraftVersion | null {
  const known = new Set(lineageOf(a, drafts).map(({ statement }) => statement))
  return lineageOf(b, drafts).find(({ statement }) => known.has(statement)) ?? null
}

/** All drafts that a text shares an origin with, itself included, in the order of their age. */
export function kinOf(text: JointText, drafts: Texts['drafts']): DraftVersion[] {
  const below = new Map<Digest, DraftVersion[]>()
  for (const draft of drafts.values()) {
    for (const parent of draft.parents) below.set(parent, [...(below.get(parent) ?? []), draft])
  }
  const found = new Map(text.drafts.map((draft) => [draft.statement, draft]))
  for (const { parents, statement } of found.values()) {
    const near = parents.flatMap((digest) => drafts.get(digest) ?? [])
    for (const draft of [...near, ...(below.get(statement) ?? [])])
      found.set(draft.statement, draft)
  }
  return [...found.values()].toSorted(byAge)
}
