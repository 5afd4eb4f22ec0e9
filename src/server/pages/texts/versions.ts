import type { TextPage } from '../../../communique/communiques.ts'
import { commonOrigin, type DraftVersion, type JointText } from '../../../communique/joint-texts.ts'
import { diffParts, type PartDiff } from '../../../kernel/diff-parts.ts'
import { directionOf } from '../../../kernel/language-tag.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Localizer } from '../../i18n.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { collectiveLink } from '../collective-link.ts'
import { name, notice, time } from '../components.ts'
import { languageLine } from '../language-text.ts'
import { richText } from '../rich-text.ts'
import { partDiff } from '../word-diff.ts'
import { partName } from './part-name.ts'
import { textPath, textVersionPath } from './text-path.ts'

/** Versions that were written apart, side by side, each against what they both come from. */
export function headsSection(reader: Reader, { text, drafts }: TextPage): Hole {
  const { localizer } = reader
  const { heads } = text
  const [first] = heads
  if (first === undefined || heads.length < 2) return null
  const origin = heads.reduce<DraftVersion | null>(
    (common, head) => (common === null ? null : commonOrigin(common, head, drafts)),
    first,
  )
  const sides = heads.map(
    (head) =>
      html`<section class="card">
        <h3>
          <a href="${linkTo(reader, textVersionPath(text, head.statement))}"
            >${localizer.t('text-version-of')} ${time(localizer, head.record.updated, 'minute')}</a
          >
        </h3>
        ${draftDiff(localizer, origin, head)}
      </section>`,
  )
  return html`${notice('careful', html`<p>${localizer.t('text-apart', { count: heads.length })}</p>`)}
    <div class="sides">${sides}</div>`
}

/** What a draft changed of another one, in its source language; all of it where there is no other. */
export function draftDiff(
  localizer: Localizer,
  before: DraftVersion | null,
  after: DraftVersion,
): SafeHtml {
  const language = after.record.sourceLanguage
  const diffs = diffParts(before?.parts ?? [], after.parts, language)
  const changed = diffs.filter(isChanged)
  const isClause = after.record.draftOf === 'charter'
  const parts = [...after.parts, ...(before?.parts ?? [])]
  const heading = (id: string) =>
    html`<span lang="${localizer.language}" dir="${localizer.direction}"
      >${partName(localizer, nameParts(parts, after, id), id)}</span
    >`
  if (changed.length === 0) return html`<p>${localizer.t('text-no-change')}</p>`
  return html`<div class="diff" lang="${language}" dir="${directionOf(language)}">
    ${changed.map((diff) => partDiff(localizer, { diff, heading: heading(diff.id), isClause }))}
  </div>`
}

/** A part that is gone is counted as it was counted. */
function nameParts(
  all: DraftVersion['parts'],
  after: DraftVersion,
  id: string,
): DraftVersion['parts'] {
  const isThere = after.parts.some((part) => part.id === id)
  return isThere ? after.parts : all.slice(after.parts.length)
}

function isChanged({ change, moved, level }: PartDiff): boolean {
  return change !== 'same' || moved || level !== null
}

/** Texts of the same kin: what this one goes on from, and who went on from it. */
export function kinshipSection(reader: Reader, { text, relatives }: TextPage, names: Names): Hole {
  const { t } = reader.localizer
  const missing = text.drafts.flatMap((draft) => draft.missing)
  if (relatives.length === 0 && missing.length === 0) return null
  const items = relatives.map((relative) => {
    const known = names.get(relative.scid)
    const latest = relative.frozen[0] ?? relative.heads[0]
    const said = richText(t(`text-kin-${kinOf(text, relative)}`), {
      collective: () => (known === undefined ? name(relative.scid) : collectiveLink(reader, known)),
    })
    return html`<li>
      <a href="${linkTo(reader, textPath(relative))}"
        >${latest === undefined ? relative.slug : languageLine(reader, latest.record.nameMap, latest.record.defaultLanguage)}</a
      >
      <p class="meta">${said}</p>
    </li>`
  })
  return html`<p>${t('text-kin-lead')}</p>
    <ul class="vouches">
      ${items}
    </ul>
    ${missing.length > 0 && html`<p>${t('text-kin-missing', { count: missing.length })}</p>`}`
}

/** How another text is related: this one goes on from it, it from this one, or both from a third. */
function kinOf(text: JointText, relative: JointText): 'origin' | 'continuation' | 'kin' {
  if (goesOnFrom(text, relative)) return 'origin'
  return goesOnFrom(relative, text) ? 'continuation' : 'kin'
}

function goesOnFrom(text: JointText, origin: JointText): boolean {
  const known = new Set(origin.drafts.map(({ statement }) => statement))
  return text.drafts.some(({ parents }) => parents.some((digest) => known.has(digest)))
}
