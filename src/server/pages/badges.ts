import type { Timestamp } from '../../kernel/time.ts'
import type { CollectiveState } from '../../record/acceptance.ts'
import { html, type SafeHtml } from '../html.ts'
import type { Localizer } from '../i18n.ts'
import { richText } from './rich-text.ts'

/** What a node says about a collective. SPEC: docs, "Shown in plain words with dates". */
export type ShownState = Exclude<CollectiveState, 'UNKNOWN'> | 'SUCCEEDED' | 'NEEDS-UPGRADE'

type Tone = 'good' | 'plain' | 'careful' | 'grave'

const TONES: Readonly<Record<ShownState, Tone>> = {
  OK: 'good',
  PENDING: 'plain',
  STALE: 'careful',
  'KEY-EXPIRED': 'careful',
  FORKED: 'grave',
  DISPUTED: 'grave',
  RETIRED: 'plain',
  SUCCEEDED: 'plain',
  'NEEDS-UPGRADE': 'careful',
}

/** The state of a collective in a word or two, for lists. */
export function stateBadge({ t }: Localizer, state: ShownState): SafeHtml {
  return html`<span class="badge ${TONES[state]}">${t(`state-${state.toLowerCase()}`)}</span>`
}

/** The state of a collective with what it means for the reader, and since when it is so. */
export function stateNotice(
  localizer: Localizer,
  state: ShownState,
  since: Timestamp | null,
): SafeHtml {
  const sentence = localizer.t(`state-${state.toLowerCase()}-sentence`)
  return html`<p class="state ${TONES[state]}">
    ${stateBadge(localizer, state)} ${sentence} ${since !== null && sinceWhen(localizer, since)}
  </p>`
}

function sinceWhen({ t, date }: Localizer, since: Timestamp): SafeHtml {
  return richText(t('state-since', { date: date(since) }), {
    date: (text) => html`<time datetime="${since}">${text}</time>`,
  })
}

/** Whether collectives that this node trusts know this one, in a word or two. */
export function vouchBadge(localizer: Localizer, vouched: boolean): SafeHtml {
  return vouched
    ? html`<span class="badge good">${localizer.t('vouched')}</span>`
    : html`<span class="badge careful">${localizer.t('not-vouched')}</span>`
}

/** The same with what it means. */
export function vouchNotice(localizer: Localizer, vouched: boolean): SafeHtml {
  const sentence = localizer.t(vouched ? 'vouched-sentence' : 'not-vouched-sentence')
  return html`<p class="state ${vouched ? 'good' : 'careful'}">
    ${vouchBadge(localizer, vouched)} ${sentence}
  </p>`
}
