import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import type { LanguageMap } from '../../src/kernel/text.ts'
import { communiqueTextDigest } from '../../src/record/kinds/communique.ts'

/** The texts of a communiqué, each by language. */
export interface CommuniqueTexts {
  readonly nameMap: LanguageMap
  readonly summaryMap: LanguageMap
  readonly contentMap: LanguageMap
  readonly callToActionMap: LanguageMap
}

const ENGLISH = {
  name: 'Under one umbrella & more',
  summary: 'Who we are, in *short*.',
  content: '## Who we are\n\nWe look after computers.<script>alert(1)</script>\n\n- mail\n- lists',
  call: 'Stand with us: [read on](https://harbor.example/join).',
}
const FRENCH = {
  name: 'Sous un même parapluie',
  summary: 'Qui nous sommes, en bref.',
  content: '## Qui nous sommes\n\nNous prenons soin d’ordinateurs.',
  call: 'Soyez avec nous.',
}
const ARABIC = {
  name: 'تحت مظلة واحدة',
  summary: 'من نحن، باختصار.',
  content: '## من نحن\n\nنعتني بالحواسيب.',
  call: 'قفوا معنا.',
}
const TEXTS = { en: ENGLISH, fr: FRENCH, ar: ARABIC }

/** A frozen text of Harbor Commons, for members to sign; English is its default. */
export function communiqueContent(
  languages: readonly (keyof typeof TEXTS)[] = ['en', 'ar'],
  changes: Readonly<Record<string, unknown>> = {},
): RecordContent & CommuniqueTexts {
  const map = (part: keyof typeof ENGLISH): LanguageMap =>
    Object.fromEntries(languages.map((tag) => [tag, TEXTS[tag][part]]))
  const texts = {
    nameMap: map('name'),
    summaryMap: map('summary'),
    contentMap: map('content'),
    callToActionMap: map('call'),
  }
  const digests = languages.map((tag) => [tag, communiqueTextDigest(texts, tag)])
  return {
    type: 'Communique',
    slug: 'umbrella',
    defaultLanguage: 'en',
    ...texts,
    sourceLanguage: 'en',
    digests: Object.fromEntries(digests) as LanguageMap,
    ...changes,
  }
}
