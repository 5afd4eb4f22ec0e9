/**
 * Characters two columns wide, by ranges that no new version of Unicode moves: the same text is
 * wrapped the same for ever, since a signature is made over it.
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u

/** Characters of no width: marks and what joins or directs. */
const NARROW = /[\p{M}\u200b-\u200f\u2060-\u2069\ufeff]/u

/** Scripts that are written without spaces and broken between any two characters. */
const UNSPACED =
  /[\u2e80-\u303e\u3041-\u312f\u31a0-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3fffd}]/u

/** What must not begin a line. SPEC: JIS X 4051, characters not starting a line (the common ones). */
const CLOSING =
  /[、。，．・：；？！）」』】〕〉》”’ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ\p{M}\u200d]/u
/** What must not end one. */
const OPENING = /[（「『【〔〈《“‘]/u

/** Columns that a text takes in a terminal. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) {
    if (NARROW.test(character)) continue
    columns += WIDE.test(character) ? 2 : 1
  }
  return columns
}

/**
 * A paragraph in lines of at most `width` columns, broken at spaces, and between characters where
 * a script has none. What cannot be broken by such plain rules (an address, a phrase in Thai)
 * stays whole, however long it is.
 */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width))
}

function wrapLine(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const { space, word } of piecesOf(text)) {
    const columns = columnsOf(word)
    if (line !== '' && used + space + columns > width) {
      lines.push(line)
      line = ''
      used = 0
    }
    const gap = line === '' ? '' : ' '.repeat(space)
    line += gap + word
    used += gap.length + columns
  }
  return [...lines, line]
}

interface Piece {
  /** 1 if a space stands before it, else 0. */
  readonly space: number
  /** Never broken. */
  readonly word: string
}

function piecesOf(text: string): readonly Piece[] {
  return text
    .split(/[ \t]+/)
    .filter((word) => word !== '')
    .flatMap((word) => cut(word).map((part, index) => ({ space: index === 0 ? 1 : 0, word: part })))
}

/** A word in the parts between which a line may end. */
function cut(word: string): readonly string[] {
  const parts: string[] = []
  let before = ''
  for (const character of word) {
    const last = parts.at(-1)
    if (last === undefined || mayBreak(before, character)) parts.push(character)
    else parts[parts.length - 1] = last + character
    before = character
  }
  return parts
}

function mayBreak(before: string, after: string): boolean {
  if (!UNSPACED.test(before) && !UNSPACED.test(after)) return false
  return !CLOSING.test(after) && !OPENING.test(before)
}
