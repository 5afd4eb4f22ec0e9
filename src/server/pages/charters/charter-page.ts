import type { CharterNode } from '../../../charter/charter-tree.ts'
import { languagesOf, splitClause, translationsOf } from '../../../charter/charter.ts'
import type { CharterPage } from '../../../charter/charters.ts'
import type { CharterDiff } from '../../../charter/diff-charters.ts'
import type { JointText } from '../../../communique/joint-texts.ts'
import { directionOf, type LanguageTag } from '../../../kernel/language-tag.ts'
import type { Scid } from '../../../record/did.ts'
import type { Charter } from '../../../record/kinds/charter.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { KnownCollective } from '../../known-collectives.ts'
import { markdown } from '../../markdown.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { collectiveLink } from '../collective-link.ts'
import { recordLink } from '../collective/ties.ts'
import { definitions, notice, time } from '../components.ts'
import { languageLinks } from '../language-links.ts'
import { languageBlock, languageLine } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { outsideLink } from '../outside-link.ts'
import { type Part, pageParts } from '../page-parts.ts'
import { richText } from '../rich-text.ts'
import { textPath } from '../texts/text-path.ts'
import { clauseByClause } from './clauses.ts'
import { diffSection } from './diff.ts'
import { versionMark } from './list-page.ts'
import { signatories } from './matrix.ts'
import { versionPath } from './version-path.ts'

export interface CharterPageData {
  readonly page: CharterPage
  /** The canonical path. */
  readonly path: string
  /** The language of the charter to show, one that it has. */
  readonly language: LanguageTag
  /** Whether the reader can read that language, as far as is known. */
  readonly isRead: boolean
  readonly names: ReadonlyMap<Scid, KnownCollective>
  readonly comparison: { readonly with: CharterNode; readonly diff: CharterDiff } | null
  /** The byte digest of the record. */
  readonly digest: string | null
  /** A view of the node shows its publisher or a signatory. */
  readonly isShown: boolean
  /** Next versions in the making. */
  readonly drafts: readonly JointText[]
}

/** One version of a charter: its text, who signed it, and the other versions. */
export function charterPage(visit: Visit, data: CharterPageData): Page {
  const { reader } = visit
  const { t } = reader.localizer
  const { page, language, path } = data
  const { charter } = page.node
  const title = charter.nameMap[language] ?? charter.slug
  return {
    title,
    section: 'charters',
    indexed: data.isShown && data.comparison === null,
    head: html`<link rel="canonical" href="${path}" />`,
    main: html`<h1><bdi lang="${language}" dir="${directionOf(language)}">${title}</bdi></h1>
      ${facts(visit, data)}
      ${draftNotices(reader, data)}
      ${page.node.latest ? null : notice('careful', html`<p>${t('charter-amended-notice')}</p>`)}
      ${pageParts(reader, partsOf(visit, data))}`,
  }
}

function partsOf({ reader }: Visit, data: CharterPageData): Part[] {
  const { t } = reader.localizer
  const { page, comparison, names } = data
  const { charter, statement } = page.node
  const parts: Part[] = []
  if (comparison !== null) {
    const when = reader.localizer.date(comparison.with.charter.published)
    parts.push({
      id: 'changes',
      title: t('diff-title', { date: when }),
      body: diffSection(reader, comparison.diff),
    })
  }
  parts.push(
    { id: 'text', title: t('charter-text'), body: charterText(reader, data) },
    { id: 'signatories', title: t('charter-signatories'), body: signatories(reader, page, names) },
    { id: 'clauses', title: t('clauses-title'), body: clauseByClause(reader, page, names) },
    { id: 'versions', title: t('charter-versions'), body: versions(reader, data) },
    {
      id: 'record',
      title: t('part-records'),
      body: html`<p>${t('charter-digest')} <code class="address">${statement}</code></p>
        ${data.digest !== null && html`<p>${recordLink(reader, data.digest)}</p>`}
        <p>${t('charter-sign')}</p>
        <pre dir="ltr"><code>tessera charter sign ${charter.slug}</code></pre>`,
    },
  )
  return parts
}

function draftNotices(reader: Reader, { drafts }: CharterPageData): Hole {
  return drafts.map((text) => {
    const href = linkTo(reader, textPath(text))
    const draft = (words: string): SafeHtml => html`<a href="${href}">${words}</a>`
    return notice(
      'plain',
      html`<p>${richText(reader.localizer.t('charter-to-draft'), { draft })}</p>`,
    )
  })
}

/** A version that nobody has signed. */
const NOBODY = { inForce: 0, withReservations: 0 }

