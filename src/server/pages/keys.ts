import encodeQr from 'qr'

import { html, type SafeHtml } from '../html.ts'
import type { Localizer } from '../i18n.ts'

const GROUP_LENGTH = 4

/** Light modules around a QR code, which readers need. SPEC: ISO/IEC 18004, section 6.3.8. */
const QUIET_ZONE = 4

/** A fingerprint in groups of four, to be compared aloud; copied, it has no spaces. */
export function fingerprint(text: string): SafeHtml {
  const groups = text.match(new RegExp(`.{1,${GROUP_LENGTH}}`, 'gsu')) ?? []
  const parts = groups.map((group) => html`<span>${group}</span>`)
  return html`<kbd class="fingerprint" dir="ltr">${parts}</kbd>`
}

/** A fingerprint with how to compare it, and as a picture. */
export function fingerprintBlock(localizer: Localizer, text: string): SafeHtml {
  return html`<div class="key">
    <p>${fingerprint(text)}</p>
    <p>${localizer.t('fingerprint-hint')}</p>
    ${qrCode(localizer, text)}
  </div>`
}

/** A text as a QR code: a picture, and made of letters for browsers that show no pictures. */
export function qrCode(localizer: Localizer, text: string): SafeHtml {
  const { size, path } = qrPath(text)
  const letters = encodeQr(text, 'ascii', { border: QUIET_ZONE })
  return html`<figure class="qr">
    <svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${localizer.t('qr-label')}">
      <path d="${path}" />
    </svg>
    <details>
      <summary>${localizer.t('qr-as-text')}</summary>
      <pre dir="ltr">${letters}</pre>
    </details>
  </figure>`
}

/** A text as a QR code with its margin: the length of its side in modules, and the dark ones as SVG. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const modules = encodeQr(text, 'raw', { border: QUIET_ZONE })
  return { size: modules.length, path: modules.flatMap(runsOf).join('') }
}

/** One rectangle for every run of dark modules in a row. */
function runsOf(row: readonly boolean[], y: number): readonly string[] {
  const runs: string[] = []
  let start = -1
  for (const [x, dark] of [...row, false].entries()) {
    if (dark && start === -1) start = x
    if (dark || start === -1) continue
    runs.push(`M${start} ${y}h${x - start}v1h${start - x}z`)
    start = -1
  }
  return runs
}
