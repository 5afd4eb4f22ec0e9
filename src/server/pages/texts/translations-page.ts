import type { Signed } from '../../../communique/communique-store.ts'
import type { TextPage } from '../../../communique/communiques.ts'
import type { DraftVersion } from '../../../communique/joint-texts.ts'
import type { TextPart } from '../../../communique/text-parts.ts'
import type {
  PartState,
  TextTranslation,
  TranslatedTextPart,
  Wording,
} from '../../../communique/translation-status.ts'
import { directionOf, type LanguageTag } from '../../../kernel/language-tag.ts'
import { slugName } from '../../../record/slug-name.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Localizer } from '../../i18n.ts'
import type { Names } from '../../known-collectives.ts'
import { endonym } from '../../language-names.ts'
import { markdown } from '../../markdown.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { collectiveLinks } from '../collective-link.ts'
import { definitions, notice, table } from '../components.ts'
import type { Page } from '../layout.ts'
import { richText } from '../rich-text.ts'
import { partName } from './part-name.ts'
import { languageBox } from './shown-text.ts'
import { textPath } from './text-path.ts'
import { textTitle } from './text-title.ts'

export interface TranslationsPageData {
  readonly page: TextPage
  readonly names: Names
  /** The language to look at; null for all of them. */
  readonly language: LanguageTag | null
}

/** In which languages a text is, part by part; of one language source and translation side by side. */
export function translationsPage(visit: Visit, data: TranslationsPageData): Page {
  const { reader } = visit
  const { localizer } = reader
  const { t } = localizer
  const { page, language } = data
  const { text } = page
  const title = textTitle(reader, page)
  const path = textPath(text)
  const all = linkTo(reader, `${path}/translations`)
  return {
    title: t('translations-title', { title: title.plain }),
    section: text.draftOf === 'charter' ? 'charters' : 'communiques',
    indexed: page.shown && language === null,
    main: html`<h1>${richText(t('translations-heading'), { title: () => title.shown })}</h1>
      <p>
        <a href="${linkTo(reader, path)}">${t('history-back')}</a>
        ${language !== null && html` · <a href="${all}">${t('translations-all')}</a>`}
      </p>
      ${
        page.draft === null
          ? notice('plain', html`<p>${t('translations-no-draft')}</p>`)
          : language === null
            ? overview(reader, page.draft, data)
            : inOneLanguage(reader, page.draft, { ...data, language })
      }`,
  }
}

function overview(reader: Reader, draft: DraftVersion, data: TranslationsPageData): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { page, names } = data
  const { translations } = page
  const source = localizer.languageName(draft.record.sourceLanguage)
  return html`<p>${t('translations-lead', { language: source })}</p>
    ${
      translations.length === 0
        ? html`<p>${t('translations-none')}</p>`
        : [
            translations.map((one) => languageCard(reader, one, { page, names })),
            matrix(reader, draft, data),
          ]
    }
    ${notShownList(reader, data)}
    <h2>${t('translations-how')}</h2>
    <p>${t('translations-how-lead')}</p>
    <pre dir="ltr"><code>tessera communique translate ${slugName(page.text)}</code></pre>`
}

const STATES: readonly PartState[] = ['approved', 'needs-review', 'draft', 'stale', 'untranslated']

function languageCard(
  reader: Reader,
  { language, counts, translators, reviewers }: TextTranslation,
  { page, names }: Pick<TranslationsPageData, 'page' | 'names'>,
): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const href = linkTo(reader, `${textPath(page.text)}/translations?language=${language}`)
  const who = (scids: readonly string[]) => {
    const known = scids.flatMap((scid) => names.get(scid) ?? [])
    return known.length === 0 ? null : collectiveLinks(reader, known)
  }
  const numbers = STATES.filter((state) => counts[state] > 0).map(
    (state) => `${t(`wording-${state}`)}: ${localizer.number(counts[state])}`,
  )
  return html`<article class="card">
    <header>
      <h2><a href="${href}">${languageTitle(localizer, language)}</a></h2>
    </header>
    <p>${numbers.join(' · ')}</p>
    ${definitions([
      [t('credit-translated'), who(translators)],
      [t('credit-reviewed'), who(reviewers)],
    ])}
  </article>`
}

/** A language in the words of the page, and in its own. */
function languageTitle({ languageName, language }: Localizer, tag: LanguageTag): Hole {
  const own = html`<bdi lang="${tag}" dir="${directionOf(tag)}">${endonym(tag)}</bdi>`
  const here = languageName(tag)
  return tag === language || here === endonym(tag) ? own : html`${here} (${own})`
}

/** Languages by parts: each with its state. */
function matrix(reader: Reader, draft: DraftVersion, { page }: TranslationsPageData): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { translations } = page
  return html`<h2>${t('translations-matrix')}</h2>
    ${table({
      caption: t('translations-matrix-caption'),
      columns: [
        t('translations-part'),
        ...translations.map(({ language }) => localizer.languageName(language)),
      ],
      rows: draft.parts.map(({ id }, i) => [
        partName(localizer, draft.parts, id),
        ...translations.map(({ parts }) => stateCell(localizer, parts[i])),
      ]),
    })}`
}

