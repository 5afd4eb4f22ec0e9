import type { AmendmentAnswer, AmendmentState } from '../../../communique/amendments.ts'
import { diffWords } from '../../../kernel/diff-words.ts'
import { directionOf } from '../../../kernel/language-tag.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { collectiveLink } from '../collective-link.ts'
import { name, time } from '../components.ts'
import { languageBlock } from '../language-text.ts'
import { richText } from '../rich-text.ts'
import { diffedWords } from '../word-diff.ts'
import { partName } from './part-name.ts'
import { textVersionPath } from './text-path.ts'

/** What was proposed, by whom, and what was said to it: what is open first. */
export function amendmentsSection(
  reader: Reader,
  amendments: readonly AmendmentState[],
  names: Names,
): Hole {
  const { t } = reader.localizer
  const open = amendments.filter(({ outcome }) => outcome === 'open')
  const answered = amendments.filter(({ outcome }) => outcome !== 'open').toReversed()
  const cards = (some: readonly AmendmentState[]) =>
    some.map((one) => amendmentCard(reader, one, names))
  if (amendments.length === 0) return null
  return html`${open.length === 0 && html`<p>${t('amendments-none-open')}</p>`} ${cards(open)}
  ${
    answered.length > 0 &&
    html`<details>
      <summary>${t('amendments-answered', { count: answered.length })}</summary>
      ${cards(answered)}
    </details>`
  }`
}

const TONES = { open: 'plain', accepted: 'good', declined: 'careful' } as const

function amendmentCard(reader: Reader, state: AmendmentState, names: Names): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { amendment, target, outcome, answer, elsewhere } = state
  const { record, scid, statement } = amendment
  const by = names.get(scid)
  const text = { scid: target.scid, slug: target.record.text, draftOf: target.record.draftOf }
  const version = linkTo(reader, textVersionPath(text, target.statement))
  return html`<article class="card" id="amendment-${statement.slice(-8)}">
    <header>
      <h3>${by === undefined ? name(scid) : collectiveLink(reader, by)}</h3>
      <span class="badge ${TONES[outcome]}">${t(`amendment-${outcome}`)}</span>
    </header>
    <p class="meta">
      ${time(localizer, record.updated)} ·
      ${record.paragraph !== undefined && [partName(localizer, target.parts, record.paragraph), ' · ']}
      <a href="${version}">${t('amendment-to')} ${time(localizer, target.record.updated)}</a> ·
      <a href="${linkTo(reader, `/verify?q=${statement}`)}">${t('record-check')}</a>
    </p>
    ${amendmentDiff(reader, amendment)}
    ${languageBlock(reader, record.reasonMap, record.defaultLanguage)}
    ${answer !== null && answerBlock(reader, answer, names)}
    ${elsewhere.map((one) => answerBlock(reader, one, names))}
  </article>`
}

/** The passage as it stands and as it would read. */
export function amendmentDiff(
  { localizer }: Reader,
  { record: { passage, replacement = '', language } }: AmendmentState['amendment'],
): SafeHtml {
  return html`<p class="lines diff" lang="${language}" dir="${directionOf(language)}">${diffedWords(localizer, diffWords(passage, replacement, language))}</p>`
}

function answerBlock(
  reader: Reader,
  { by, draft, outcome, reasonMap }: AmendmentAnswer,
  names: Names,
): SafeHtml {
  const { localizer } = reader
  const known = names.get(by)
  const who = { collective: () => (known === undefined ? name(by) : collectiveLink(reader, known)) }
  return html`<p>
      <strong>${richText(localizer.t(`amendment-${outcome}-by`), who)}</strong>
      ${time(localizer, draft.record.updated)}
    </p>
    ${reasonMap !== null && languageBlock(reader, reasonMap, draft.record.defaultLanguage)}`
}
