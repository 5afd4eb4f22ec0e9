import { scidOf } from '../did.ts'
import { eitherSigned } from './common.ts'
import { MAX_DAYS, MAX_LIST, MAX_NAME, MAX_SHORT_LIST, MAX_SUMMARY } from './limits.ts'
import { help } from './references.ts'
import { badMember, checkRecipients } from './rules.ts'
import {
  closed,
  count,
  digest,
  host,
  lineMap,
  list,
  oneOf,
  optional,
  scid,
  type Shape,
  slug,
  textMap,
  time,
  url,
} from './shapes.ts'
import {
  ALERT_EVENTS,
  ALERT_MESSAGE_TYPES,
  ALERT_STATUSES,
  CERTAINTIES,
  SCOPES,
  SEVERITIES,
  URGENCIES,
} from './vocabulary.ts'

/** SPEC: CAP 1.2; design.md, section 7. `updated` is CAP's `sent`, `id` its identifier. */
export const alertSchema = closed({
  ...eitherSigned('Alert'),
  status: oneOf(ALERT_STATUSES),
  msgType: oneOf(ALERT_MESSAGE_TYPES),
  scope: oneOf(SCOPES),
  /** Only with scope `named`: who gets it. */
  recipients: optional(list(scid, MAX_LIST)),
  event: oneOf(ALERT_EVENTS),
  urgency: oneOf(URGENCIES),
  severity: oneOf(SEVERITIES),
  certainty: oneOf(CERTAINTIES),
  onset: optional(time),
  headlineMap: lineMap(MAX_NAME),
  descriptionMap: optional(textMap(MAX_SUMMARY)),
  /** What users should do now. */
  instructionMap: textMap(MAX_SUMMARY),
  /** Whom it is about, if another collective raises it. */
  onBehalfOf: optional(scid),
  /** Ids of services in the subject's profile, and hosts. */
  affectedServices: optional(list(slug, MAX_LIST)),
  affectedHosts: optional(list(host, MAX_LIST)),
  helpRequested: optional(list(help, MAX_SHORT_LIST)),
  web: optional(url),
  /** Statement digests of the earlier versions that it updates or cancels. */
  references: optional(list(digest, MAX_SHORT_LIST)),
  /** Sealed in advance: the peers that hold it may publish it after so many days of silence. */
  publishAfterSilentDays: optional(count(MAX_DAYS, 1)),
})
export type Alert = Shape<typeof alertSchema>

export function checkAlert(alert: Alert): void {
  checkRecipients(alert)
  const { msgType, references, onBehalfOf, attributedTo } = alert
  if (msgType !== 'alert' && references === undefined)
    throw badMember(
      'missing_member',
      'references',
      `is missing: "${msgType}" is about earlier alerts`,
    )
  if (msgType === 'alert' && references !== undefined)
    throw badMember('bad_member', 'references', 'belongs to an update or a cancel only')
  if (onBehalfOf === scidOf(attributedTo))
    throw badMember('bad_member', 'onBehalfOf', 'is the collective itself')
}
