import type { Communique } from '../../../record/kinds/communique.ts'
import { type Hole, html } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import type { Reader } from '../../reader.ts'
import { collectiveLink, joined } from '../collective-link.ts'
import { name } from '../components.ts'
import { label } from '../label.ts'

type Credit = NonNullable<Communique['credits']>[number]

/** Who worked on a text: collectives, never persons, by what they did and in which language. */
export function creditList(reader: Reader, credits: readonly Credit[], names: Names): Hole {
  if (credits.length === 0) return null
  const { localizer } = reader
  const groups = Map.groupBy(credits, ({ role, language }) => `${role} ${language ?? ''}`)
  const items = [...groups.values()].map((group) => {
    const [{ role, language } = { role: 'wrote' as const, language: undefined }] = group
    const who = group.map((credit) => creditedName(reader, credit, names))
    const what = localizer.t(`credit-${role}`)
    const where = language === undefined ? '' : ` (${localizer.languageName(language)})`
    return html`<li>${label(localizer, what + where)} ${joined(localizer, who)}</li>`
  })
  return html`<ul class="plain">
    ${items}
  </ul>`
}

/** Without a node a collective is credited by its name alone. */
function creditedName(reader: Reader, { collective, name: called }: Credit, names: Names): Hole {
  const known = collective === undefined ? undefined : names.get(collective)
  return known === undefined ? name(called ?? collective ?? '') : collectiveLink(reader, known)
}
