import type { OwnRecords } from '../../collective-model.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { LogChange, LogEvent } from '../../log-story.ts'
import type { Reader } from '../../reader.ts'
import { address, definitions, time } from '../components.ts'
import { fingerprint, fingerprintBlock } from '../keys.ts'
import { richText } from '../rich-text.ts'

/** The keys of a collective as they are now, and everything that ever happened to them. */
export function historySection(reader: Reader, { collective, log }: OwnRecords): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const [newest] = log
  const events = log.map((event) => logEvent(reader, event))
  return html`<p>${t('history-lead')}</p>
    <h3>${t('history-scid')}</h3>
    <p>${t('history-scid-hint')}</p>
    ${fingerprintBlock(localizer, collective.scid)}
    ${newest !== undefined && currentKey(reader, newest)}
    <h3>${t('history-entries')}</h3>
    <ol class="history" reversed>
      ${events}
    </ol>`
}

function currentKey(reader: Reader, { nodeKey, nodeKeyExpires, members, threshold }: LogEvent) {
  const { localizer } = reader
  const { t } = localizer
  if (nodeKey === null) return html`<p>${t('history-no-key')}</p>`
  return html`<h3>${t('history-node-key')}</h3>
    <p>${t('history-node-key-hint')}</p>
    <p>${fingerprint(nodeKey)}</p>
    ${definitions([
      [t('history-key-expires'), nodeKeyExpires !== null && time(localizer, nodeKeyExpires)],
      [t('history-members'), t('history-members-of', { threshold, members })],
    ])}`
}

function logEvent(reader: Reader, event: LogEvent): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { changes, revoked, approvals, members } = event
  const told = changes.map((change) => html`<li>${changeText(reader, change)}</li>`)
  const lost = revoked.map(
    ({ multikey, since }) =>
      html`<li>
        ${richText(t('log-revoked'), {
          key: () => address(multikey),
          date: () => time(localizer, since),
        })}
      </li>`,
  )
  return html`<li value="${event.number}">
    <strong>${time(localizer, event.time, 'minute')}</strong>
    ${event.disputed && html`<span class="badge grave">${t('log-disputed')}</span>`}
    <ul class="plain">
      ${told.length + lost.length === 0 ? html`<li>${t('log-confirmed')}</li>` : told}${lost}
    </ul>
    <p class="meta">
      ${t('log-approved', { approvals, members })}
      ${event.lastGoodVersion !== null && t('log-last-good', { version: event.lastGoodVersion })}
      <span class="address">${event.versionId}</span>
    </p>
  </li>`
}

function changeText({ localizer }: Reader, change: LogChange): Hole {
  const { t } = localizer
  switch (change.kind) {
    case 'founded':
      return t('log-founded')
    case 'deactivated':
      return t('log-deactivated')
    case 'node-key':
      return richText(t('log-node-key'), { key: () => address(change.to) })
    case 'renewed':
      return richText(t('log-renewed'), { date: () => time(localizer, change.expires) })
    case 'members':
      return t('log-members', { before: change.before, after: change.after })
    case 'threshold':
      return t('log-threshold', { before: change.before, after: change.after })
    case 'moved':
      return richText(t('log-moved'), {
        from: () => address(change.from),
        to: () => address(change.to),
      })
    case 'guardians':
      return t('log-guardians', { count: change.count, threshold: change.threshold })
  }
}