const TONES: Readonly<Record<PartState, string>> = {
  approved: 'good',
  'needs-review': 'plain',
  draft: 'plain',
  stale: 'careful',
  untranslated: 'careful',
}

function stateCell({ t }: Localizer, part: TranslatedTextPart | undefined): Hole {
  if (part === undefined) return null
  const { state, wording } = part
  const approvals = wording?.approvedBy.length ?? 0
  return html`<span class="badge ${TONES[state]}">${t(`wording-${state}`)}</span> ${
    approvals > 1 && html`<small>${t('wording-approvals', { count: approvals })}</small>`
  }`
}

interface InOneLanguage extends TranslationsPageData {
  readonly language: LanguageTag
}

function inOneLanguage(reader: Reader, draft: DraftVersion, data: InOneLanguage): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { page, language } = data
  const translation = page.translations.find((one) => one.language === language)
  const title = html`<h2>${languageTitle(localizer, language)}</h2>`
  if (translation === undefined)
    return html`${title}
      <p>${t('translations-none-in', { language: localizer.languageName(language) })}</p>
      ${notShownList(reader, data)}`
  const parts = translation.parts.map((part) => partRow(reader, { draft, part }, data))
  return html`${title} ${parts} ${notShownList(reader, data)}`
}

function partRow(
  reader: Reader,
  { draft, part }: { readonly draft: DraftVersion; readonly part: TranslatedTextPart },
  data: InOneLanguage,
): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { language, names } = data
  const { state, wording, others, earlier } = part
  const source = draft.record.sourceLanguage
  return html`<section class="clause" id="part-${part.part.id}">
    <h3>
      ${partName(localizer, draft.parts, part.part.id)}
      <span class="badge ${TONES[state]}">${t(`wording-${state}`)}</span>
    </h3>
    <div class="sides">
      ${languageBox(source, markdown(part.part.text))}
      <div>
        ${wording !== null && wordingBlock(reader, wording, { language, names })}
        ${
          wording === null &&
          earlier === null &&
          html`<p class="other-language">${t('wording-nothing')}</p>`
        }
        ${
          earlier !== null &&
          html`<p>${t('wording-earlier')}</p>
            ${wordingBlock(reader, earlier, { language, names })}`
        }
        ${
          others.length > 0 &&
          html`<details>
            <summary>${t('wording-others', { count: others.length })}</summary>
            ${others.map((other) => wordingBlock(reader, other, { language, names }))}
          </details>`
        }
      </div>
    </div>
  </section>`
}

function wordingBlock(
  reader: Reader,
  { content, by, approvedBy }: Wording,
  { language, names }: Pick<InOneLanguage, 'language' | 'names'>,
): SafeHtml {
  const { t } = reader.localizer
  const who = (scids: readonly string[]) =>
    collectiveLinks(
      reader,
      scids.flatMap((scid) => names.get(scid) ?? []),
    )
  return html`${languageBox(language, markdown(content))}
    <p class="meta">
      ${richText(t('wording-by'), { collective: () => who([by]) })}
      ${
        approvedBy.length > 0 &&
        richText(t('wording-approved-by'), { collectives: () => who(approvedBy) })
      }
    </p>`
}

/** What collectives translated that the view does not show: it is there to read, and counts nowhere. */
function notShownList(reader: Reader, { page, names, language }: TranslationsPageData): Hole {
  const { localizer } = reader
  const { t } = localizer
  const all = page.translationsNotShown.filter(
    ({ record }) => language === null || record.language === language,
  )
  if (all.length === 0) return null
  const sources = new Map((page.draft?.parts ?? []).map((part) => [part.sourceDigest, part]))
  return html`<details>
    <summary>${t('translations-not-shown', { count: all.length })}</summary>
    <p>${t('not-vouched-sentence')}</p>
    ${all.map((one) => foreignTranslation(reader, one, { sources, names, page }))}
  </details>`
}

function foreignTranslation(
  reader: Reader,
  { scid, record }: Signed<'Translation'>,
  context: {
    readonly sources: ReadonlyMap<string, TextPart>
    readonly names: Names
    readonly page: TextPage
  },
): SafeHtml {
  const { localizer } = reader
  const known = context.names.get(scid)
  const parts = context.page.draft?.parts ?? []
  const fitting = record.parts.flatMap(({ sourceDigest, content }) => {
    const part = context.sources.get(sourceDigest)
    return part === undefined ? [] : [{ part, content }]
  })
  return html`<article class="card">
    <header>
      <h3>${languageTitle(localizer, record.language)}</h3>
      ${known !== undefined && collectiveLinks(reader, [known])}
    </header>
    ${fitting.map(
      ({ part, content }) =>
        html`<h4>${partName(localizer, parts, part.id)}</h4>
          ${languageBox(record.language, markdown(content))}`,
    )}
  </article>`
}
