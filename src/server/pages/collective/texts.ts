import type { TextSummary } from '../../../communique/communiques.ts'
import type { Scid } from '../../../record/did.ts'
import { type Hole, html } from '../../html.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { languageLine } from '../language-text.ts'
import { stateMark } from '../texts/list-page.ts'
import { textPath } from '../texts/text-path.ts'

/** The communiqués of a collective: those that it drafts or froze, and those that it endorsed. */
export interface CollectiveTexts {
  readonly wrote: readonly TextSummary[]
  readonly endorsed: readonly TextSummary[]
}

/** An endorsement counts here whether the view shows the collective or not: it is its own page. */
export function textsOf(scid: Scid, all: readonly TextSummary[]): CollectiveTexts {
  const communiques = all.filter(({ text }) => text.draftOf === 'communique')
  return {
    wrote: communiques.filter(({ text }) => text.scid === scid),
    endorsed: communiques.filter(({ endorsements }) => {
      const { counted = [], notShown = [] } = endorsements ?? {}
      return [...counted, ...notShown].some(
        (one) => one.scid === scid && one.state === 'counts' && one.record.letter === undefined,
      )
    }),
  }
}

export function textsSection(reader: Reader, { wrote, endorsed }: CollectiveTexts): Hole {
  const { t } = reader.localizer
  if (wrote.length + endorsed.length === 0) return null
  return html`${list(reader, t('collective-texts-wrote'), wrote)}
  ${list(reader, t('collective-texts-endorsed'), endorsed)}`
}

function list(reader: Reader, title: string, texts: readonly TextSummary[]): Hole {
  if (texts.length === 0) return null
  const items = texts.map((summary) => {
    const { nameMap, defaultLanguage } = summary.latest.record
    const called = languageLine(reader, nameMap, defaultLanguage)
    return html`<li>
      <a href="${linkTo(reader, textPath(summary.text))}">${called}</a> ${stateMark(reader, summary)}
    </li>`
  })
  return html`<h3>${title}</h3>
    <ul>
      ${items}
    </ul>`
}