function facts({ reader }: Visit, { page, names }: CharterPageData): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { charter, scid, statement } = page.node
  const publisher = names.get(scid)
  const { inForce, withReservations } = page.matrix.counts.get(statement) ?? NOBODY
  const [first = charter.defaultLanguage] = charter.authoritativeLanguages
  return html`<p class="lead">
      ${t('charter-signed-by', { count: inForce })}
      ${withReservations > 0 && t('charter-with-reservations', { count: withReservations })}
    </p>
    <p>${versionMark(localizer, page.node)}</p>
    ${definitions([
      [t('charter-published'), time(localizer, charter.published)],
      [t('charter-publisher'), publisher !== undefined && collectiveLink(reader, publisher)],
      [
        t('charter-authoritative'),
        html`${localizer.list(charter.authoritativeLanguages.map(localizer.languageName))}.
        ${t('charter-first-decides', { language: localizer.languageName(first) })}`,
      ],
      [t('charter-license'), charter.license ?? null],
    ])}`
}

/** The text in one of its languages; the others are one link away. */
function charterText(reader: Reader, data: CharterPageData): SafeHtml {
  const { localizer } = reader
  const { page, language, isRead } = data
  const { charter } = page.node
  const direction = directionOf(language)
  const preamble = charter.summaryMap?.[language]
  const other = localizer.t('text-in-other-language', {
    wanted: localizer.languageName(localizer.language),
    language: localizer.languageName(language),
  })
  return html`${languageSwitch(reader, data)}
    ${!isRead && html`<p class="other-language">${other}</p>`}
    ${translationsOf(charter).includes(language) && translationNote(reader, charter)}
    <div class="charter" lang="${language}" dir="${direction}">
      ${preamble !== undefined && markdown(preamble)}
      ${charter.clauses.map((clause, at) => clauseSection(reader, { clause, at, language }))}
    </div>
    ${references(reader, charter)}`
}

/** A translation is signed with the rest, and decides nothing where it differs. */
function translationNote({ localizer }: Reader, { authoritativeLanguages }: Charter): SafeHtml {
  const languages = localizer.list(authoritativeLanguages.map(localizer.languageName))
  return html`<p class="other-language">${localizer.t('charter-translation', { languages })}</p>`
}

function clauseSection(
  { localizer }: Reader,
  {
    clause: { id, level, contentMap },
    at,
    language,
  }: {
    readonly clause: Charter['clauses'][number]
    readonly at: number
    readonly language: LanguageTag
  },
): SafeHtml {
  const { title, text } = splitClause(contentMap[language] ?? '')
  const said = html`<span
    class="soft"
    lang="${localizer.language}"
    dir="${localizer.direction}"
    >${localizer.t(`clause-${level}`)} · <a href="#clause-${id}"><code>${id}</code></a></span
  >`
  return html`<section class="clause" id="clause-${id}">
    <h3>${at + 1}. ${title ?? id}</h3>
    <p class="meta">${said}</p>
    ${markdown(text)}
  </section>`
}

function languageSwitch(reader: Reader, { page, language, path }: CharterPageData): SafeHtml {
  const languages = languagesOf(page.node.charter)
  const hrefOf = (tag: LanguageTag) => linkTo(reader, `${path}?text=${tag}#text`)
  return languageLinks(reader, { language, languages }, hrefOf)
}

function references(reader: Reader, { references = [] }: Charter): Hole {
  if (references.length === 0) return null
  const items = references.map(
    ({ nameMap, url }) =>
      html`<li>${languageLine(reader, nameMap)} ${url !== undefined && outsideLink(url)}</li>`,
  )
  return html`<h3>${reader.localizer.t('charter-references')}</h3>
    <p>${reader.localizer.t('charter-references-lead')}</p>
    <ul>
      ${items}
    </ul>`
}

/** The tree of versions: nobody owns a charter, so there may be several next ones. */
function versions(reader: Reader, { page, names }: CharterPageData): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const items = page.tree.map((node) => {
    const isHere = node.statement === page.node.statement
    const called = languageLine(reader, node.charter.nameMap, node.charter.defaultLanguage)
    const publisher = names.get(node.scid)
    const compare = linkTo(reader, `${versionPath(page.node)}?compare=${node.statement}#changes`)
    const { changesMap } = node.charter
    return html`<li class="depth-${Math.min(node.depth, 4)}">
      ${isHere ? html`<strong aria-current="page">${called}</strong>` : html`<a href="${linkTo(reader, versionPath(node))}">${called}</a>`}
      <span class="marks">${versionMark(localizer, node)}</span>
      <p class="meta">
        ${time(localizer, node.charter.published)}
        ${publisher !== undefined && [' · ', collectiveLink(reader, publisher)]} ·
        ${t('charter-signed-by', { count: page.matrix.counts.get(node.statement)?.inForce ?? 0 })}
        ${!isHere && html` · <a href="${compare}" rel="nofollow">${t('charter-compare')}</a>`}
      </p>
      ${changesMap !== undefined && languageBlock(reader, changesMap, node.charter.defaultLanguage)}
    </li>`
  })
  return html`<p>${t('charter-versions-lead')}</p>
    <ol class="versions">
      ${items}
    </ol>`
}
