import { type Hole, html } from '../html.ts'
import type { Visit } from '../visit.ts'

/** Links to the same page in the other views of this node; nothing where there is only one. */
export function viewSwitch({ reader, view }: Visit, views: readonly string[]): Hole {
  if (views.length < 2) return null
  const { t } = reader.localizer
  const items = views.map((name) => {
    if (name === view.name) return html`<li aria-current="true"><bdi>${name}</bdi></li>`
    const href = `${reader.prefix}${reader.path}?view=${name}`
    return html`<li>
      <a href="${href}"><bdi>${name}</bdi></a>
    </li>`
  })
  return html`<nav class="views" aria-label="${t('views-label')}">
    <span>${t('views-label')}</span>
    <ul class="tags">
      ${items}
    </ul>
  </nav>`
}
