import type { AlertPage } from '../alert/alerts.ts'
import type { AlertsIn } from './alerts-in-view.ts'
import { attrs, type Hole, html, type SafeHtml } from './html.ts'
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
 * its headline, and how many more there are; null while there is none. A landmark without a heading,
 * so that the headings of the page stay in their order.
 */
export function createAlertBanner(
  deps: AlertBannerDeps,
): (reader: Reader) => Promise<SafeHtml | null> {
  const { alertsIn, views, known, ownScid } = deps
  return async (reader) => {
    const { view: name } = reader
    if (name !== null && !views.names.includes(name)) return null
    const active = await alertsIn(await views.get(name ?? undefined)).active()
    if (active.length === 0) return null
    const line = await alertLine(reader, forEveryPage(active, await ownScid()), { known })
    if (line === null) return null
    return html`<aside class="alerts" aria-label="${reader.localizer.t('alert-banner-label')}">
      ${line}
    </aside>`
  }
}

/** What is meant and has begun; while there is none, the exercises of this very node. */
export function forEveryPage(
  active: readonly AlertPage[],
  own: string | null,
): readonly AlertPage[] {
  const begun = active.filter(({ thread }) => thread.state === 'active')
  const meant = begun.filter(({ thread }) => thread.version.record.status === 'actual')
  return meant.length > 0 ? meant : begun.filter(({ thread }) => thread.scid === own)
}

export interface AlertLineOptions {
  readonly known: Pick<KnownCollectives, 'find'>
  /** Where links open: in the window itself by default. */
  readonly target?: '_blank'
}

/** The first of `alerts` by its headline, and how many more there are; null if there are none. */
export async function alertLine(
  reader: Reader,
  [first, ...more]: readonly AlertPage[],
  { known, target }: AlertLineOptions,
): Promise<SafeHtml | null> {
  if (first === undefined) return null
  const { t } = reader.localizer
  const { headlineMap, defaultLanguage } = first.thread.version.record
  const headline = languageLine(reader, headlineMap, defaultLanguage)
  const subject = collectiveName(reader, await known.find(first.subject))
  const link = (path: string, words: Hole) =>
    html`<a ${attrs({ href: linkTo(reader, path), target })}>${words}</a>`
  const others =
    more.length > 0 && html` · ${link('/alerts', t('alert-banner-more', { count: more.length }))}`
  return html`<p>
    <strong>${t(`alert-banner-${kindOf(first)}`)}</strong>
    ${link(alertPath(first.name), headline)} (${subject})${others}
  </p>`
}

function kindOf({ thread, answers }: AlertPage): 'exercise' | 'possible' | 'actual' {
  if (thread.version.record.status === 'exercise') return 'exercise'
  return answers.standing === 'possible' ? 'possible' : 'actual'
}
