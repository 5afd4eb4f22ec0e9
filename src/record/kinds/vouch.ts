import { scidOf } from '../did.ts'
import { memberSigned } from './common.ts'
import { MAX_NOTE, MAX_SUMMARY } from './limits.ts'
import { badMember } from './rules.ts'
import { closed, oneOf, partialDate, scid, type Shape, textMap, time } from './shapes.ts'
import { FINGERPRINT_CHECKS } from './vocabulary.ts'

/** "We know them", reasoned, dated, expiring. */
export const vouchSchema = closed({
  ...memberSigned('Vouch'),
  expires: time,
  whom: scid,
  howKnownMap: textMap(MAX_NOTE),
  since: partialDate,
  fingerprintChecked: oneOf(FINGERPRINT_CHECKS),
  reasonMap: textMap(MAX_SUMMARY),
})
export type Vouch = Shape<typeof vouchSchema>

/** SPEC: design.md, section 9: never for oneself. */
export function checkVouch({ whom, attributedTo }: Vouch): void {
  if (whom === scidOf(attributedTo))
    throw badMember('bad_member', 'whom', 'is the collective itself')
}
