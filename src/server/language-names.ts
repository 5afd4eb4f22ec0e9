import type { LanguageTag } from '../kernel/language-tag.ts'
import { createLruCache } from './lru-cache.ts'

/** What languages that the runtime's data does not name are called by those who speak them. */
const ENDONYMS: Readonly<Record<LanguageTag, string>> = {
  agr: 'Awajún',
  arn: 'Mapudungun',
  ami: 'Pangcah',
  cab: 'Garífuna',
  cak: 'Kaqchikel',
  chr: 'ᏣᎳᎩ',
  cni: 'Asháninka',
  ctu: "Lakty'añ",
  guc: 'Wayuunaiki',
  gym: 'Ngäbere',
  hch: 'Wixárika',
  huv: 'Ombeayiiüts',
  kek: "Q'eqchi'",
  lkt: 'Lakȟótiyapi',
  lzz: 'Lazuri',
  mam: 'Qyool Mam',
  maz: 'Jñatjo',
  miq: 'Miskitu',
  mix: "Tu'un Savi",
  moh: "Kanien'kéha",
  myn: "Maaya t'aan",
  nah: 'Nahuatl',
  ote: 'Hñähñu',
  oji: 'Anishinaabemowin',
  pap: 'Papiamentu',
  pua: "P'urhépecha",
  quc: "K'iche'",
  rap: 'Rapa Nui',
  rom: 'Romani čhib',
  shp: 'Shipibo-Konibo',
  szl: 'ślōnskŏ gŏdka',
  tar: 'Rarámuri',
  toj: "Tojol-ab'al",
  tsz: "P'urhépecha",
  tzh: "Bats'il k'op (tseltal)",
  tzo: "Bats'i k'op (tsotsil)",
  yua: "Maaya t'aan",
  zap: 'Diidxazá',
  zoq: "O'de püt",
}

/** What the speakers of a language call it; the tag itself where nobody has told us yet. */
export function endonym(tag: LanguageTag): string {
  return endonyms.get(tag, () => {
    const { language } = new Intl.Locale(tag)
    return ENDONYMS[tag] ?? knownName(tag, tag) ?? ENDONYMS[language] ?? tag
  })
}

/** Those of the languages of pages and charters. */
const endonyms = createLruCache<string>(500)

/** The name of `tag` in the language `reader`; its own name for itself where there is none. */
export function languageName(tag: LanguageTag, reader: LanguageTag): string {
  return knownName(tag, reader) ?? endonym(tag)
}

function knownName(tag: LanguageTag, reader: LanguageTag): string | undefined {
  if (Intl.DisplayNames.supportedLocalesOf(reader).length === 0) return undefined
  try {
    return new Intl.DisplayNames(reader, { type: 'language', fallback: 'none' }).of(tag)
  } catch {
    return undefined
  }
}
