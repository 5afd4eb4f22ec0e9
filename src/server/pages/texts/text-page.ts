import type { Signed } from '../../../communique/communique-store.ts'
import { newestOf, type TextPage } from '../../../communique/communiques.ts'
import type { DraftVersion } from '../../../communique/joint-texts.ts'
import { slugName } from '../../../record/slug-name.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { collectiveLink } from '../collective-link.ts'
import { definitions, notice, time } from '../components.ts'
import { languageBlock } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { type Part, pageParts } from '../page-parts.ts'
import { richText } from '../rich-text.ts'
import { amendmentsSection } from './amendments.ts'
import { checkSection, endorseSection, filesSection, type TextFile } from './check.ts'
import { creditList } from './credits.ts'
import { endorsementsSection } from './endorsements.ts'
import { standing, stateMark } from './list-page.ts'
import { roundsSection } from './rounds.ts'
import { type ShownText, titleOf } from './shown-text.ts'
import { languageHref, textBody } from './text-body.ts'
import { textPath, textVersionPath } from './text-path.ts'
import { headsSection, kinshipSection } from './versions.ts'

/** What is shown of a text: a frozen version of it, or a draft. */
export type ShownVersion = Signed<'Communique'> | DraftVersion

export interface TextPageData {
  readonly page: TextPage
  readonly version: ShownVersion
  readonly shown: ShownText
  readonly names: Names
  /** The byte digest of the record; null if its bytes are not kept. */
  readonly digest: string | null
  /** How many members its collective has; null if that is not known. */
  readonly members: number | null
  readonly files: readonly TextFile[]
}

/** A text: as it was frozen, with who stands under it, or as it is being written. */
export function textPage(visit: Visit, data: TextPageData): Page {
  const { reader } = visit
  const { page, version, shown } = data
  const { text } = page
  const path = isNewest(data) ? textPath(text) : textVersionPath(text, version.statement)
  return {
    title: shown.title.text,
    section: text.draftOf === 'charter' ? 'charters' : 'communiques',
    indexed: page.shown && isNewest(data),
    head: html`<link rel="canonical" href="${textPath(text)}" />`,
    main: html`<h1>${titleOf(shown)}</h1>
      <p class="marks">${stateMark(reader, { ...page, latest: version })}</p>
      ${standing(reader, page)} ${facts(reader, data)} ${notices(reader, data)}
      ${pageParts(reader, partsOf(reader, data, path))}`,
  }
}

/** Of a charter in the making the newest draft is shown: frozen ones have pages of their own. */
function isNewest({ page: { text, latest }, version }: TextPageData): boolean {
  const newest = text.draftOf === 'charter' ? newestOf(text.heads) : latest
  return newest?.statement === version.statement
}

function isDraft(version: ShownVersion): version is DraftVersion {
  return version.record.type === 'Draft'
}

function partsOf(reader: Reader, data: TextPageData, path: string): Part[] {
  const { t } = reader.localizer
  const { page, version, shown, names } = data
  const body = textBody(reader, shown, languageHref(reader, path))
  const { credits = [] } = version.record
  return [
    { id: 'text', title: t('charter-text'), body },
    { id: 'credits', title: t('text-credits'), body: creditList(reader, credits, names) },
    ...(isDraft(version) ? draftParts(reader, data) : frozenParts(reader, data)),
    { id: 'kin', title: t('text-kin'), body: kinshipSection(reader, page, names) },
    { id: 'more', title: t('text-more'), body: moreLinks(reader, data) },
  ]
}

function frozenParts(reader: Reader, data: TextPageData): Part[] {
  const { t } = reader.localizer
  const { page, version, names, digest, files, shown } = data
  const { endorsements, text } = page
  if (endorsements === null || isDraft(version)) return []
  const { digests } = version.record
  const { statement } = version
  const checked = { text, statement, digest, digests, endorsements, files }
  const { language } = shown
  return [
    {
      id: 'endorsements',
      title: t('text-endorsements'),
      body: endorsementsSection(reader, endorsements, names),
    },
    { id: 'endorse', title: t('text-endorse'), body: endorseSection(reader, text) },
    { id: 'check', title: t('part-records'), body: checkSection(reader, { ...checked, language }) },
    {
      id: 'files',
      title: t('text-files'),
      body: isNewest(data) && filesSection(reader, { ...checked, language }),
    },
  ]
}

