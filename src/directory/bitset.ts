/** A set of small whole numbers, 32 to a word. Sets that are combined have the same length. */
export type Bitset = Uint32Array

/** The set of nothing, with room for the numbers below `size`. */
export function emptySet(size: number): Bitset {
  return new Uint32Array(Math.ceil(size / 32))
}

export function addTo(set: Bitset, member: number): void {
  const word = member >>> 5
  set[word] = (set[word] ?? 0) | (1 << (member & 31))
}

export function removeFrom(set: Bitset, member: number): void {
  const word = member >>> 5
  set[word] = (set[word] ?? 0) & ~(1 << (member & 31))
}

export function isIn(set: Bitset, member: number): boolean {
  return (((set[member >>> 5] ?? 0) >>> (member & 31)) & 1) === 1
}

/** What is in both sets. */
export function both(a: Bitset, b: Bitset): Bitset {
  const result = new Uint32Array(a.length)
  for (let i = 0; i < a.length; i++) result[i] = (a[i] ?? 0) & (b[i] ?? 0)
  return result
}

/** What is in the first set and not in the second. */
export function without(set: Bitset, less: Bitset): Bitset {
  const result = new Uint32Array(set.length)
  for (let i = 0; i < set.length; i++) result[i] = (set[i] ?? 0) & ~(less[i] ?? 0)
  return result
}

/** Adds all of `more` to `set`. */
export function addAll(set: Bitset, more: Bitset): void {
  for (let i = 0; i < set.length; i++) set[i] = (set[i] ?? 0) | (more[i] ?? 0)
}

/** How many numbers are in both sets. */
export function countBoth(a: Bitset, b: Bitset): number {
  let count = 0
  for (let i = 0; i < a.length; i++) count += bitsIn((a[i] ?? 0) & (b[i] ?? 0))
  return count
}

/** How many numbers are in a set. */
export function sizeOf(set: Bitset): number {
  return countBoth(set, set)
}

/** How many bits of a 32-bit word are set (Hacker's Delight, 5-1). */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The same set with room for the numbers below `size`, which must not be less than before. */
export function grown(set: Bitset, size: number): Bitset {
  const larger = emptySet(size)
  larger.set(set)
  return larger
}
