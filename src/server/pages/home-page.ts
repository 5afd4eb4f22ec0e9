import type { AlertPage } from '../../alert/alerts.ts'
import type { TextSummary } from '../../communique/communiques.ts'
import type { FoundEntry } from '../../directory/directory.ts'
import type { Timestamp } from '../../kernel/time.ts'
import { attrs, type Hole, html, type SafeHtml } from '../html.ts'
import { collectivePath, type KnownCollective } from '../known-collectives.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { Visit } from '../visit.ts'
import { alertsOn } from './alerts/list-page.ts'
import { type ShownState, stateBadge } from './badges.ts'
import { collectiveLink } from './collective-link.ts'
import { notice, time } from './components.ts'
import { searchPath } from './directory-search.ts'
import { entryName } from './entry-card.ts'
import { languageLine } from './language-text.ts'
import type { Page } from './layout.ts'
import { richText } from './rich-text.ts'
import { standing } from './texts/list-page.ts'
import { textPath } from './texts/text-path.ts'
import { viewSwitch } from './view-switch.ts'

export interface HomePageData {
  readonly total: number
  /** The kinds of services that most offer, with how many. */
  readonly services: readonly (readonly [type: string, count: number])[]
  /** How many collectives the view shows. */
  readonly collectives: number
  readonly news: readonly { readonly found: FoundEntry; readonly changedAt: Timestamp }[]
  /** Collectives of the view of which something grave is known. */
  readonly troubled: readonly KnownCollective[]
  /** The newest communiqués, and texts on which positions are asked for now. */
  readonly texts: readonly TextSummary[]
  readonly rounds: readonly TextSummary[]
  /** That are on in this view, exercises too. */
  readonly alerts: readonly AlertPage[]
  readonly views: readonly string[]
}

/** What this is, what to know today, what is new, and the ways in. */
export function homePage(visit: Visit, data: HomePageData): Page {
  const { reader } = visit
  const { t } = reader.localizer
  return {
    title: t('home-title'),
    description: t('home-description'),
    section: 'home',
    main: html`<h1>${t('home-title')}</h1>
      <p class="lead">${t('home-lead')}</p>
      ${alertsOn(reader, data.alerts)} ${troubles(reader, data.troubled)} ${search(reader)} ${popular(reader, data)} ${ways(reader)}
      ${textList(reader, t('home-texts'), data.texts)}
      ${textList(reader, t('home-rounds'), data.rounds)}
      <section aria-labelledby="news">
        <h2 id="news">${t('home-news')}</h2>
        ${news(reader, data)}
      </section>
      <section aria-labelledby="numbers">
        <h2 id="numbers">${t('home-numbers')}</h2>
        <p>${t('home-entries', { count: data.total })} ${t('home-collectives', { count: data.collectives })}</p>
        <p>${richText(t('home-who'), { about: (text) => html`<a href="${linkTo(reader, '/about')}">${text}</a>` })}</p>
        ${viewSwitch(visit, data.views)}
      </section>`,
  }
}

function search(reader: Reader): SafeHtml {
  const { t } = reader.localizer
  const view =
    reader.view !== null &&
    html`<input ${attrs({ type: 'hidden', name: 'view', value: reader.view })} />`
  return html`<form
    class="search"
    role="search"
    method="get"
    action="${`${reader.prefix}/directory`}"
  >
    ${view}
    <p>
      <label for="q">${t('home-search-label')}</label>
      <input id="q" name="q" type="search" maxlength="200" autocomplete="off" dir="auto" />
    </p>
    <p><button type="submit">${t('directory-search-button')}</button></p>
  </form>`
}

function popular(reader: Reader, { services }: HomePageData): Hole {
  const { t } = reader.localizer
  const items = services.map(([type, count]) => {
    const facets = { service: [type] }
    const path = searchPath({ text: '', facets, withNotVouched: false, page: 1 })
    return html`<li>
      <a href="${linkTo(reader, path)}">${t(`service-${type}`)}</a>
      <span class="count">${reader.localizer.number(count)}</span>
    </li>`
  })
  return (
    items.length > 0 &&
    html`<ul class="tags">
      ${items}
    </ul>`
  )
}

/** Three reasons to come here. */
function ways(reader: Reader): SafeHtml {
  const { t } = reader.localizer
  const way = (title: string, sentence: string, path: string): SafeHtml =>
    html`<article class="card">
      <h2><a href="${linkTo(reader, path)}">${title}</a></h2>
      <p>${sentence}</p>
    </article>`
  return html`<div class="ways">
    ${way(t('home-way-find'), t('home-way-find-sentence'), '/directory')}
    ${way(t('home-way-charter'), t('home-way-charter-sentence'), '/charters')}
    ${way(t('home-way-join'), t('home-way-join-sentence'), '/join')}
    ${way(t('home-way-verify'), t('home-way-verify-sentence'), '/verify')}
  </div>`
}

function news(reader: Reader, data: HomePageData): SafeHtml {
  const { localizer } = reader
  if (data.news.length === 0) return html`<p>${localizer.t('home-no-news')}</p>`
  const items = data.news.map(({ found: { entry }, changedAt }) => {
    const href = linkTo(reader, collectivePath(entry))
    return html`<li>
      <a href="${href}">${entryName(reader, entry)}</a>
      <small>· ${time(localizer, changedAt)} ${entry.kind === 'host' && `· ${localizer.t('listed')}`}</small>
    </li>`
  })
  return html`<ul class="plain">
    ${items}
  </ul>`
}

/** Texts by their titles, each with where it stands. */
function textList(reader: Reader, title: string, texts: readonly TextSummary[]): Hole {
  if (texts.length === 0) return null
  const items = texts.map((summary) => {
    const { nameMap, defaultLanguage } = summary.latest.record
    const called = languageLine(reader, nameMap, defaultLanguage)
    return html`<li>
      <a href="${linkTo(reader, textPath(summary.text))}">${called}</a> ${standing(reader, summary)}
    </li>`
  })
  return html`<section>
    <h2>${title}</h2>
    <ul class="plain">
      ${items}
    </ul>
  </section>`
}

/** What is wrong with whom, before anything else. */
function troubles(reader: Reader, troubled: readonly KnownCollective[]): Hole {
  if (troubled.length === 0) return null
  const { localizer } = reader
  const items = troubled.map(({ state, stateChanged, ...known }) => {
    const since =
      stateChanged !== null &&
      richText(localizer.t('state-since', { date: localizer.date(stateChanged) }), {
        date: (text) => html`<time datetime="${stateChanged}">${text}</time>`,
      })
    const badge = state !== null && stateBadge(localizer, state as ShownState)
    return html`<li>${collectiveLink(reader, { ...known, state, stateChanged })} ${badge} ${since}</li>`
  })
  return notice(
    'grave',
    html`<p><strong>${localizer.t('home-troubles')}</strong></p>
      <ul class="plain">
        ${items}
      </ul>`,
  )
}
