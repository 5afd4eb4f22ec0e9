import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type { LanguageTag } from '../../kernel/language-tag.ts'
import { fontCoverage } from './font-coverage.ts'

/** A family of fonts, and where it comes from. */
interface Family {
  /** As the font itself says. */
  readonly name: string
  /** What its package calls its folder. */
  readonly directory: string
  /** Languages that read their characters in this family rather than in another that has them. */
  readonly preferredBy?: readonly string[]
}

/** The fonts that a text is set in. */
export interface FontChoice {
  readonly families: readonly string[]
  readonly files: readonly string[]
  /** Letters for which no font is at hand. */
  readonly missing: readonly string[]
}

/**
 * In the order in which they are asked. The first four come with Tessera; the others are used where
 * they are installed. Arabic is set in Amiri, since it draws each letter as one glyph: of the Noto
 * fonts, which put letters together from strokes and dots, nobody can copy a word.
 */
const FAMILIES: readonly Family[] = [
  { name: 'Noto Sans', directory: 'noto-sans' },
  { name: 'Amiri', directory: 'amiri' },
  { name: 'Noto Sans Hebrew', directory: 'noto-sans-hebrew' },
  { name: 'Noto Sans JP', directory: 'noto-sans-jp', preferredBy: ['Jpan'] },
  { name: 'Noto Sans SC', directory: 'noto-sans-sc', preferredBy: ['Hans'] },
  { name: 'Noto Sans TC', directory: 'noto-sans-tc', preferredBy: ['Hant'] },
  { name: 'Noto Sans KR', directory: 'noto-sans-kr', preferredBy: ['Kore'] },
  ...[
    'Armenian',
    'Bengali',
    'Canadian Aboriginal',
    'Cherokee',
    'Ethiopic',
    'Georgian',
    'Gujarati',
    'Gurmukhi',
    'Kannada',
    'Khmer',
    'Lao',
    'Malayalam',
    'Mongolian',
    'Myanmar',
    'Oriya',
    'Sinhala',
    'Tamil',
    'Telugu',
    'Thaana',
    'Thai',
    'Tibetan',
    'Tifinagh',
  ].map((script) => ({
    name: `Noto Sans ${script}`,
    directory: `noto-sans-${script.toLowerCase().replace(' ', '-')}`,
  })),
]

const STYLES = ['400Regular', '700Bold', '400Regular_Italic'] as const

/** Where Debian's fonts-noto-core puts its files: for scripts whose package is not installed. */
const SYSTEM_FONTS = '/usr/share/fonts/truetype/noto'
const SYSTEM_STYLES: Readonly<Record<(typeof STYLES)[number], string>> = {
  '400Regular': 'Regular',
  '700Bold': 'Bold',
  '400Regular_Italic': 'Italic',
}

/** What a reader misses if it is not there. A box instead of a symbol is no reason for no leaflet. */
const LETTER = /[\p{L}\p{M}\p{N}]/u
/** Characters without a shape of their own. */
const SHAPELESS = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}]/u

const require = createRequire(import.meta.url)

/**
 * The fewest fonts at hand that show all of `text`, in a fixed order: the same text and the same
 * font packages give the same choice on every machine.
 */
export function chooseFonts(text: string, language: LanguageTag): FontChoice {
  const wanted = new Set([...new Set(text)].filter((character) => !SHAPELESS.test(character)))
  const families: string[] = []
  const files: string[] = []
  for (const family of inOrderFor(language)) {
    // The first is always there: what the leaflet itself adds is set in it.
    if (wanted.size === 0 && families.length > 0) break
    const [regular, ...others] = filesOf(family)
    if (regular === undefined) continue
    const covers = fontCoverage(readFileSync(regular))
    const shown = [...wanted].filter((character) => covers(character.codePointAt(0) ?? 0))
    if (shown.length === 0 && families.length > 0) continue
    for (const character of shown) wanted.delete(character)
    families.push(family.name)
    files.push(regular, ...others)
  }
  return { families, files, missing: [...wanted].filter((character) => LETTER.test(character)) }
}

function inOrderFor(language: LanguageTag): readonly Family[] {
  const script = new Intl.Locale(language).maximize().script ?? ''
  const isPreferred = ({ preferredBy }: Family): boolean => preferredBy?.includes(script) === true
  const [first, ...rest] = FAMILIES
  return first === undefined
    ? []
    : [first, ...rest.filter(isPreferred), ...rest.filter((family) => !isPreferred(family))]
}

/** The files of a family that are at hand, the upright one first. */
function filesOf({ name, directory }: Family): readonly string[] {
  const stem = name.replaceAll(' ', '')
  const folder = packageFolder(`@expo-google-fonts/${directory}`)
  return STYLES.map((style) =>
    folder === null
      ? join(SYSTEM_FONTS, `${stem}-${SYSTEM_STYLES[style]}.ttf`)
      : join(folder, style, `${stem}_${style}.ttf`),
  ).filter((file) => existsSync(file))
}

function packageFolder(name: string): string | null {
  try {
    return dirname(require.resolve(`${name}/package.json`))
  } catch {
    return null
  }
}
