import type { AlertVersion } from '../../../alert/alert-store.ts'
import type { AlertThread } from '../../../alert/alert-threads.ts'
import { canonicalize } from '../../../record/canonical.ts'
import { type Digest, digestOf } from '../../../record/digest.ts'
import { html, type SafeHtml } from '../../html.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { time } from '../components.ts'
import { languageLine } from '../language-text.ts'
import { alertPath } from './alert-path.ts'

/** Everything that was said of an alert, the newest first. */
export function versionList(reader: Reader, { versions, version }: AlertThread): SafeHtml {
  const items = versions.toReversed().map((one) => versionItem(reader, one, one === version))
  return html`<ul class="plain">
    ${items}
  </ul>`
}

function versionItem(reader: Reader, one: AlertVersion, isShown: boolean): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { msgType, headlineMap, defaultLanguage, updated } = one.record
  return html`<li>
    <strong>${t(`alert-message-${msgType}`)}</strong>
    ${languageLine(reader, headlineMap, defaultLanguage)}
    ${isShown && html`<span class="badge plain">${t('alert-version-shown')}</span>`}
    <br />
    <span class="meta">
      ${time(localizer, updated, 'minute')} · ${t(`alert-version-by-${one.signedBy}`)} ·
      <a href="${linkTo(reader, `/verify?q=${bytesOf(one)}`)}">${t('alert-version-check')}</a>
    </span>
  </li>`
}

export interface CheckedAlert {
  readonly name: string
  readonly version: AlertVersion
}

/** The digest of what was signed, under which an earlier version is found too. */
function bytesOf({ record }: AlertVersion): Digest {
  return digestOf(canonicalize(record))
}

/** How anybody can check who said it. */
export function checkSection(reader: Reader, { name, version }: CheckedAlert): SafeHtml {
  const { t } = reader.localizer
  const digest = bytesOf(version)
  const check = linkTo(reader, `/verify?q=${digest}`)
  return html`<p>
      ${t('text-check-statement')} <code class="address">${version.statement}</code>
    </p>
    <ul>
      <li><a href="${check}">${t('text-check-here')}</a></li>
      <li><a href="/objects/${digest}">${t('record-bytes')}</a></li>
      <li><a href="${`${alertPath(name)}/cap.xml`}">${t('alert-cap-file')}</a></li>
    </ul>`
}
