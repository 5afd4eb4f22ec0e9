import { Type, type Static } from 'typebox'

import { invalid, TesseraError } from '../kernel/errors.ts'
import { isTimestamp, type Timestamp } from '../kernel/time.ts'
import { canonicalize, parseCanonical } from './canonical.ts'
import { createCheck } from './check.ts'
import { type Did, type Scid, scidOf } from './did.ts'
import { type Digest, digestOf } from './digest.ts'
import { DIGEST_PATTERN, SLUG_PATTERN, TYPE_PATTERN } from './patterns.ts'

/** Current records that one collective may list: a manifest stays below 256 KiB. */
export const MAX_ITEMS = 1_000
/** Erased records that one collective may list at a time. */
export const MAX_ERASED = 1_000

/** One record of a manifest; its members are those of the record itself. */
export interface ManifestItem {
  readonly type: string
  readonly slug: string
  readonly version: number
  readonly digest: Digest
  readonly expires?: Timestamp
}

/** The list of a collective's current records, and of those it wants gone everywhere. */
export interface Manifest {
  readonly digest: Digest
  readonly scid: Scid
  readonly items: readonly ManifestItem[]
  readonly erased: readonly Digest[]
  /** Its canonical bytes. */
  readonly text: string
}

const Item = Type.Object(
  {
    type: Type.String({ pattern: TYPE_PATTERN }),
    slug: Type.String({ pattern: SLUG_PATTERN }),
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    digest: Type.String({ pattern: DIGEST_PATTERN }),
    expires: Type.Optional(Type.String({ maxLength: 20 })),
  },
  { additionalProperties: false },
)
const ManifestSchema = Type.Object(
  {
    type: Type.Literal('Manifest'),
    attributedTo: Type.String({ maxLength: 400 }),
    items: Type.Array(Item, { maxItems: MAX_ITEMS }),
    erased: Type.Array(Type.String({ pattern: DIGEST_PATTERN }), { maxItems: MAX_ERASED }),
  },
  { additionalProperties: false },
)
type ManifestValue = Static<typeof ManifestSchema>

const checkManifest: (value: unknown) => asserts value is ManifestValue = createCheck(
  ManifestSchema,
  'bad_manifest',
)

/**
 * The manifest that canonical bytes are. Throws `not_canonical`, `bad_manifest`, `unsorted_manifest`,
 * `bad_time`. SPEC: design.md, section 6, "Manifest".
 */
export function parseManifest(text: string, value: unknown = parseCanonical(text)): Manifest {
  checkManifest(value)
  checkOrder(value)
  for (const { expires } of value.items) {
    if (expires !== undefined && !isTimestamp(expires))
      throw invalid('bad_time', 'An item expires at no time.')
  }
  return {
    digest: digestOf(text),
    scid: scidOf(value.attributedTo),
    items: value.items,
    erased: value.erased,
    text,
  }
}

/** Sorted by type and slug, each pair once; `erased` sorted, nothing in it that is also listed. */
function checkOrder({ items, erased }: ManifestValue): void {
  if (!isAscending(items.map(keyOf)) || !isAscending(erased)) {
    throw invalid(
      'unsorted_manifest',
      'Items are sorted by type and slug and erased digests by themselves, each once.',
    )
  }
  const gone = new Set(erased)
  if (items.some((item) => gone.has(item.digest))) {
    throw invalid('bad_manifest', 'A manifest cannot list a record that it erases.')
  }
}

function isAscending(keys: readonly string[]): boolean {
  return keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key)
}

/** What an item is listed under: one version of it at a time. */
export function keyOf(item: { readonly type: string; readonly slug: string }): string {
  return `${item.type}/${item.slug}`
}

/** Makes the manifest of a collective from its current records and erased digests, in any order. */
export function createManifest(
  did: Did,
  items: readonly ManifestItem[],
  erased: readonly Digest[],
): Manifest {
  if (items.length > MAX_ITEMS || erased.length > MAX_ERASED) {
    throw new TesseraError(
      'full',
      'manifest_full',
      `A collective lists at most ${MAX_ITEMS} records.`,
    )
  }
  return parseManifest(
    canonicalize({
      type: 'Manifest',
      attributedTo: did,
      items: items
        .map(({ type, slug, version, digest, expires }) => ({
          type,
          slug,
          version,
          digest,
          expires,
        }))
        .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      erased: erased.toSorted(),
    }),
  )
}
