/** How one language of the founding charter writes what every language must say alike. */
export interface FoundingLanguage {
  /** Its quotation marks, and no others. */
  readonly quotes: string
  /** The numbers that the charter spells out, in every form that it uses. */
  readonly numbers: {
    readonly two: string
    readonly three: string
    readonly six: string
    readonly seven: string
  }
}

/** Every language of the founding charter in the order of its pages: the authoritative ones first. */
export const FOUNDING_LANGUAGES: Readonly<Record<string, FoundingLanguage>> = {
  en: { quotes: '“”', numbers: { two: 'two', three: 'three', six: 'six', seven: 'seven' } },
  fr: { quotes: '«»', numbers: { two: 'deux', three: 'trois', six: 'six', seven: 'sept' } },
  ar: {
    quotes: '«»',
    numbers: { two: 'اثنان|يومين', three: 'ب?ثلاثة?', six: 'ستة', seven: 'سبعة' },
  },
  ca: { quotes: '«»', numbers: { two: 'dos|dues', three: 'tres', six: 'sis', seven: 'set' } },
  de: { quotes: '„“', numbers: { two: 'zwei', three: 'drei', six: 'sechs', seven: 'sieben' } },
  es: { quotes: '«»', numbers: { two: 'dos', three: 'tres', six: 'seis', seven: 'siete' } },
  it: { quotes: '«»', numbers: { two: 'due', three: 'tre', six: 'sei', seven: 'sette' } },
  pt: { quotes: '“”', numbers: { two: 'dois|duas', three: 'três', six: 'seis', seven: 'sete' } },
}

/** The numbers in a text, in digits and in words, sorted: `14 48 two`. */
export function numbersIn(text: string, { numbers }: FoundingLanguage): string {
  const digits = text.match(/\d+/g) ?? []
  const words = Object.entries(numbers).flatMap(([number, forms]) => {
    const found = text.match(new RegExp(`(?<!\\p{L})(?:${forms})(?!\\p{L})`, 'giu')) ?? []
    return found.map(() => number)
  })
  return [...digits, ...words].toSorted().join(' ')
}
