import { CONFIRMATIONS_NEEDED } from '../../../alert/alert-answers.ts'
import { isOn } from '../../../alert/alert-threads.ts'
import type { AlertPage } from '../../../alert/alerts.ts'
import type { Scid } from '../../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import type { Reader } from '../../reader.ts'
import { collectiveLink, collectiveLinks } from '../collective-link.ts'
import { address, notice, time } from '../components.ts'
import { richText } from '../rich-text.ts'

/** Where an alert stands, in one word: over before who confirms it. */
type Situation = 'upcoming' | 'cancelled' | 'expired' | 'own' | 'possible' | 'confirmed'

const TONES: Readonly<Record<Situation, 'plain' | 'careful' | 'grave'>> = {
  upcoming: 'careful',
  cancelled: 'plain',
  expired: 'plain',
  own: 'grave',
  possible: 'careful',
  confirmed: 'grave',
}

function situationOf({ thread: { state }, answers: { standing } }: AlertPage): Situation {
  return state === 'active' ? standing : state
}

/** Where an alert stands, in a word or two. */
export function alertMarks({ localizer: { t } }: Reader, alert: AlertPage): SafeHtml {
  const situation = situationOf(alert)
  const { version, beside } = alert.thread
  const isExercise = version.record.status === 'exercise'
  const { disputes } = alert.answers
  return html`<span class="marks">
    ${isExercise && html`<span class="badge plain">${t('alert-mark-exercise')}</span>`}
    <span class="badge ${TONES[situation]}">${t(`alert-mark-${situation}`)}</span>
    ${
      isOn(alert.thread) &&
      beside?.record.msgType === 'cancel' &&
      html`<span class="badge careful">${t('alert-mark-server-over')}</span>`
    }
    ${disputes.length > 0 && html`<span class="badge careful">${t('alert-mark-disputed')}</span>`}
  </span>`
}

/** Who says so, who confirms it, and whether it is over: in plain sentences. */
export function alertStanding(reader: Reader, alert: AlertPage, names: Names): SafeHtml {
  const { t } = reader.localizer
  const isExercise = alert.thread.version.record.status === 'exercise'
  return html`${isExercise && notice('plain', html`<p>${t('alert-is-exercise')}</p>`)}
    <p>${whoSays(reader, alert, names)} ${timeSentence(reader, alert)}</p>
    ${besideNotice(reader, alert)} ${disputeNotice(reader, alert, names)}`
}

function whoSays(reader: Reader, { thread, subject, answers }: AlertPage, names: Names): SafeHtml {
  const { confirmedBy, standing } = answers
  const isTooLate = standing === 'possible' && !isOn(thread)
  const said = reader.localizer.t(`alert-says-${isTooLate ? 'unconfirmed' : standing}`, {
    count: confirmedBy.length,
    needed: CONFIRMATIONS_NEEDED,
  })
  return richText(said, {
    raiser: () => nameOf(reader, thread.scid, names),
    subject: () => nameOf(reader, subject, names),
    others: () => namesOf(reader, confirmedBy, names),
  })
}

function timeSentence({ localizer }: Reader, { thread }: AlertPage): Hole {
  const { state, version } = thread
  const { expires, onset, updated } = version.record
  const at = { active: expires, upcoming: onset ?? expires, cancelled: updated, expired: expires }
  return richText(localizer.t(`alert-time-${state}`), {
    time: () => time(localizer, at[state], 'minute'),
  })
}

/** What only a server says is told while it matters, and does not count: another may hold it. */
function besideNotice({ localizer }: Reader, { thread }: AlertPage): Hole {
  const { beside, dropped } = thread
  if (!isOn(thread)) return null
  if (beside === null)
    return dropped && notice('careful', html`<p>${localizer.t('alert-dropped')}</p>`)
  const kind = beside.record.msgType === 'cancel' ? 'over' : 'other'
  const sentence = richText(localizer.t(`alert-server-says-${kind}`), {
    time: () => time(localizer, beside.record.updated, 'minute'),
  })
  return notice('careful', html`<p>${sentence}</p>`)
}

function disputeNotice(reader: Reader, { answers: { disputes } }: AlertPage, names: Names): Hole {
  if (disputes.length === 0) return null
  const who = disputes.map(({ scid }) => scid)
  const sentence = richText(reader.localizer.t('alert-disputed-by'), {
    who: () => namesOf(reader, who, names),
    answers: (words) => html`<a href="#answers">${words}</a>`,
  })
  return notice('careful', html`<p>${sentence}</p>`)
}

/** A collective by its name, leading to its page. */
export function nameOf(reader: Reader, scid: Scid, names: Names): Hole {
  const known = names.get(scid)
  return known === undefined ? address(scid) : collectiveLink(reader, known)
}

/** Several of them in a row. */
export function namesOf(reader: Reader, scids: readonly Scid[], names: Names): Hole {
  return collectiveLinks(
    reader,
    scids.flatMap((scid) => names.get(scid) ?? []),
  )
}
