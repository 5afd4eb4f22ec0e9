import type { Endorsements, JudgedEndorsement } from '../../../communique/endorsements.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { collectiveLink } from '../collective-link.ts'
import { decision } from '../collective/ties.ts'
import { definitions, name, time } from '../components.ts'
import { day } from '../dates.ts'
import { languageBlock } from '../language-text.ts'
import { outsideLink } from '../outside-link.ts'
import { richText } from '../rich-text.ts'

/** Who stands under a frozen text: counted, by letter, not to this text, and not shown. */
export function endorsementsSection(
  reader: Reader,
  endorsements: Endorsements,
  names: Names,
): SafeHtml {
  const { t } = reader.localizer
  const { counted, letters, letterCount, notCounted, notShown } = endorsements
  const items = (some: readonly JudgedEndorsement[]) => endorsementItems(reader, some, names)
  return html`<p><strong>${t('text-endorsed-by', { count: counted.length })}</strong></p>
    ${items(counted)}
    ${
      letters.length > 0 &&
      html`<h3>${t('endorsements-letters', { count: letterCount })}</h3>
        <p>${t('endorsements-letters-lead')}</p>
        ${items(letters)}`
    }
    ${
      notCounted.length > 0 &&
      html`<h3>${t('endorsements-not-counted')}</h3>
        <p>${t('endorsements-not-counted-lead')}</p>
        ${items(notCounted)}`
    }
    ${
      notShown.length > 0 &&
      html`<details>
        <summary>${t('endorsements-not-shown', { count: notShown.length })}</summary>
        <p>${t('not-vouched-sentence')}</p>
        ${items(notShown)}
      </details>`
    }`
}

function endorsementItems(
  reader: Reader,
  endorsements: readonly JudgedEndorsement[],
  names: Names,
): Hole {
  if (endorsements.length === 0) return null
  return html`<ul class="vouches">
    ${endorsements.map((one) => endorsementItem(reader, one, names))}
  </ul>`
}

/** One endorsement with how it was decided and what was read. */
function endorsementItem(reader: Reader, judged: JudgedEndorsement, names: Names): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { record, state, statement } = judged
  const { decisionRecord, noteMap, withdrawnReasonMap, defaultLanguage } = record
  return html`<li>
    ${signatory(reader, judged, names)} ${stateBadge(reader, judged)}
    ${
      state === 'withdrawn' &&
      html`<p>${t('endorsement-withdrawn-on')} ${time(localizer, record.updated)}</p>
        ${withdrawnReasonMap !== undefined && languageBlock(reader, withdrawnReasonMap, defaultLanguage)}`
    }
    ${definitions([
      [t('endorsement-signed'), time(localizer, record.published)],
      [t('commitment-decided'), decision(reader, decisionRecord)],
      [t('endorsement-quorum'), localizer.number(decisionRecord.quorum)],
      [t('commitment-read'), languagesRead(reader, judged)],
    ])}
    ${noteMap !== undefined && languageBlock(reader, noteMap, defaultLanguage)}
    <p class="meta">
      <a href="${linkTo(reader, `/verify?q=${statement}`)}">${t('record-check')}</a>
    </p>
  </li>`
}

/** Whose endorsement it is; a letter is its writer's, and somebody else passed it on. */
function signatory(
  reader: Reader,
  { scid, record: { letter } }: JudgedEndorsement,
  names: Names,
): Hole {
  const { localizer } = reader
  const { t } = localizer
  const known = names.get(scid)
  const signer = known === undefined ? name(scid) : collectiveLink(reader, known)
  if (letter === undefined) return html`<strong>${signer}</strong>`
  const passedOn = richText(t('endorsement-letter'), { collective: () => signer })
  return html`<strong>${name(letter.name)}</strong> ${letter.url !== undefined && outsideLink(letter.url)}
    <p>
      <span class="badge careful">${t('endorsement-by-letter')}</span> ${passedOn}
      ${t(`letter-${letter.how}`)}, ${day(localizer, letter.received)}.
    </p>`
}

function stateBadge({ localizer: { t } }: Reader, { state }: JudgedEndorsement): Hole {
  if (state === 'counts') return null
  const tone = state === 'withdrawn' ? 'plain' : 'careful'
  return html`<span class="badge ${tone}">${t(`endorsement-${state}`)}</span>`
}

/** What was read and stands here as it was, and what was read and is another text here. */
function languagesRead({ localizer }: Reader, { same, changed }: JudgedEndorsement): Hole {
  const names = (tags: readonly string[]) => localizer.list(tags.map(localizer.languageName))
  if (changed.length === 0) return names(same)
  return html`${same.length > 0 && html`${names(same)}.`}
    <strong>${localizer.t('endorsement-changed', { languages: names(changed) })}</strong>`
}
