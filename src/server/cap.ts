import type { AlertVersion } from '../alert/alert-store.ts'
import type { AlertPage } from '../alert/alerts.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { ALERT_EVENTS } from '../record/kinds/vocabulary.ts'
import type { SafeHtml } from './html.ts'
import type { Localizer } from './i18n.ts'
import { alertIn, alertLanguages } from './pages/alerts/shown-alert.ts'
import { toXmlDocument, xml } from './xml.ts'

/** The media type of an alert in CAP. */
export const CAP_TYPE = 'application/cap+xml'

type AlertEvent = (typeof ALERT_EVENTS)[number]

/** SPEC: CAP 1.2, section 3.2.2, `category`: security, infrastructure, or neither. */
const CATEGORIES: Readonly<Record<AlertEvent, 'Security' | 'Infra' | 'Other'>> = {
  seizure: 'Security',
  raid: 'Security',
  arrest: 'Security',
  'gag-order': 'Security',
  'legal-demand': 'Security',
  ddos: 'Infra',
  blocking: 'Infra',
  'domain-loss': 'Infra',
  'key-compromise': 'Security',
  intrusion: 'Security',
  'funds-frozen': 'Other',
  defamation: 'Other',
  other: 'Other',
}

export interface CapContext {
  /** The page of the alert. */
  readonly url: string
  /** What who raised it is called in a language; null if that is not known. */
  readonly nameIn: (language: LanguageTag) => string | null
  /** The words of pages for a language of the alert. */
  readonly localizerOf: (language: LanguageTag) => Localizer
}

/**
 * An alert as CAP has it, with one `info` for each of its languages. The statement digest identifies
 * a version, so that it has one identifier on every node; its DID is the sender. Versions that are
 * not at hand are not referred to, since CAP wants their time.
 * SPEC: CAP 1.2, section 3.
 */
export function toCap(alert: AlertPage, context: CapContext): string {
  const { version } = alert.thread
  const { record, statement } = version
  const references = referencesOf(alert)
  const infos = alertLanguages(record).map((language) => info(alert, language, context))
  return toXmlDocument(xml`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>${statement}</identifier>
  <sender>${record.attributedTo}</sender>
  <sent>${capTime(record.updated)}</sent>
  <status>${capital(record.status)}</status>
  <msgType>${capital(record.msgType)}</msgType>
  <scope>Public</scope>${
    references !== '' &&
    xml`
  <references>${references}</references>`
  }${infos}
</alert>`)
}

/** `sender,identifier,sent` of each earlier version. SPEC: CAP 1.2, section 3.2.1, `references`. */
function referencesOf({ thread: { version, versions } }: AlertPage): string {
  const { references = [] } = version.record
  const named = versions.filter(({ statement }) => references.includes(statement))
  return named.map(referenceTo).join(' ')
}

function referenceTo({ record, statement }: AlertVersion): string {
  return `${record.attributedTo},${statement},${capTime(record.updated)}`
}

function info(alert: AlertPage, language: LanguageTag, context: CapContext): SafeHtml {
  const { thread, answers, subject } = alert
  const { record } = thread.version
  const { event, urgency, severity, certainty, onset, expires } = record
  const { headline, instruction, description } = alertIn(record, language)
  const name = context.nameIn(language)
  return xml`
  <info>
    <language>${language}</language>
    <category>${CATEGORIES[event]}</category>
    <event>${context.localizerOf(language).t(`alert-event-${event}`)}</event>${
      record.msgType === 'cancel' &&
      xml`
    <responseType>AllClear</responseType>`
    }
    <urgency>${capital(urgency)}</urgency>
    <severity>${capital(severity)}</severity>
    <certainty>${capital(certainty)}</certainty>
    <eventCode><valueName>tessera</valueName><value>${event}</value></eventCode>${
      onset !== undefined &&
      xml`
    <onset>${capTime(onset)}</onset>`
    }
    <expires>${capTime(expires)}</expires>${
      name !== null &&
      xml`
    <senderName>${name}</senderName>`
    }
    <headline>${headline.text}</headline>${
      description !== null &&
      xml`
    <description>${description.text}</description>`
    }
    <instruction>${instruction.text}</instruction>
    <web>${context.url}</web>${parameters([
      ['tessera:standing', answers.standing],
      ['tessera:about', subject],
      ...(record.affectedServices ?? []).map((id) => ['tessera:service', id] as const),
      ...(record.affectedHosts ?? []).map((host) => ['tessera:host', host] as const),
    ])}
  </info>`
}

function parameters(values: readonly (readonly [name: string, value: string])[]): SafeHtml[] {
  return values.map(
    ([name, value]) => xml`
    <parameter><valueName>${name}</valueName><value>${value}</value></parameter>`,
  )
}

/** SPEC: CAP 1.2, section 3.3.2: UTC is `-00:00`, never `Z`. */
function capTime(time: Timestamp): string {
  return time.replace(/Z$/, '-00:00')
}

/** Our words are CAP's in lower case. */
function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
