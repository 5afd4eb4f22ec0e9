import type { AlertAnswer } from '../alert/alert-answers.ts'
import { CONFIRMATIONS_NEEDED } from '../alert/alert-answers.ts'
import type { AlertVersion } from '../alert/alert-store.ts'
import type { AlertPage } from '../alert/alerts.ts'
import type { AlertContent } from '../alert/compose-alert.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { type LanguageMap, pickLanguage } from '../kernel/text.ts'
import { type NameOf, wordsOf } from './text-lines.ts'

/** An alert in plain lines. */

export interface AlertReader {
  readonly nameOf: NameOf
  /** In which language to read it; null for the alert's own. */
  readonly language: LanguageTag | null
}

/** Where an alert stands, in a few words. */
export function stateWord({ thread, answers, held }: AlertPage): string {
  const { record } = thread.version
  return [
    ...(record.status === 'exercise' ? ['exercise'] : []),
    thread.state === 'cancelled' ? 'cancelled by members' : thread.state,
    ...(answers.standing === 'own' ? [] : [answers.standing]),
    ...(answers.disputes.length > 0 ? [`disputed by ${answers.disputes.length}`] : []),
    ...(thread.beside === null ? [] : [besideWord(thread.beside)]),
    ...(held === null
      ? []
      : [held === 'unvouched' ? 'held: not vouched for' : 'held: one too many']),
  ].join(', ')
}

function besideWord({ record }: AlertVersion): string {
  return record.msgType === 'cancel' ? 'their server says it is over' : 'their server says less'
}

export function alertLines(page: AlertPage, reader: AlertReader): string[] {
  const { thread, name } = page
  const { record, statement, signedBy } = thread.version
  const read = readerOf(record, reader)
  return [
    read(record.headlineMap),
    `${name}, of ${reader.nameOf(thread.scid)}: ${stateWord(page)}`,
    ...(record.onBehalfOf === undefined ? [] : [behalfLine(page, reader)]),
    `${record.event}; severity ${record.severity}, urgency ${record.urgency}, certainty ${record.certainty}`,
    `version ${record.version} of ${record.updated}, signed by ${signedBy === 'node' ? 'the node key' : 'members'}, until ${record.expires}`,
    `digest ${statement}`,
    '',
    ...(record.descriptionMap === undefined
      ? []
      : [...read(record.descriptionMap).split('\n'), '']),
    'What to do now:',
    ...read(record.instructionMap).split('\n'),
    '',
    ...affectedLines(record),
    ...besideLines(page, reader),
    ...answerLines(page, reader),
  ]
}

function readerOf({ defaultLanguage }: AlertVersion['record'], { language }: AlertReader) {
  return (map: LanguageMap): string =>
    pickLanguage(map, language === null ? [] : [language], defaultLanguage)?.text ?? ''
}

function behalfLine({ answers, subject }: AlertPage, { nameOf }: AlertReader): string {
  const confirmed = `${answers.confirmedBy.length} of ${CONFIRMATIONS_NEEDED} others confirm it`
  return `for ${nameOf(subject)}, who may not be able to speak: ${answers.standing}, ${confirmed}`
}

function affectedLines(
  record: Pick<AlertContent, 'affectedServices' | 'affectedHosts' | 'helpRequested' | 'web'>,
): string[] {
  const { affectedServices = [], affectedHosts = [], helpRequested = [], web } = record
  const affected = [...affectedServices, ...affectedHosts]
  return [
    ...(affected.length === 0 ? [] : [`affected: ${affected.join(', ')}`]),
    ...helpRequested.map((help) => `help wanted: ${helpWord(help)}`),
    ...(web === undefined ? [] : [`more: ${web}`]),
  ]
}

interface Help {
  readonly kind: string
  readonly noteMap?: LanguageMap
}

function helpWord({ kind, noteMap }: Help): string {
  return noteMap === undefined ? kind : `${kind} (${wordsOf(noteMap)})`
}

function besideLines({ thread: { beside, dropped } }: AlertPage, reader: AlertReader): string[] {
  const gone = dropped ? ['Their server does not list this alert any more.'] : []
  if (beside === null) return gone
  const { record } = beside
  const read = readerOf(record, reader)
  return [
    ...gone,
    `${besideWord(beside)}, on ${record.updated}: ${read(record.headlineMap)}`,
    '  It was signed by the node key alone, so the alert stays until it ends or members cancel it.',
  ]
}

function answerLines({ answers, subject }: AlertPage, { nameOf }: AlertReader): string[] {
  const { fromSubject, confirmedBy, disputes, offers, acknowledgedBy, notShown } = answers
  return [
    ...fromSubject.map((one) => `${nameOf(subject)} itself: ${one.record.response}${saying(one)}`),
    ...(confirmedBy.length === 0 ? [] : [`confirmed by ${confirmedBy.map(nameOf).join(', ')}`]),
    ...disputes.map((one) => `disputed by ${nameOf(one.scid)}${saying(one)}`),
    ...offers.map(
      (one) =>
        `${nameOf(one.scid)} offers ${(one.record.offers ?? []).map(helpWord).join(', ')}${saying(one)}`,
    ),
    ...(acknowledgedBy.length === 0 ? [] : [`seen by ${acknowledgedBy.map(nameOf).join(', ')}`]),
    ...(notShown.length === 0 ? [] : [`and ${notShown.length} responses from outside of the view`]),
  ]
}

function saying({ record: { contentMap } }: AlertAnswer): string {
  return contentMap === undefined ? '' : `: ${wordsOf(contentMap)}`
}

/** What is about to be said, before it is: each text in each language. */
export function contentLines(content: AlertContent): string[] {
  const { status, event, severity, urgency, certainty, expires, descriptionMap = {} } = content
  return [
    `${status === 'exercise' ? 'EXERCISE, ' : ''}${event}; severity ${severity}, urgency ${urgency}, certainty ${certainty}; until ${expires}`,
    ...Object.keys(content.headlineMap).flatMap((tag) => [
      `[${tag}] ${content.headlineMap[tag] ?? ''}`,
      ...(descriptionMap[tag] ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `  ${line}`),
      `  -> ${content.instructionMap[tag] ?? ''}`,
    ]),
    ...affectedLines(content),
  ]
}
