import { CALL_TO_ACTION, SUMMARY, type TextPart, TITLE } from '../../../communique/text-parts.ts'
import type { Localizer } from '../../i18n.ts'

/** What a part of a text is called: title, summary, "paragraph 3", "clause 3". */
export function partName(
  { t, number }: Localizer,
  parts: readonly Pick<TextPart, 'id' | 'level'>[],
  id: string,
): string {
  if (id === TITLE || id === SUMMARY || id === CALL_TO_ACTION) return t(`part-name-${id}`)
  const paragraphs = parts.filter(
    (part) => part.id !== TITLE && part.id !== SUMMARY && part.id !== CALL_TO_ACTION,
  )
  const place = paragraphs.findIndex((part) => part.id === id)
  // A part of a draft that is not at hand is named as its authors named it.
  if (place === -1) return id
  const isClause = paragraphs[place]?.level !== null
  return t(isClause ? 'part-name-clause' : 'part-name-paragraph', { number: number(place + 1) })
}
