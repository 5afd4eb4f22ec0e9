import type { TextSummary } from '../../../communique/communiques.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { collectiveLink } from '../collective-link.ts'
import { card, notice, time } from '../components.ts'
import { languageBlock, languageLine } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { viewSwitch } from '../view-switch.ts'
import { textPath } from './text-path.ts'

export interface TextListData {
  readonly draftOf: 'communique' | 'charter'
  readonly texts: readonly TextSummary[]
  readonly names: Names
  readonly views: readonly string[]
}

/** All texts: the finished ones, then those in the making, then those of strangers. */
export function textListPage(visit: Visit, data: TextListData): Page {
  const { reader } = visit
  const { t } = reader.localizer
  const { draftOf, texts, names } = data
  const shown = texts.filter((text) => text.shown)
  const others = texts.filter((text) => !text.shown)
  const cards = (some: readonly TextSummary[]) => some.map((one) => textCard(reader, one, names))
  const frozen = shown.filter(isFrozen)
  const inTheMaking = shown.filter((text) => !isFrozen(text))
  return {
    title: t(`texts-title-${draftOf}`),
    description: t(`texts-lead-${draftOf}`),
    section: draftOf === 'charter' ? 'charters' : 'communiques',
    main: html`<h1>${t(`texts-title-${draftOf}`)}</h1>
      <p class="lead">${t(`texts-lead-${draftOf}`)}</p>
      ${viewSwitch(visit, data.views)}
      ${shown.length === 0 && notice('plain', html`<p>${t('texts-none')}</p>`)}
      ${frozen.length > 0 && html`<section><h2>${t('texts-frozen')}</h2>${cards(frozen)}</section>`}
      ${
        inTheMaking.length > 0 &&
        html`<section><h2>${t('texts-in-the-making')}</h2>${cards(inTheMaking)}</section>`
      }
      ${
        others.length > 0 &&
        html`<details>
          <summary>${t('texts-others', { count: others.length })}</summary>
          <p>${t('not-vouched-sentence')}</p>
          ${cards(others)}
        </details>`
      }
      ${
        draftOf === 'communique' &&
        html`<p><a href="${linkTo(reader, '/charters/drafts')}">${t('texts-to-charter-drafts')}</a></p>`
      }`,
  }
}

function isFrozen({ text }: TextSummary): boolean {
  return text.frozen.length > 0
}

function textCard(reader: Reader, summary: TextSummary, names: Names): SafeHtml {
  const { localizer } = reader
  const { text, latest } = summary
  const { nameMap, summaryMap, defaultLanguage } = latest.record
  const author = names.get(text.scid)
  return card({
    title: languageLine(reader, nameMap, defaultLanguage),
    href: linkTo(reader, textPath(text)),
    marks: html`<span class="marks">${stateMark(reader, summary)}</span>`,
    level: 3,
    body: html`${standing(reader, summary)}
      ${summaryMap !== undefined && languageBlock(reader, summaryMap, defaultLanguage)}
      <p class="meta">
        ${time(localizer, latest.record.updated)}
        ${author !== undefined && [' · ', collectiveLink(reader, author)]} ·
        ${localizer.list(summary.languages.map(localizer.languageName))}
      </p>`,
  })
}

/** Where a text stands, in a word or two. */
export function stateMark({ localizer: { t } }: Reader, { text, latest }: TextSummary): Hole {
  const { record } = latest
  if (record.type !== 'Draft') {
    const withdrawn = record.withdrawn === true
    return html`<span class="badge ${withdrawn ? 'careful' : 'good'}">${t(withdrawn ? 'text-withdrawn' : 'text-frozen')}</span>`
  }
  const apart =
    text.heads.length > 1 &&
    html` <span class="badge careful">${t('text-apart-mark', { count: text.heads.length })}</span>`
  return html`<span class="badge plain">${t(`stage-${record.stage}`)}</span>${apart}`
}

/** Who stands under a text, or until when it is decided on. */
export function standing(reader: Reader, { endorsements, openRound }: TextSummary): Hole {
  const { localizer } = reader
  const { t } = localizer
  const round =
    openRound !== null &&
    html`<p><strong>${t('round-open-until')} ${time(localizer, openRound.until, 'minute')}</strong></p>`
  if (endorsements === null) return round
  return html`${round}
    <p>
      <strong>${t('text-endorsed-by', { count: endorsements.counted.length })}</strong>
      ${endorsements.letterCount > 0 && t('text-letters', { count: endorsements.letterCount })}
    </p>`
}
