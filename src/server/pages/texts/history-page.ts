import type { TextPage } from '../../../communique/communiques.ts'
import type { JudgedEndorsement } from '../../../communique/endorsements.ts'
import type { DraftVersion, JointText } from '../../../communique/joint-texts.ts'
import type { Scid } from '../../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { collectiveLink } from '../collective-link.ts'
import { name, notice, pagination, time } from '../components.ts'
import { languageBlock } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { richText } from '../rich-text.ts'
import { historyOf, type TextEvent } from './history.ts'
import { textPath, textVersionPath } from './text-path.ts'
import { textTitle } from './text-title.ts'
import { draftDiff } from './versions.ts'

export interface HistoryPageData {
  readonly page: TextPage
  readonly names: Names
  /** Which page of the history, from 1. */
  readonly number: number
}

/** Each with a diff that is folded away: what an old phone loads and lays out in a moment. */
const EVENTS_SHOWN = 25

/** Everything that happened to a text, oldest first. */
export function historyPage(visit: Visit, { page, names, number }: HistoryPageData): Page {
  const { reader } = visit
  const { t } = reader.localizer
  const { text } = page
  const events = historyOf(page)
  const pages = Math.max(1, Math.ceil(events.length / EVENTS_SHOWN))
  const at = Math.min(number, pages)
  const shown = events.slice((at - 1) * EVENTS_SHOWN, at * EVENTS_SHOWN)
  const path = `${textPath(text)}/history`
  const leaf = (to: number) => (to < 1 || to > pages ? null : linkTo(reader, `${path}?page=${to}`))
  const title = textTitle(reader, page)
  return {
    title: t('history-title', { title: title.plain }),
    section: text.draftOf === 'charter' ? 'charters' : 'communiques',
    indexed: page.shown && at === 1,
    main: html`<h1>${richText(t('history-heading'), { title: () => title.shown })}</h1>
      <p><a href="${linkTo(reader, textPath(text))}">${t('history-back')}</a></p>
      <p>${t('diff-lead')}</p>
      ${events.length === 0 && notice('plain', html`<p>${t('history-none')}</p>`)}
      <h2 class="hidden">${t('text-more')}</h2>
      <ol class="versions">
        ${shown.map((event) => html`<li>${eventItem(reader, event, { page, names })}</li>`)}
      </ol>
      ${pagination(reader.localizer, { previous: leaf(at - 1), next: leaf(at + 1), page: at, pages })}`,
  }
}

interface Context {
  readonly page: TextPage
  readonly names: Names
}

function eventItem(reader: Reader, event: TextEvent, context: Context): Hole {
  const { localizer } = reader
  const said = (message: string, scid: Scid): SafeHtml =>
    html`<h3>
        ${richText(message, { collective: () => called(reader, scid, context.names) })}
      </h3>
      <p class="meta">${time(localizer, event.at, 'minute')}</p>`
  switch (event.kind) {
    case 'draft': {
      const message = localizer.t(event.own ? 'history-draft' : 'history-draft-kin')
      return [said(message, event.draft.scid), draftDetails(reader, event.draft, context)]
    }
    case 'frozen': {
      const first = event.version.record.version === 1
      const message = localizer.t(first ? 'history-frozen' : 'history-frozen-again')
      return [said(message, event.version.scid), frozenDetails(reader, event.version, context)]
    }
    case 'endorsed':
      return endorsedLine(reader, event.endorsement, (scid, letter) =>
        said(localizer.t(letter === null ? 'history-endorsed' : 'history-letter'), scid),
      )
    case 'endorsement-withdrawn':
      return [
        said(localizer.t('history-endorsement-withdrawn'), event.endorsement.scid),
        reasonOf(reader, event.endorsement),
      ]
  }
}

function called(reader: Reader, scid: Scid, names: Names): SafeHtml {
  const known = names.get(scid)
  return known === undefined ? name(scid) : collectiveLink(reader, known)
}

function endorsedLine(
  reader: Reader,
  { scid, record: { letter, digests } }: JudgedEndorsement,
  said: (scid: Scid, letter: string | null) => SafeHtml,
): Hole {
  const { localizer } = reader
  const languages = localizer.list(Object.keys(digests).map(localizer.languageName))
  return [
    said(scid, letter?.name ?? null),
    html`<p class="meta">
      ${letter !== undefined && [name(letter.name), ' · ']} ${localizer.t('commitment-read')}
      ${languages}
    </p>`,
  ]
}

