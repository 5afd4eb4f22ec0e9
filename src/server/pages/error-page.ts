import { html } from '../html.ts'
import type { Problem } from '../problem-details.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { Page } from './layout.ts'

/** Statuses that have words of their own; all others share some. */
const EXPLAINED = new Set([
  400, 401, 403, 404, 405, 409, 410, 413, 414, 421, 422, 429, 500, 503, 507,
])

/** The page for a refusal, in the reader's language; the detail is in English and says so. */
export function errorPage(reader: Reader, { status, code, detail }: Problem): Page {
  const { t } = reader.localizer
  const which = EXPLAINED.has(status) ? status : 'other'
  const title = t(`error-${which}`)
  const explanation = html`<p lang="en" dir="ltr">${detail}</p>`
  return {
    title,
    indexed: false,
    main: html`<h1>${title}</h1>
      <p class="lead">${t(`error-${which}-sentence`)}</p>
      <p><a href="${linkTo(reader, '/')}">${t('error-back-home')}</a></p>
      <details>
        <summary>${t('error-details')}</summary>
        ${detail !== null && explanation}
        <p>${t('error-code')}: <code dir="ltr">${status} ${code}</code></p>
      </details>`,
  }
}
