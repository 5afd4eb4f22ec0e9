import { splitClause } from '../../../charter/charter.ts'
import type { CharterDiff, ClauseDiff } from '../../../charter/diff-charters.ts'
import type { DiffPart } from '../../../kernel/diff-words.ts'
import { directionOf } from '../../../kernel/language-tag.ts'
import { html, type SafeHtml } from '../../html.ts'
import type { Localizer } from '../../i18n.ts'
import type { Reader } from '../../reader.ts'
import { diffedWords, partDiff } from '../word-diff.ts'

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
      <h3>${diffedWords(localizer, title)}</h3>
      <p class="lines">${diffedWords(localizer, preamble)}</p>
      ${clauses.map((clause) => clauseDiff(localizer, clause))}
    </div>`
}

function isChanged(parts: readonly DiffPart[]): boolean {
  return parts.some(({ kind }) => kind !== 'same')
}

function clauseDiff(localizer: Localizer, clause: ClauseDiff): SafeHtml {
  const { id, change, text } = clause
  const title = splitClause(text.map((part) => part.text).join('')).title
  return partDiff(localizer, {
    diff: { ...clause, text: withoutMark(text) },
    heading: change === 'same' ? (title ?? id) : id,
    isClause: true,
  })
}

/** A clause begins with its title as a Markdown heading; here it is only its first line. */
function withoutMark([first, ...others]: readonly DiffPart[]): DiffPart[] {
  if (first === undefined) return []
  return [{ ...first, text: first.text.replace(/^# /, '') }, ...others]
}
