/** Letters that NFKD leaves alone and readers type another way, and joined ones. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    ø: 'o',
    æ: 'ae',
    œ: 'oe',
    đ: 'd',
    ð: 'd',
    ł: 'l',
    ı: 'i',
    ħ: 'h',
    þ: 'th',
    ŋ: 'n',
    ς: 'σ',
    ё: 'е',
    ґ: 'г',
    // Arabic script: one letter for each of its spellings across Arabic, Persian, Urdu and Kurdish.
    ٱ: 'ا',
    ى: 'ي',
    ی: 'ي',
    ې: 'ي',
    ے: 'ي',
    ک: 'ك',
    ڪ: 'ك',
    ة: 'ه',
    ۀ: 'ه',
    ہ: 'ه',
    ھ: 'ه',
    ە: 'ه',
    ۃ: 'ه',
    ۆ: 'و',
    ڕ: 'ر',
    ڵ: 'ل',
    ێ: 'ي',
    // Tatweel stretches a word, joiners only shape it.
    ـ: '',
    '\u200c': '',
    '\u200d': '',
    '\u00ad': '',
  }),
)
const SPELLED = new RegExp(`[${[...SPELLINGS.keys()].join('')}]`, 'gu')

/**
 * Marks that readers leave out. In the scripts of India and South-East Asia marks are vowels, in
 * Japanese they make another letter: those stay.
 */
const OPTIONAL_MARKS =
  /[[\p{M}&&[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]]--[\u3099\u309a]]/gv

/** Decimal digits of the scripts in which Latin digits are as usual. */
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]/g

const BEYOND_ASCII = /[^\0-\x7f]/

/**
 * What a text is compared by: no case, no accents, one spelling of Arabic letters, Latin digits.
 * Texts are only ever searched in this form, so all databases find the same.
 */
export function fold(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(OPTIONAL_MARKS, '')
    .replace(SPELLED, (letter) => SPELLINGS.get(letter) ?? letter)
    .replace(DIGITS, (digit) => String(decimalOf(digit)))
    .normalize('NFC')
}

function decimalOf(digit: string): number {
  const code = digit.charCodeAt(0)
  return code >= 0x966 ? (code - 0x966) % 0x80 : code & 0xf
}

const ASCII_WORD = /[a-z0-9]+/g
const WORD = /[\p{L}\p{N}\p{M}]+/gu
/** Scripts written without spaces; a word of them is found by any two letters side by side. */
const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu

/** What is beyond tells no two words apart; keeps a text of one endless word from the index. */
const MAX_WORD = 40

/** A word of a folded text. A pair (two letters of a script without spaces) is never a prefix. */
export interface Word {
  readonly folded: string
  readonly isPair: boolean
}

/** The words of a text, folded, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  const folded = fold(text)
  if (!BEYOND_ASCII.test(folded)) {
    for (const word of folded.match(ASCII_WORD) ?? []) {
      words.push({ folded: word.slice(0, MAX_WORD), isPair: false })
    }
    return words
  }
  for (const [run] of folded.matchAll(WORD)) {
    let end = 0
    for (const part of run.matchAll(NO_SPACES)) {
      pushWord(words, run.slice(end, part.index))
      pushPairs(words, Array.from(part[0]))
      end = part.index + part[0].length
    }
    pushWord(words, run.slice(end))
  }
  return words
}

function pushWord(words: Word[], text: string): void {
  if (text !== '')
    words.push({ folded: Array.from(text).slice(0, MAX_WORD).join(''), isPair: false })
}

function pushPairs(words: Word[], letters: readonly string[]): void {
  if (letters.length === 1) words.push({ folded: letters.join(''), isPair: true })
  for (let i = 0; i + 1 < letters.length; i++) {
    words.push({ folded: letters.slice(i, i + 2).join(''), isPair: true })
  }
}

/** The two letters for each byte. */
const NIBBLES = Array.from({ length: 256 }, (_, byte) =>
  String.fromCharCode(97 + (byte >> 4), 97 + (byte & 15)),
)

/**
 * A word as it stands in the full-text index: the nibbles of its UTF-8 as letters `a` to `p`. Such
 * tokens mean the same to every full-text engine (no stemming, stop words, operators or accents),
 * differ if the words do, and begin with the token of whatever the word begins with.
 */
export function tokenOf(folded: string): string {
  let token = ''
  for (const byte of Buffer.from(folded)) token += NIBBLES[byte]
  return token
}

/** Texts repeat their words; a full cache starts anew. */
const CACHE_LIMIT = 20_000
/** Longer runs without a space are no words: they are not remembered. */
const MAX_CACHED = 50
const cache = new Map<string, readonly string[]>()

/** The index form of texts: each distinct token once, in order. */
export function tokensIn(texts: Iterable<string>): Set<string> {
  const tokens = new Set<string>()
  for (const text of texts) {
    for (const run of text.split(' ')) {
      for (const token of tokensOfRun(run)) tokens.add(token)
    }
  }
  return tokens
}

/** What has no space within is folded and split alike wherever it stands. */
function tokensOfRun(run: string): readonly string[] {
  const known = cache.get(run)
  if (known !== undefined) return known
  const tokens: string[] = []
  for (const { folded, isPair } of wordsOf(run)) {
    tokens.push(tokenOf(folded))
    // A single letter must find the word it stands in.
    if (isPair) for (const letter of folded) tokens.push(tokenOf(letter))
  }
  if (run.length > MAX_CACHED) return tokens
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(run, tokens)
  return tokens
}
