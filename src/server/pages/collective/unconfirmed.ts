import type { Unconfirmed } from '../../../exchange/unconfirmed.ts'
import { type Hole, html } from '../../html.ts'
import type { Reader } from '../../reader.ts'
import { notice } from '../components.ts'
import { recordLink } from './ties.ts'

/** More are one look at the JSON away. */
const SHOWN = 20

/** What was signed in a time that the members no longer stand by; nothing where there is none. */
export function unconfirmedNotice(reader: Reader, records: readonly Unconfirmed[]): Hole {
  const [first] = records
  if (first === undefined) return null
  const { t, date } = reader.localizer
  const since = records.reduce((a, { since: b }) => (a < b ? a : b), first.since)
  return notice(
    'careful',
    html`<p>${t('unconfirmed-lead', { date: date(since), count: records.length })}</p>
      <ul>
        ${records.slice(0, SHOWN).map(
          ({ type, slug, digest, updated }) =>
            html`<li>
                ${type} “${slug}”, <time datetime="${updated}">${date(updated)}</time>:
                ${recordLink(reader, digest)}
              </li>`,
        )}
      </ul>`,
  )
}
