import { type Hole, html, type SafeHtml } from '../html.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { Visit } from '../visit.ts'
import { notice } from './components.ts'
import type { Page } from './layout.ts'
import { type Part, pageParts } from './page-parts.ts'
import { richText } from './rich-text.ts'

/** What a collective types, step by step. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  init: ['tessera init --members 3 --threshold 2'],
  profile: [
    'tessera profile edit',
    'tessera service add id=mail type=email urls=https://mail.harbor.example/',
  ],
  start: ['tessera start', 'tessera doctor'],
  peer: ['tessera peer add https://harbor.example'],
  sign: [
    'tessera charter list',
    'tessera charter sign charter-of-autonomous-servers',
    'tessera sign FILE',
    'tessera publish FILE',
  ],
  vouch: ['tessera vouch SCID'],
}

/** How a collective takes part: what signing means, who can vouch, and how to leave. */
export function joinPage({ reader }: Visit): Page {
  const { t } = reader.localizer
  const looking = richText(t('join-looking'), { directory: linkOf(reader, '/directory') })
  return {
    title: t('join-title'),
    description: t('join-description'),
    section: 'join',
    main: html`<h1>${t('join-title')}</h1>
      <p class="lead">${t('join-lead')}</p>
      ${notice('plain', html`<p>${looking}</p>`)} ${pageParts(reader, partsOf(reader))}`,
  }
}

function partsOf(reader: Reader): Part[] {
  const { t } = reader.localizer
  return [
    {
      id: 'meaning',
      title: t('join-meaning'),
      body: html`<p>
          ${richText(t('join-meaning-signing'), { charters: linkOf(reader, '/charters') })}
        </p>
        <p>${t('join-meaning-reservations')}</p>
        <p>${t('join-meaning-not')}</p>`,
    },
    {
      id: 'vouching',
      title: t('join-vouching'),
      body: html`<p>${t('join-vouching-who')}</p>
        <p>${t('join-vouching-how')}</p>
        <p>${richText(t('join-vouching-rule'), { about: linkOf(reader, '/about#view') })}</p>`,
    },
    { id: 'steps', title: t('join-steps'), body: steps(reader) },
    {
      id: 'leaving',
      title: t('join-leaving'),
      body: html`<p>${t('join-leaving-any-time')}</p>
        ${commands(['tessera charter withdraw charter-of-autonomous-servers'])}
        <p>${t('join-leaving-stays')}</p>`,
    },
  ]
}

function steps({ localizer: { t } }: Reader): SafeHtml {
  const items = Object.entries(STEPS).map(
    ([step, lines]) =>
      html`<li>
        <h3>${t(`join-step-${step}`)}</h3>
        <p>${t(`join-step-${step}-sentence`)}</p>
        ${commands(lines)}
      </li>`,
  )
  return html`<p>${t('join-steps-lead')}</p>
    <ol class="steps">
      ${items}
    </ol>`
}

function commands(lines: readonly string[]): SafeHtml {
  return html`<pre dir="ltr"><code>${lines.join('\n')}</code></pre>`
}

function linkOf(reader: Reader, path: string): (text: string) => Hole {
  return (text) => html`<a href="${linkTo(reader, path)}">${text}</a>`
}
