import type { PartDiff } from '../../kernel/diff-parts.ts'
import type { DiffPart } from '../../kernel/diff-words.ts'
import { type Hole, html, type SafeHtml } from '../html.ts'
import type { Localizer } from '../i18n.ts'

/** Colors alone mean nothing to many readers: what changed is said as well. */
export function diffedWords({ t }: Localizer, parts: readonly DiffPart[]): Hole {
  return parts.map(({ kind, text }) => {
    if (kind === 'added')
      return html`<ins><span class="hidden">${t('diff-ins')} </span>${text}</ins>`
    if (kind === 'removed')
      return html`<del><span class="hidden">${t('diff-del')} </span>${text}</del>`
    return text
  })
}

/** A part with what it is called. */
export interface DiffedPart {
  readonly diff: PartDiff<string | null>
  readonly heading: Hole
  /** A clause of a charter, or a paragraph of another text. */
  readonly isClause: boolean
}

/**
 * What became of one part of a text, word by word; of one that did not change only its heading.
 * Stands in an element that names the language of the text.
 */
export function partDiff(localizer: Localizer, { diff, heading, isClause }: DiffedPart): SafeHtml {
  const { t, language, direction } = localizer
  const { change, text } = diff
  const marks = marksOf(localizer, diff, isClause)
  const said =
    marks.length > 0 &&
    html`<span class="badge careful" lang="${language}" dir="${direction}">${marks.join(', ')}</span>`
  if (change === 'same')
    return html`<section class="clause">
      <h4>${heading} ${said}</h4>
      <p class="soft" lang="${language}" dir="${direction}">${t('diff-same')}</p>
    </section>`
  return html`<section class="clause">
    <h4>${heading} ${said}</h4>
    <p class="lines">${diffedWords(localizer, text)}</p>
  </section>`
}

function marksOf(
  { t }: Localizer,
  { change, moved, level }: PartDiff<string | null>,
  isClause: boolean,
): string[] {
  const levels =
    level !== null &&
    level.before !== null &&
    level.after !== null &&
    `${t(`clause-${level.before}`)} → ${t(`clause-${level.after}`)}`
  const what = isClause ? t(`diff-${change}`) : t(`text-diff-${change}`)
  const marks = [change !== 'same' && what, moved && t('diff-moved'), levels]
  return marks.filter((mark) => mark !== false)
}
