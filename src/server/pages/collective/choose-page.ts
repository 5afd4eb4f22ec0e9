import type { FoundEntry } from '../../../directory/directory.ts'
import type { Scid } from '../../../record/did.ts'
import { html } from '../../html.ts'
import type { KnownCollective } from '../../known-collectives.ts'
import type { Visit } from '../../visit.ts'
import { address } from '../components.ts'
import { entryCard } from '../entry-card.ts'
import type { Page } from '../layout.ts'
import { richText } from '../rich-text.ts'

/** Several collectives have one slug: nobody owns a name, so all of them are shown. */
export function choosePage(
  visit: Visit,
  slug: string,
  {
    entries,
    names,
  }: {
    readonly entries: readonly FoundEntry[]
    readonly names: ReadonlyMap<Scid, KnownCollective>
  },
): Page {
  const { t } = visit.reader.localizer
  return {
    title: t('choose-title'),
    section: 'directory',
    indexed: false,
    main: html`<h1>${t('choose-title')}</h1>
      <p class="lead">${richText(t('choose-lead'), { slug: () => address(slug) })}</p>
      ${entries.map((entry) => entryCard(visit, entry, names))}`,
  }
}
