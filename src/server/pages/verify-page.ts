import { type Hole, html, type SafeHtml } from '../html.ts'
import type { KnownCollective } from '../known-collectives.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { CheckedObject, Step } from '../verification.ts'
import type { Visit } from '../visit.ts'
import { collectiveLink } from './collective-link.ts'
import { address, definitions, notice, time } from './components.ts'
import type { Page } from './layout.ts'

/** What became of the whole. */
export type Verdict = 'counts' | 'holds' | 'fails' | 'unknown'

export interface VerifyResult {
  readonly verdict: Verdict
  readonly steps: readonly Step[]
  readonly object: CheckedObject | null
  readonly owner: KnownCollective | null
}

export interface VerifyPageData {
  /** What was typed into the first form. */
  readonly query: string
  readonly result: VerifyResult | null
  /** Why there is nothing to check: the end of the name of a message. */
  readonly problem: 'not-found' | 'erased' | 'unclear' | null
  /** Of this node. */
  readonly origin: string
}

/** Two forms, and what was found: every step in words, whatever it says. */
export function verifyPage({ reader }: Visit, data: VerifyPageData): Page {
  const { t } = reader.localizer
  const { result, problem } = data
  return {
    title: t('verify-title'),
    description: t('verify-description'),
    section: 'verify',
    indexed: result === null && problem === null && data.query === '',
    main: html`<h1>${t('verify-title')}</h1>
      <p class="lead">${t('verify-lead')}</p>
      ${problem !== null && notice('careful', html`<p>${t(`verify-problem-${problem}`)}</p>`)}
      ${result !== null && resultSection(reader, result)} ${forms(reader, data)}`,
  }
}

function forms(reader: Reader, { query, origin }: VerifyPageData): SafeHtml {
  const { t } = reader.localizer
  return html`<section>
      <h2>${t('verify-by-name')}</h2>
      <form class="search" method="get" action="${`${reader.prefix}/verify`}">
        <p>
          <label for="query">${t('verify-by-name-label')}</label>
          <input id="query" name="q" type="text" maxlength="2000" value="${query}" dir="ltr" spellcheck="false" autocomplete="off" class="wide" />
        </p>
        <p><button type="submit">${t('verify-button')}</button></p>
      </form>
      <p>${t('verify-never-fetches')}</p>
    </section>
    ${fileForm(reader, origin)}
    <section>
      <h2>${t('verify-by-text')}</h2>
      <form method="post" action="${`${reader.prefix}/verify`}">
        <p>
          <label for="record">${t('verify-by-text-label')}</label>
          <textarea id="record" name="record" rows="10" required dir="ltr" spellcheck="false" autocomplete="off"></textarea>
        </p>
        <p><button type="submit">${t('verify-button')}</button></p>
      </form>
      <p>${t('verify-nothing-kept')}</p>
      <p>${t('verify-by-file')}</p>
      <pre dir="ltr"><code>curl --data-binary @record.json -H 'content-type: application/json' ${origin}/verify</code></pre>
    </section>`
}

/** A bundle, or the file of one record. */
export function fileForm({ prefix, localizer: { t } }: Reader, origin: string): SafeHtml {
  return html`<section>
    <h2>${t('verify-by-upload')}</h2>
    <form method="post" action="${`${prefix}/verify/file`}" enctype="multipart/form-data">
      <p>
        <label for="file">${t('verify-by-upload-label')}</label>
        <input id="file" name="file" type="file" required accept=".tessera,.json" />
      </p>
      <p><button type="submit">${t('verify-button')}</button></p>
    </form>
    <p>${t('verify-upload-limit')}</p>
    <p>${t('verify-upload-home')}</p>
    <pre dir="ltr"><code>tessera bundle verify file.tessera</code></pre>
    <pre dir="ltr"><code>curl -F file=@file.tessera ${origin}/verify/file</code></pre>
  </section>`
}

const TONES = { counts: 'plain', holds: 'plain', fails: 'grave', unknown: 'careful' } as const

function resultSection(reader: Reader, result: VerifyResult): SafeHtml {
  const { t } = reader.localizer
  const { verdict, steps } = result
  const sentence = html`<p><strong>${t(`verify-verdict-${verdict}`)}</strong></p>`
  return html`<section id="result">
    <h2>${t('verify-result')}</h2>
    ${notice(TONES[verdict], html`${sentence} ${whatItIs(reader, result)}`)}
    <ol class="checks">
      ${steps.map((step) => stepItem(reader, step))}
    </ol>
  </section>`
}

function whatItIs(reader: Reader, { object, owner }: VerifyResult): Hole {
  const { localizer } = reader
  const { t } = localizer
  if (object === null) return null
  const record = object.kind === 'record' ? object.value : null
  const digest = object.value.digest
  return definitions([
    [t('verify-kind'), record === null ? t(`verify-kind-${object.kind}`) : address(record.type)],
    [t('verify-owner'), owner !== null && collectiveLink(reader, owner)],
    [t('verify-slug'), record !== null && address(`${record.slug} · ${record.version}`)],
    [t('verify-updated'), record !== null && time(localizer, record.updated, 'minute')],
    [t('verify-signed-by'), record !== null && t(`verify-by-${record.signedBy}`)],
    [t('verify-digest'), html`<code class="address">${digest}</code>`],
  ])
}

const SIGNS = { holds: '✓', fails: '✗', unknown: '?' } as const
const BADGES = { holds: 'good', fails: 'grave', unknown: 'careful' } as const

function stepItem(reader: Reader, step: Step): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { id, status, outcome, values, detail } = step
  const badge = html`<span class="badge ${BADGES[status]}"
    ><span aria-hidden="true">${SIGNS[status]}</span> ${t(`verify-status-${status}`)}</span
  >`
  const { digest, since, date } = values
  const link =
    id === 'counts' &&
    typeof digest === 'string' &&
    html` <a href="${linkTo(reader, `/verify?q=${digest}`)}">${t('record-check')}</a>`
  const dates = {
    ...(typeof since === 'string' && since !== '' ? { since: localizer.date(since) } : {}),
    ...(typeof date === 'string' ? { date: localizer.date(date) } : {}),
  }
  return html`<li>
    <h3>${t(`verify-step-${id}`)} ${badge}</h3>
    <p>${t(`verify-${id}-${outcome}`, { ...values, ...dates })}${link}</p>
    ${detail !== null && html`<p class="soft" lang="en" dir="ltr">${detail}</p>`}
  </li>`
}
