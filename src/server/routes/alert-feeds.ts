import type { FastifyPluginAsync } from 'fastify'

import { isOn } from '../../alert/alert-threads.ts'
import type { AlertPage } from '../../alert/alerts.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import type { AlertsIn } from '../alerts-in-view.ts'
import { CAP_TYPE } from '../cap.ts'
import type { FeedItem } from '../feed.ts'
import { html, type SafeHtml } from '../html.ts'
import { markdown } from '../markdown.ts'
import { alertPath } from '../pages/alerts/alert-path.ts'
import { shownAlert, type ShownAlert } from '../pages/alerts/shown-alert.ts'
import { linkTo, type Reader } from '../reader.ts'
import { feedPair, type FeedPairOptions, type FeedSource } from './feed-pair.ts'

export interface AlertFeedOptions extends FeedPairOptions {
  readonly alertsIn: AlertsIn
}

/** Alerts are few; what is over stays long enough for who reads feeds once a week. */
const FEED_LENGTH = 20

/** Nobody should read an hour later that a server was seized. */
const MAX_AGE = 60

/** `/feeds/alerts.atom` and `.json`: what is on and what is over, the newest first. */
export const alertFeedRoutes: FastifyPluginAsync<AlertFeedOptions> = async (app, options) => {
  const { origin, alertsIn } = options
  const source: FeedSource = {
    name: 'alerts',
    home: '/alerts',
    titleFor: ({ localizer: { t } }) => t('alerts-title'),
    maxAge: MAX_AGE,
    async itemsFor({ reader, view }, language) {
      const alerts = await alertsIn(view).list()
      return alerts
        .map((alert) => feedItem(reader, alert, { origin, language }))
        .toSorted((a, b) => (a.updated < b.updated ? 1 : Number(a.updated === b.updated) - 1))
        .slice(0, FEED_LENGTH)
    },
  }
  await app.register(feedPair(source, options))
}

interface ItemContext {
  readonly origin: string
  readonly language: LanguageTag | undefined
}

function feedItem(reader: Reader, alert: AlertPage, { origin, language }: ItemContext): FeedItem {
  const { version, beside } = alert.thread
  const shown = shownAlert(reader, version, language)
  const path = alertPath(alert.name)
  const { published, updated, event, status } = version.record
  const later = beside !== null && beside.record.updated > updated
  return {
    id: `${origin}${path}`,
    url: `${origin}${linkTo(reader, `${path}?language=${shown.language}`)}`,
    language: shown.language,
    title: `${marksOf(reader, alert)}${shown.headline.text}`,
    summary: shown.instruction.text,
    content: contentOf(reader, alert, shown),
    published,
    updated: later ? beside.record.updated : updated,
    tags: [event, status],
    other: { type: CAP_TYPE, url: `${origin}${path}/cap.xml` },
  }
}

/** What a headline must not be read without. */
function marksOf({ localizer: { t } }: Reader, { thread, answers }: AlertPage): string {
  const { state, version } = thread
  const marks = [
    version.record.status === 'exercise' && t('alert-mark-exercise'),
    isOn(thread) && answers.standing === 'possible' && t('alert-mark-possible'),
    !isOn(thread) && t(`alert-mark-${state}`),
  ].filter((mark) => mark !== false)
  return marks.length === 0 ? '' : `[${marks.join(', ')}] `
}

/** What to do first, then what happened, each in its own language. */
function contentOf(
  { localizer: { t, language, direction } }: Reader,
  { thread }: AlertPage,
  { instruction, description }: ShownAlert,
): SafeHtml {
  const asked = t(isOn(thread) ? 'alert-what-to-do' : 'alert-what-was-asked')
  return html`<p lang="${language}" dir="${direction}"><strong>${asked}</strong></p>
    <div lang="${instruction.language}">${markdown(instruction.text)}</div>
    ${
      description !== null &&
      html`<div lang="${description.language}">${markdown(description.text)}</div>`
    }`
}
