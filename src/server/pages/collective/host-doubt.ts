import { doubtAbout, type Host } from '../../../directory/hosts.ts'
import { type Hole, html } from '../../html.ts'
import type { Reader } from '../../reader.ts'
import { address, notice } from '../components.ts'
import { richText } from '../rich-text.ts'

/**
 * What a reader has to know of a host's name before she trusts it; nothing if nothing speaks
 * against it. SPEC: security-bar.md, J04.
 */
export function doubtNotice(reader: Reader, host: Host, known: readonly Host[]): Hole {
  const { t } = reader.localizer
  const doubt = doubtAbout(host, known)
  if (doubt === null) return null
  if (doubt.reason !== 'look-alike')
    return notice('careful', html`<p>${t('host-doubtful')} ${address(host)}</p>`)
  const sentence = richText(t('host-look-alike'), {
    host: () => address(host),
    other: () => address(doubt.of),
  })
  return notice('grave', html`<p>${sentence}</p>`)
}
