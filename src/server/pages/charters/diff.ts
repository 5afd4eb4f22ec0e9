import { splitClause } from '../../../charter/charter.ts'
import type { CharterDiff, ClauseDiff } from '../../../charter/diff-charters.ts'
import type { DiffPart } from '../../../kernel/diff-words.ts'
import { directionOf } from '../../../kernel/language-tag.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Localizer } from '../../i18n.ts'
import type { Reader } from '../../reader.ts'

/** What one version changed of another: every word, with what was taken out and put in. */
export function diffSection({ localizer }: Reader, diff: CharterDiff): SafeHtml {
  const { t } = localizer
  const { language, title, preamble, clauses, languagesAdded, languagesRemoved } = diff
  const changed = clauses.filter((clause) => clause.change !== 'same' || clause.level !== null)
  const names = (tags: readonly string[]): string =>
    localizer.list(tags.map(localizer.languageName))
  return html`<p>${t('diff-lead')}</p>
    ${languagesAdded.length > 0 && html`<p>${t('diff-languages-added')} ${names(languagesAdded)}</p>`}
    ${
      languagesRemoved.length > 0 &&
      html`<p>${t('diff-languages-removed')} ${names(languagesRemoved)}</p>`
    }
    ${diff.authorityChanged && html`<p>${t('diff-authority')}</p>`}
    ${changed.length === 0 && !isChanged(title) && !isChanged(preamble) && html`<p><strong>${t('diff-nothing')}</strong></p>`}
    <div class="diff" lang="${language}" dir="${directionOf(language)}">
      <h3>${words(localizer, title)}</h3>
      <p class="lines">${words(localizer, preamble)}</p>
      ${clauses.map((clause) => clauseDiff(localizer, clause))}
    </div>`
}

function isChanged(parts: readonly DiffPart[]): boolean {
  return parts.some(({ kind }) => kind !== 'same')
}

function clauseDiff(localizer: Localizer, clause: ClauseDiff): SafeHtml {
  const { t, language, direction } = localizer
  const { id, change, level, moved } = clause
  const marks = [
    change !== 'same' && t(`diff-${change}`),
    moved && t('diff-moved'),
    level !== null && `${t(`clause-${level.before}`)} → ${t(`clause-${level.after}`)}`,
  ].filter((mark) => mark !== false)
  const said =
    marks.length > 0 &&
    html`<span class="badge careful" lang="${language}" dir="${direction}">${marks.join(', ')}</span>`
  if (change === 'same')
    return html`<section class="clause">
      <h4>${splitClause(clause.text.map(({ text }) => text).join('')).title ?? id} ${said}</h4>
      <p class="soft" lang="${language}" dir="${direction}">${t('diff-same')}</p>
    </section>`
  return html`<section class="clause">
    <h4>${id} ${said}</h4>
    <p class="lines">${words(localizer, withoutMark(clause.text))}</p>
  </section>`
}

/** A clause begins with its title as a Markdown heading; here it is only its first line. */
function withoutMark([first, ...others]: readonly DiffPart[]): DiffPart[] {
  if (first === undefined) return []
  return [{ ...first, text: first.text.replace(/^# /, '') }, ...others]
}

/** Colors alone mean nothing to many readers: what changed is said as well. */
function words({ t }: Localizer, parts: readonly DiffPart[]): Hole {
  return parts.map(({ kind, text }) => {
    if (kind === 'added')
      return html`<ins><span class="hidden">${t('diff-ins')} </span>${text}</ins>`
    if (kind === 'removed')
      return html`<del><span class="hidden">${t('diff-del')} </span>${text}</del>`
    return text
  })
}
