import { type Hole, html } from '../../html.ts'
import { digestGroups } from '../../publications/publication.ts'
import type { Visit } from '../../visit.ts'
import { collectiveName } from '../collective-link.ts'
import { address, name, time } from '../components.ts'
import { qrCode } from '../keys.ts'
import type { Page } from '../layout.ts'
import { titleOf } from './shown-text.ts'
import { bareText } from './text-body.ts'
import { type TextPageData } from './text-page.ts'

export interface PrintPageData extends Pick<TextPageData, 'page' | 'version' | 'shown' | 'names'> {
  /** The absolute address of the page that shows this text verified. */
  readonly url: string
}

/** A frozen text on paper: nothing but the text, who stands under it, and where to check it. */
export function printPage({ reader }: Visit, data: PrintPageData): Page {
  const { localizer } = reader
  const { t } = localizer
  const { shown, page, version, names, url } = data
  const { endorsements } = page
  const author = names.get(page.text.scid)
  const digests = version.record.type === 'Draft' ? {} : version.record.digests
  const digest = digests[shown.language]
  const signatories: Hole[] = (endorsements?.counted ?? []).map(({ scid }) => {
    const known = names.get(scid)
    return known === undefined ? name(scid) : collectiveName(reader, known)
  })
  const letters = (endorsements?.letters ?? []).map(
    ({ record }) => html`${name(record.letter?.name ?? '')} (${t('endorsement-by-letter')})`,
  )
  return {
    title: shown.title.text,
    section: 'communiques',
    indexed: false,
    main: html`<h1>${titleOf(shown)}</h1>
      <p class="meta">
        ${author !== undefined && collectiveName(reader, author)} ·
        ${time(localizer, version.record.updated)}
      </p>
      <h2 class="hidden">${t('charter-text')}</h2>
      ${bareText(reader, shown)}
      <h2>${t('text-endorsements')}</h2>
      <ul>
        ${[...signatories, ...letters].map((one) => html`<li>${one}</li>`)}
      </ul>
      <h2>${t('text-print-check')}</h2>
      <p>${address(url)}</p>
      ${digest !== undefined && html`<p><code class="address">${digestGroups(digest).join(' ')}</code></p>`}
      ${qrCode(localizer, url)}`,
  }
}
