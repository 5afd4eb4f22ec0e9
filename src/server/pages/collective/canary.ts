import type { CanaryReport, EarlierCanary } from '../../../alert/canaries.ts'
import type { CanaryGap } from '../../../alert/canary-standing.ts'
import type { Timestamp } from '../../../kernel/time.ts'
import type { Scid } from '../../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { collectiveLink } from '../collective-link.ts'
import { address, time } from '../components.ts'
import { languageBlock } from '../language-text.ts'
import { richText } from '../rich-text.ts'

/** The canaries of a collective, whose page is at `path`, in plain words with dates, and nothing that could be a reason. */
export function canarySection(
  reader: Reader,
  canaries: readonly CanaryReport[],
  { path, names }: { readonly path: string; readonly names: Names },
): Hole {
  if (canaries.length === 0) return null
  const { t } = reader.localizer
  return html`<p>${t('canary-lead')}</p>
    ${canaries.map((canary) => oneCanary(reader, canary, names))}
    <p class="meta"><a href="${linkTo(reader, `${path}/canary.atom`)}">${t('canary-follow')}</a></p>`
}

/** Whom the section links to. */
export function namedInCanaries(canaries: readonly CanaryReport[]): readonly Scid[] {
  return canaries.flatMap(({ freshness }) => freshness.map(({ scid }) => scid))
}

function oneCanary(reader: Reader, canary: CanaryReport, names: Names): SafeHtml {
  const { t } = reader.localizer
  const { state, updated, nextDate, since, renewedAfterGap } = canary
  const sentence = {
    valid: () => dated(reader, t('canary-valid'), { signed: updated, next: nextDate }),
    due: () => dated(reader, t('canary-due'), { signed: updated, next: nextDate }),
    overdue: () => dated(reader, t('canary-overdue'), { since }),
    withdrawn: () => dated(reader, t('canary-withdrawn'), { since }),
  }[state]()
  return html`<p>
      <strong>${sentence}</strong> ${renewedAfterGap && t('canary-renewed')}
    </p>
    ${state !== 'withdrawn' && claims(reader, canary)}
    ${state !== 'withdrawn' && freshness(reader, canary, names)} ${history(reader, canary)}`
}

/** A message with a time, to the minute, in each of its elements. */
function dated(
  { localizer }: Reader,
  message: string,
  times: Readonly<Record<string, Timestamp>>,
): SafeHtml {
  const elements = Object.entries(times).map(
    ([name, at]) => [name, () => time(localizer, at, 'minute')] as const,
  )
  return richText(message, Object.fromEntries(elements))
}

/** What stands while the canary does; a note is the members' own word, and ends with its date. */
function claims(reader: Reader, { state, updated, ...canary }: CanaryReport): SafeHtml {
  const { t } = reader.localizer
  const { defaultLanguage, noteMap } = canary
  const title =
    state === 'overdue' ? dated(reader, t('canary-said'), { signed: updated }) : t('canary-says')
  return html`<h3>${title}</h3>
    <ul>
      ${canary.claims.map(
        ({ contentMap }) => html`<li>${languageBlock(reader, contentMap, defaultLanguage)}</li>`,
      )}
    </ul>
    ${state !== 'overdue' && noteMap !== null && languageBlock(reader, noteMap, defaultLanguage)}`
}

function freshness(reader: Reader, canary: CanaryReport, names: Names): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  if (canary.freshness.length === 0) return html`<p class="meta">${t('canary-fresh-none')}</p>`
  const items = canary.freshness.map(({ scid, published, standing }) => {
    const known = names.get(scid)
    const who = known === undefined ? address(scid) : collectiveLink(reader, known)
    return html`<li>
      ${who}, ${time(localizer, published, 'minute')} (${t(`canary-fresh-${standing}`)})
    </li>`
  })
  return html`<h3>${t('canary-fresh')}</h3>
    <ul>
      ${items}
    </ul>`
}

/** Earlier canaries and the gaps between them, the newest first. */
function history(reader: Reader, { earlier, gaps, versionsBefore }: CanaryReport): Hole {
  const { t } = reader.localizer
  const lines = [
    ...earlier.map((one) => ({ at: one.updated, line: earlierLine(reader, one) })),
    ...gaps.map((gap) => ({ at: gap.from, line: gapLine(reader, gap) })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1))
  if (lines.length === 0 && versionsBefore === 0) return null
  return html`<h3>${t('canary-history')}</h3>
    ${
      lines.length > 0 &&
      html`<ul>
        ${lines.map(({ line }) => html`<li>${line}</li>`)}
      </ul>`
    }
    ${versionsBefore > 0 && html`<p class="meta">${t('canary-before', { count: versionsBefore })}</p>`}`
}

function earlierLine(reader: Reader, { updated, nextDate, withdrawn }: EarlierCanary): Hole {
  const { t } = reader.localizer
  if (withdrawn) return dated(reader, t('canary-earlier-withdrawn'), { signed: updated })
  return dated(reader, t('canary-earlier'), { signed: updated, next: nextDate })
}

function gapLine(reader: Reader, { from, to, versionsNotKnown }: CanaryGap): Hole {
  const { t } = reader.localizer
  return versionsNotKnown === 0
    ? dated(reader, t('canary-gap'), { from, to })
    : dated(reader, t('canary-gap-not-known'), { from, to })
}
