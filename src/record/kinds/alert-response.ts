import { nodeSigned } from './common.ts'
import { MAX_SHORT_LIST, MAX_SUMMARY } from './limits.ts'
import { help, versionReference } from './references.ts'
import { badMember } from './rules.ts'
import { closed, list, oneOf, optional, type Shape, textMap } from './shapes.ts'
import { ALERT_RESPONSES } from './vocabulary.ts'

/** What a collective says to one version of an alert. */
export const alertResponseSchema = closed({
  ...nodeSigned('AlertResponse'),
  alert: versionReference,
  response: oneOf(ALERT_RESPONSES),
  contentMap: optional(textMap(MAX_SUMMARY)),
  offers: optional(list(help, MAX_SHORT_LIST)),
})
export type AlertResponse = Shape<typeof alertResponseSchema>

export function checkAlertResponse({ response, contentMap, offers }: AlertResponse): void {
  if (response === 'dispute' && contentMap === undefined)
    throw badMember('missing_member', 'contentMap', 'is missing: who disputes an alert says why')
  if (response === 'offer-help' && offers === undefined)
    throw badMember('missing_member', 'offers', 'is missing: an offer of help says which')
}
