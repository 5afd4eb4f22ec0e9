import type { AlertAnswer, AlertAnswers } from '../../../alert/alert-answers.ts'
import type { Alert } from '../../../record/kinds/alert.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import type { Reader } from '../../reader.ts'
import { time } from '../components.ts'
import { languageBlock } from '../language-text.ts'
import { nameOf, namesOf } from './standing.ts'

type Help = NonNullable<Alert['helpRequested']>

/** What is asked for, or offered, each with its note. */
export function helpList(reader: Reader, help: Help, defaultLanguage: string): Hole {
  if (help.length === 0) return null
  const items = help.map(
    ({ kind, noteMap }) =>
      html`<li>
        ${reader.localizer.t(`help-${kind}`)}
        ${noteMap !== undefined && languageBlock(reader, noteMap, defaultLanguage)}
      </li>`,
  )
  return html`<ul>
    ${items}
  </ul>`
}

/** What other collectives offer. */
export function offersSection(reader: Reader, { offers }: AlertAnswers, names: Names): Hole {
  return offers.length > 0 && answerCards(reader, offers, names)
}

/** What whom it is about says, who confirms, who disputes and who has read it. */
export function answersSection(reader: Reader, answers: AlertAnswers, names: Names): Hole {
  const { fromSubject, confirmedBy, disputes, acknowledgedBy, notShown } = answers
  const { t } = reader.localizer
  const confirmations = answers.all.filter(({ record, toThis, scid }) =>
    [toThis, record.response === 'confirm', confirmedBy.includes(scid)].every(Boolean),
  )
  const groups = [
    group(t('alert-from-subject'), fromSubject, reader, names),
    group(t('alert-confirmations'), confirmations, reader, names),
    group(t('alert-disputes'), disputes, reader, names),
  ]
  const read =
    acknowledgedBy.length > 0 &&
    html`<p>${t('alert-acknowledged')} ${namesOf(reader, acknowledgedBy, names)}</p>`
  const others =
    notShown.length > 0 && html`<p>${t('alert-answers-not-shown', { count: notShown.length })}</p>`
  const parts: Hole[] = [...groups, read, others].filter((part) => part !== false)
  return parts.length > 0 && html`${parts}`
}

function group(
  title: string,
  answers: readonly AlertAnswer[],
  reader: Reader,
  names: Names,
): SafeHtml | false {
  return answers.length > 0 && html`<h3>${title}</h3>${answerCards(reader, answers, names)}`
}

function answerCards(reader: Reader, answers: readonly AlertAnswer[], names: Names): SafeHtml {
  const { localizer } = reader
  const items = answers.map(({ scid, record, toThis }) => {
    const { contentMap, offers = [], defaultLanguage, response, updated } = record
    return html`<li>
      ${nameOf(reader, scid, names)}
      <span class="meta"
        >${localizer.t(`alert-response-${response}`)} · ${time(localizer, updated, 'minute')}
        ${!toThis && localizer.t('alert-response-earlier')}</span
      >
      ${contentMap !== undefined && languageBlock(reader, contentMap, defaultLanguage)}
      ${helpList(reader, offers, defaultLanguage)}
    </li>`
  })
  return html`<ul class="plain">
    ${items}
  </ul>`
}