function reasonOf(reader: Reader, { record }: JudgedEndorsement): Hole {
  const { withdrawnReasonMap, defaultLanguage } = record
  return (
    withdrawnReasonMap !== undefined && languageBlock(reader, withdrawnReasonMap, defaultLanguage)
  )
}

/** A draft: its stage and why, what it answers, and what it changed. */
function draftDetails(reader: Reader, draft: DraftVersion, { page }: Context): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { record, parents, missing } = draft
  const { stageReasonMap, defaultLanguage, positionsUntil } = record
  const text = { scid: draft.scid, slug: record.text, draftOf: record.draftOf }
  const href = linkTo(reader, textVersionPath(text, draft.statement))
  return html`<p class="meta" id="v-${draft.statement.slice(-8)}">
      <span class="badge plain">${t(`stage-${record.stage}`)}</span>
      <a href="${href}">${t('history-whole')}</a> ·
      <a href="${linkTo(reader, `/verify?q=${draft.statement}`)}">${t('record-check')}</a>
    </p>
    ${stageReasonMap !== undefined && languageBlock(reader, stageReasonMap, defaultLanguage)}
    ${
      positionsUntil !== undefined &&
      html`<p>${t('history-round-until')} ${time(localizer, positionsUntil, 'minute')}</p>`
    }
    ${answers(reader, draft, page)}
    ${missing.length > 0 && html`<p>${t('text-kin-missing', { count: missing.length })}</p>`}
    ${changes(reader, draft, { parents, page })}`
}

/** What the draft changed of each version that it goes on from; a first draft has nothing before it. */
function changes(
  reader: Reader,
  draft: DraftVersion,
  { parents, page }: { readonly parents: readonly string[]; readonly page: TextPage },
): Hole {
  const { localizer } = reader
  const before = parents.flatMap((digest) => page.drafts.get(digest) ?? [])
  return before.map(
    (parent) =>
      html`<details>
        <summary>
          ${localizer.t('history-changes')} ${time(localizer, parent.record.updated, 'minute')}
        </summary>
        ${draftDiff(localizer, parent, draft)}
      </details>`,
  )
}

/** The amendments that a draft answers, with what they proposed. */
function answers(reader: Reader, { record }: DraftVersion, { amendments }: TextPage): Hole {
  const { t } = reader.localizer
  const all = record.answers ?? []
  if (all.length === 0) return null
  const items = all.map(({ amendment, outcome, reasonMap }) => {
    const known = amendments.find((one) => one.amendment.statement === amendment.digest)
    const path =
      known &&
      textPath({
        ...known.target,
        slug: known.target.record.text,
        draftOf: known.target.record.draftOf,
      })
    const href =
      path === undefined
        ? linkTo(reader, `/verify?q=${amendment.digest}`)
        : linkTo(
            reader,
            `${path}?version=${known?.target.statement ?? ''}#amendment-${amendment.digest.slice(-8)}`,
          )
    return html`<li>
      <a href="${href}">${t(`history-amendment-${outcome}`)}</a>
      ${reasonMap !== undefined && languageBlock(reader, reasonMap, record.defaultLanguage)}
    </li>`
  })
  return html`<ul>
    ${items}
  </ul>`
}

function frozenDetails(
  reader: Reader,
  { record, statement }: JointText['frozen'][number],
  { page }: Context,
): SafeHtml {
  const { localizer } = reader
  const languages = localizer.list(Object.keys(record.digests).map(localizer.languageName))
  const path =
    page.text.draftOf === 'charter'
      ? `/charters/${statement}`
      : textVersionPath(page.text, statement)
  return html`<p class="meta">
      ${languages} · <a href="${linkTo(reader, path)}">${localizer.t('history-whole')}</a>
    </p>
    ${
      record.withdrawn === true &&
      record.withdrawnReasonMap !== undefined &&
      languageBlock(reader, record.withdrawnReasonMap, record.defaultLanguage)
    }`
}
