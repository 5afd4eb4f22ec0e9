import { nodeSigned } from './common.ts'
import { MAX_CRITERIA, MAX_SUMMARY, MAX_TEXT } from './limits.ts'
import { checkUnique } from './rules.ts'
import { closed, date, list, oneOf, optional, type Shape, slug, textMap, url } from './shapes.ts'
import { LEVELS } from './vocabulary.ts'

/** How a collective works, by criteria of security practice, in its own judgment. */
export const practicesSchema = closed({
  ...nodeSigned('Practices'),
  summaryMap: optional(textMap(MAX_TEXT)),
  criteria: list(
    closed({
      criterion: slug,
      level: oneOf(LEVELS),
      evidenceMap: optional(textMap(MAX_SUMMARY)),
      evidenceUrl: optional(url),
      date,
    }),
    MAX_CRITERIA,
  ),
})
export type Practices = Shape<typeof practicesSchema>

export function checkPractices({ criteria }: Practices): void {
  checkUnique('criteria', criteria, ({ criterion }) => criterion)
}
