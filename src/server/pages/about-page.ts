import type { CharterSummary } from '../../charter/charters.ts'
import { DEFAULT_DEPTH, DEFAULT_PER_VOUCHER, viewHints } from '../../directory/view.ts'
import type { Collective } from '../../exchange/object-store.ts'
import type { Scid } from '../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../html.ts'
import type { KnownCollective } from '../known-collectives.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { Visit } from '../visit.ts'
import { charterPath } from './charters/list-page.ts'
import { collectiveLink } from './collective-link.ts'
import { address, definitions, notice, time } from './components.ts'
import { fingerprint } from './keys.ts'
import { languageLine } from './language-text.ts'
import type { Page } from './layout.ts'
import { viewSwitch } from './view-switch.ts'

/** More seeds are counted, not named. */
const SEEDS_SHOWN = 50

export interface AboutPageData {
  readonly node: {
    readonly version: string
    readonly network: 'open' | 'listed'
    readonly origin: string
    readonly collective: Collective | null
  }
  readonly names: ReadonlyMap<Scid, KnownCollective>
  /** The versions that the view asks for. */
  readonly charters: readonly CharterSummary[]
  readonly views: readonly string[]
}

/** Whose node this is, whom it shows, what it keeps, and what it cannot protect from. */
export function aboutPage(visit: Visit, data: AboutPageData): Page {
  const { reader } = visit
  const { t } = reader.localizer
  return {
    title: t('about-title'),
    description: t('about-description'),
    section: 'about',
    main: html`<h1>${t('about-title')}</h1>
      <p class="lead">${t('about-lead')}</p>
      ${nodeFacts(reader, data)}
      <section id="view">
        <h2>${t('about-view')}</h2>
        ${rule(visit, data)}
      </section>
      <section id="visitors">
        <h2>${t('about-visitors')}</h2>
        ${paragraphs(t('about-visitors-nothing'), t('about-visitors-see'), t('about-visitors-tor'))}
      </section>
      <section id="limits">
        <h2>${t('about-limits')}</h2>
        ${paragraphs(
          t('about-limit-stolen-key'),
          t('about-limit-public'),
          t('about-limit-seizure'),
          t('about-limit-vouch'),
        )}
      </section>
      <section id="root">
        <h2>${t('about-root')}</h2>
        ${paragraphs(t('about-root-power'), t('about-root-node'), t('about-root-services'))}
      </section>
      <section id="software-node">
        <h2>${t('about-program')}</h2>
        ${paragraphs(t('about-program-free'))}
        <p><a href="${linkTo(reader, '/api')}">${t('records-api')}</a></p>
      </section>`,
  }
}

function nodeFacts(reader: Reader, { node, names }: AboutPageData): Hole {
  const { localizer } = reader
  const { t } = localizer
  const { collective } = node
  const known = collective === null ? undefined : names.get(collective.scid)
  return definitions([
    [t('about-node-of'), known !== undefined && collectiveLink(reader, known)],
    [t('about-node-address'), address(node.origin)],
    [t('history-scid'), collective !== null && fingerprint(collective.scid)],
    [t('about-node-since'), collective !== null && time(localizer, collective.firstSeen)],
    [
      t('about-network'),
      node.network === 'open' ? t('about-network-open') : t('about-network-listed'),
    ],
    [t('about-version'), `Tessera ${node.version}`],
  ])
}

/** The rule of the view, in words. SPEC: design.md, section 9. */
function rule(visit: Visit, data: AboutPageData): SafeHtml {
  const { reader, view } = visit
  const { t } = reader.localizer
  const { vouches, depth = DEFAULT_DEPTH, perVoucher = DEFAULT_PER_VOUCHER } = view.rule
  const seeds = view.rule.seeds.slice(0, SEEDS_SHOWN).map((scid) => {
    const known = data.names.get(scid)
    return known !== undefined && html`<li>${collectiveLink(reader, known)}</li>`
  })
  const more = view.rule.seeds.length - seeds.length
  const asked = data.charters.map(
    (version) =>
      html`<li>
        <a href="${linkTo(reader, charterPath(version))}"
          >${languageLine(reader, version.charter.nameMap, version.charter.defaultLanguage)}</a
        >, ${time(reader.localizer, version.charter.published)}
      </li>`,
  )
  const warnings = viewHints(view.rule).map((hint) => html`<p>${hintText(reader, hint)}</p>`)
  return html`${viewSwitch(visit, data.views)}
    <p>${t('rule-lead')}</p>
    <ol>
      <li>${t('rule-seeds', { count: view.rule.seeds.length })}</li>
      <li>${t('rule-vouches', { count: vouches })}</li>
      <li>${view.rule.charters === null ? t('rule-no-charter') : t('rule-charter')}</li>
      <li>${t('rule-limits', { depth, perVoucher })}</li>
      <li>${t('rule-silence')}</li>
    </ol>
    <p>${t('rule-others')}</p>
    <p>${t('rule-shown', { count: view.shown.size })}</p>
    ${warnings.length > 0 && notice('careful', warnings)}
    ${
      asked.length > 0 &&
      html`<h3>${t('rule-charters')}</h3>
        <ul>
          ${asked}
        </ul>`
    }
    <h3>${t('rule-seeds-title')}</h3>
    <ul class="plain many">
      ${seeds}${more > 0 && html`<li>${t('and-more', { count: more })}</li>`}
    </ul>`
}

function hintText(
  { localizer: { t } }: Reader,
  hint: ReturnType<typeof viewHints>[number],
): string {
  return t(`rule-hint-${hint.replaceAll('_', '-')}`)
}

function paragraphs(...texts: readonly string[]): Hole {
  return texts.map((text) => html`<p>${text}</p>`)
}
