/**
 * Which characters a TrueType or OpenType font has a glyph for, read from its `cmap` table.
 * SPEC: ISO/IEC 14496-22, section 5.1.2; formats 4 and 12, which fonts of today hold.
 */
export function fontCoverage(font: Buffer): (codePoint: number) => boolean {
  const ranges = tablesOf(font).flatMap((at) => rangesOf(font, at))
  return (codePoint) => ranges.some(([first, last]) => codePoint >= first && codePoint <= last)
}

type Range = readonly [first: number, last: number]

/** Where the subtables of `cmap` begin. */
function tablesOf(font: Buffer): readonly number[] {
  const cmap = findTable(font, 'cmap')
  if (cmap === null) return []
  return upTo(font.readUInt16BE(cmap + 2)).map(
    (index) => cmap + font.readUInt32BE(cmap + 4 + 8 * index + 4),
  )
}

function findTable(font: Buffer, tag: string): number | null {
  const record = upTo(font.readUInt16BE(4))
    .map((index) => 12 + 16 * index)
    .find((at) => font.toString('latin1', at, at + 4) === tag)
  return record === undefined ? null : font.readUInt32BE(record + 8)
}

function rangesOf(font: Buffer, at: number): readonly Range[] {
  const format = font.readUInt16BE(at)
  if (format === 12) {
    return upTo(font.readUInt32BE(at + 12)).map((group) => [
      font.readUInt32BE(at + 16 + 12 * group),
      font.readUInt32BE(at + 20 + 12 * group),
    ])
  }
  if (format !== 4) return []
  const doubled = font.readUInt16BE(at + 6)
  return upTo(doubled / 2).map((segment) => [
    font.readUInt16BE(at + 16 + doubled + 2 * segment),
    font.readUInt16BE(at + 14 + 2 * segment),
  ])
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
