import type { AlertPage } from '../alert/alerts.ts'
import type { AlertsIn } from './alerts-in-view.ts'
import { type Hole, html, type SafeHtml } from './html.ts'
import type { KnownCollectives } from './known-collectives.ts'
import { alertPath } from './pages/alerts/alert-path.ts'
import { collectiveName } from './pages/collective-link.ts'
import { languageLine } from './pages/language-text.ts'
import { linkTo, type Reader } from './reader.ts'
import type { ShownViews } from './shown-view.ts'

export interface AlertBannerDeps {
  readonly alertsIn: AlertsIn
  readonly views: ShownViews
  readonly known: Pick<KnownCollectives, 'find'>
  /** The collective whose node this is; null before it has one. */
  readonly ownScid: () => Promise<string | null>
}

/**
 * Makes what stands on top of every page while an alert of the reader's view is on: the gravest by
 * its headline, and how many more there are; null while there is none.
 */
export function createAlertBanner(
  deps: AlertBannerDeps,
): (reader: Reader) => Promise<SafeHtml | null> {
  const { alertsIn, views, known, ownScid } = deps
  return async (reader) => {
    const { view: name } = reader
    if (name !== null && !views.names.includes(name)) return null
    const view = await views.get(name ?? undefined)
    const active = await alertsIn(view).active()
    if (active.length === 0) return null
    const [first, ...more] = forEveryPage(active, await ownScid())
    if (first === undefined) return null
    const subject = collectiveName(reader, await known.find(first.subject))
    return banner(reader, { first, subject, more: more.length })
  }
}

/** What is meant and has begun; while there is none, the exercises of this very node. */
function forEveryPage(active: readonly AlertPage[], own: string | null): readonly AlertPage[] {
  const begun = active.filter(({ thread }) => thread.state === 'active')
  const meant = begun.filter(({ thread }) => thread.version.record.status === 'actual')
  return meant.length > 0 ? meant : begun.filter(({ thread }) => thread.scid === own)
}

interface Banner {
  readonly first: AlertPage
  readonly subject: Hole
  readonly more: number
}

/** A landmark without a heading, so that the headings of the page stay in their order. */
function banner(reader: Reader, { first, subject, more }: Banner): SafeHtml {
  const { t } = reader.localizer
  const { headlineMap, defaultLanguage } = first.thread.version.record
  const headline = languageLine(reader, headlineMap, defaultLanguage)
  const others =
    more > 0 &&
    html` · <a href="${linkTo(reader, '/alerts')}">${t('alert-banner-more', { count: more })}</a>`
  return html`<aside class="alerts" aria-label="${t('alert-banner-label')}">
    <p>
      <strong>${t(`alert-banner-${kindOf(first)}`)}</strong>
      <a href="${linkTo(reader, alertPath(first.name))}">${headline}</a> (${subject})${others}
    </p>
  </aside>`
}

function kindOf({ thread, answers }: AlertPage): 'exercise' | 'possible' | 'actual' {
  if (thread.version.record.status === 'exercise') return 'exercise'
  return answers.standing === 'possible' ? 'possible' : 'actual'
}
