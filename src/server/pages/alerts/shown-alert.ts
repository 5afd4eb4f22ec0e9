import type { AlertVersion } from '../../../alert/alert-store.ts'
import type { LanguageTag } from '../../../kernel/language-tag.ts'
import { type LanguageMap, pickLanguage } from '../../../kernel/text.ts'
import type { Reader } from '../../reader.ts'
import { chooseLanguage, type Piece, type ShownText } from '../texts/shown-text.ts'

/** An alert as it is read in one language; what is missing there stands in the language of the alert. */
export interface ShownAlert extends Pick<ShownText, 'language' | 'languages' | 'missing'> {
  readonly headline: Piece
  readonly instruction: Piece
  readonly description: Piece | null
}

type AlertTexts = Pick<
  AlertVersion['record'],
  'headlineMap' | 'descriptionMap' | 'instructionMap' | 'defaultLanguage'
>

/** The languages of an alert, its own first. */
export function alertLanguages(record: AlertTexts): LanguageTag[] {
  const { headlineMap, descriptionMap = {}, instructionMap, defaultLanguage } = record
  const tags = [headlineMap, instructionMap, descriptionMap].flatMap((map) => Object.keys(map))
  return [
    defaultLanguage,
    ...[...new Set(tags)].filter((tag) => tag !== defaultLanguage).toSorted(),
  ]
}

/** An alert in the language asked for, else in one that the reader reads, else in its own. */
export function shownAlert(
  reader: Reader,
  { record }: Pick<AlertVersion, 'record'>,
  asked?: LanguageTag,
): ShownAlert {
  const chosen = chooseLanguage(reader, alertLanguages(record), asked)
  return { ...chosen, ...alertIn(record, chosen.language) }
}

/** The texts of an alert in one of its languages. */
export function alertIn(
  record: AlertTexts,
  language: LanguageTag,
): Pick<ShownAlert, 'headline' | 'instruction' | 'description'> {
  const piece = (map: LanguageMap): Piece => {
    const { language: found, text } = pickLanguage(map, [language], record.defaultLanguage) ?? {
      language,
      text: '',
    }
    return { language: found, text }
  }
  const { headlineMap, instructionMap, descriptionMap } = record
  return {
    headline: piece(headlineMap),
    instruction: piece(instructionMap),
    description: descriptionMap === undefined ? null : piece(descriptionMap),
  }
}
