import type { Endorsements } from '../../../communique/endorsements.ts'
import type { JointText } from '../../../communique/joint-texts.ts'
import type { LanguageTag } from '../../../kernel/language-tag.ts'
import { slugName } from '../../../record/slug-name.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { table } from '../components.ts'
import { richText } from '../rich-text.ts'
import { textPath } from './text-path.ts'

/** The forms in which a frozen text leaves the web, as far as this node makes them. */
export type TextFile = 'pdf' | 'epub' | 'txt' | 'txt.asc' | 'bundle.tessera'

export interface CheckedText {
  readonly text: JointText
  readonly statement: string
  /** Of the record as it lies here; null if its bytes are not kept. */
  readonly digest: string | null
  readonly digests: Readonly<Record<LanguageTag, string>>
  readonly language: LanguageTag
  readonly endorsements: Endorsements
  readonly files: readonly TextFile[]
}

/** How anybody can check the text and who stands under it, with and without this node. */
export function checkSection(reader: Reader, checked: CheckedText): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { text, statement, digest, digests, endorsements, files } = checked
  const rows = Object.entries(digests).map(([tag, textDigest]) => [
    localizer.languageName(tag),
    localizer.number(endorsements.readers.get(tag) ?? 0),
    html`<code class="address">${textDigest}</code>`,
  ])
  const check = linkTo(reader, `/verify?q=${digest ?? statement}`)
  const bundle = `${slugName(text)}.tessera`
  return html`${
    files.includes('bundle.tessera') &&
    html`<p>
        ${richText(t('text-check-bundle'), {
          bundle: (words) => html`<a href="${`${textPath(text)}/bundle.tessera`}">${words}</a>`,
        })}
      </p>
      <pre dir="ltr"><code>tessera bundle verify ${bundle}</code></pre>`
  }
    <p>${t('text-check-statement')} <code class="address">${statement}</code></p>
    <p><a href="${check}">${t('text-check-here')}</a>${digest !== null && [' · ', html`<a href="/objects/${digest}">${t('record-bytes')}</a>`]}</p>
    <p>${t('text-check-digests')}</p>
    ${table({
      caption: t('text-digests-caption'),
      columns: [t('text-digests-language'), t('text-digests-readers'), t('text-digests-digest')],
      rows,
    })}`
}

/** What a collective does that wants to stand under the text. */
export function endorseSection(reader: Reader, text: JointText): SafeHtml {
  const { t } = reader.localizer
  const join = (words: string) => html`<a href="${linkTo(reader, '/join')}">${words}</a>`
  return html`<p>${t('text-endorse-node')}</p>
    <pre dir="ltr"><code>tessera communique endorse ${slugName(text)}</code></pre>
    <p>${richText(t('text-endorse-letter'), { join })}</p>`
}

/** The text to print, to read elsewhere, to send by mail. */
export function filesSection(reader: Reader, { text, language, files }: CheckedText): Hole {
  const { t } = reader.localizer
  const kept = files.filter((file) => file !== 'bundle.tessera')
  const path = textPath(text)
  const print = linkTo(reader, `${path}/print?language=${language}`)
  const items = kept.map((file) => {
    const href = linkTo(reader, `${path}/${language}.${file}`)
    return html`<li><a href="${href}">${t(`text-file-${file.replace('.', '-')}`)}</a></li>`
  })
  return html`<p>${t('text-files-lead', { language: reader.localizer.languageName(language) })}</p>
    <ul>
      <li><a href="${print}">${t('text-file-print')}</a></li>
      ${items}
      ${
        files.includes('txt.asc') &&
        html`<li><a href="/node-key.asc">${t('text-file-key')}</a></li>`
      }
    </ul>`
}
