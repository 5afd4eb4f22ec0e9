import type { Hole, SafeHtml } from '../html.ts'
import type { Localizer } from '../i18n.ts'
import { richText } from './rich-text.ts'

/** What stands before something, with the colon of the reader's language. */
export function label({ t }: Localizer, what: Hole): SafeHtml {
  return richText(t('label'), { what: () => what })
}