function draftParts(reader: Reader, { page, names }: TextPageData): Part[] {
  const { t } = reader.localizer
  const { rounds, amendments, text } = page
  return [
    { id: 'apart', title: t('text-apart-title'), body: headsSection(reader, page) },
    { id: 'rounds', title: t('text-rounds'), body: roundsSection(reader, rounds, names) },
    {
      id: 'amendments',
      title: t('text-amendments'),
      body: amendmentsSection(reader, amendments, names),
    },
    {
      id: 'take-part',
      title: t('text-take-part'),
      body: text.frozen.length === 0 && takePart(reader, page),
    },
  ]
}

/** What a collective does that wants a say. */
function takePart({ localizer: { t } }: Reader, { text }: TextPage): SafeHtml {
  const name = slugName(text)
  return html`<p>${t('text-take-part-lead')}</p>
    <pre dir="ltr"><code>tessera communique amend ${name}
tessera communique translate ${name}
tessera communique position ${name}</code></pre>
    <p>${t('text-take-part-fork')}</p>`
}

function facts(reader: Reader, data: TextPageData): Hole {
  const { localizer } = reader
  const { t } = localizer
  const { page, version, names } = data
  const author = names.get(page.text.scid)
  const by = author !== undefined && collectiveLink(reader, author)
  const { record } = version
  if (record.type === 'Draft')
    return definitions([
      [t('text-drafted-by'), by],
      [t('text-draft-updated'), time(localizer, record.updated, 'minute')],
      [t('text-written-in'), localizer.languageName(record.sourceLanguage)],
      [
        t('text-stage-reason'),
        record.stageReasonMap !== undefined &&
          languageBlock(reader, record.stageReasonMap, record.defaultLanguage),
      ],
    ])
  const signed = { members: record.proof.length, all: data.members ?? record.proof.length }
  return definitions([
    [t('text-frozen-on'), time(localizer, record.published)],
    [t('text-updated-on'), record.version > 1 && time(localizer, record.updated)],
    [t('text-frozen-by'), by],
    [t('text-signed'), t('text-signed-members', signed)],
    [t('text-written-in'), localizer.languageName(record.sourceLanguage ?? record.defaultLanguage)],
    [t('charter-license'), record.license ?? null],
  ])
}

/** What a reader has to know before she takes the text for the last word. */
function notices(reader: Reader, data: TextPageData): Hole {
  const { localizer } = reader
  const { t } = localizer
  const { page, version } = data
  const { text } = page
  const newest = linkTo(reader, textPath(text))
  const link = (words: string) => html`<a href="${newest}">${words}</a>`
  const { record } = version
  const isEarlierDraft = isDraft(version)
  return [
    record.type !== 'Draft' &&
      record.withdrawn === true &&
      notice('careful', [
        html`<p>${t('text-withdrawn-notice')} ${time(localizer, record.updated)}</p>`,
        record.withdrawnReasonMap !== undefined &&
          languageBlock(reader, record.withdrawnReasonMap, record.defaultLanguage),
      ]),
    !isNewest(data) &&
      notice(
        'careful',
        html`<p>
          ${richText(t(isEarlierDraft ? 'text-earlier-draft' : 'text-earlier-version'), { newest: link })}
        </p>`,
      ),
    frozenCharterNotice(reader, page),
    !page.shown && notice('careful', html`<p>${t('not-vouched-sentence')}</p>`),
  ]
}

/** A frozen charter has a page of its own, with its signatories. */
function frozenCharterNotice(reader: Reader, { text }: TextPage): Hole {
  const [frozen] = text.frozen
  if (frozen === undefined || text.draftOf !== 'charter') return null
  const href = linkTo(reader, `/charters/${slugName(text)}`)
  const charter = (words: string) => html`<a href="${href}">${words}</a>`
  return notice(
    'plain',
    html`<p>${richText(reader.localizer.t('text-frozen-charter'), { charter })}</p>`,
  )
}

function moreLinks(reader: Reader, { page: { text } }: TextPageData): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const path = textPath(text)
  const versions = text.draftOf === 'communique' ? text.frozen.slice(1) : []
  return html`<ul>
    <li><a href="${linkTo(reader, `${path}/history`)}">${t('text-to-history')}</a></li>
    <li><a href="${linkTo(reader, `${path}/translations`)}">${t('text-to-translations')}</a></li>
    ${versions.map(
      ({ statement, record }) =>
        html`<li>
          <a href="${linkTo(reader, textVersionPath(text, statement))}"
            >${t('text-frozen-version-of')} ${time(localizer, record.updated)}</a
          >
        </li>`,
    )}
  </ul>`
}
