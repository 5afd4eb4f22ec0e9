import type {
  BundleReport,
  CollectiveInBundle,
  TextInBundle,
  TextSignature,
} from '../../exchange/bundle-report.ts'
import { type Scid, shortScid } from '../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../html.ts'
import type { Reader } from '../reader.ts'
import type { Visit } from '../visit.ts'
import { address, definitions, notice, table, time } from './components.ts'
import { languageLine } from './language-text.ts'
import type { Page } from './layout.ts'

/** Nobody reads longer lists on a page; JSON and the command have them whole. */
const MAX_ROWS = 200

/** What was found in a bundle that somebody sent, in plain words. */
export function bundlePage({ reader }: Visit, report: BundleReport): Page {
  const { t } = reader.localizer
  const nameOf = namesOf(reader, report.collectives)
  return {
    title: t('bundle-title'),
    description: t('verify-description'),
    section: 'verify',
    indexed: false,
    main: html`<h1>${t('bundle-title')}</h1>
      ${verdict(reader, report)} ${report.texts.map((text) => textSection(reader, text, nameOf))}
      ${collectiveSection(reader, report.collectives, nameOf)} ${recordSection(reader, report)}
      ${problemSection(reader, report, nameOf)}
      <p>${t('bundle-not-newest')}</p>
      <p>${t('verify-nothing-kept')}</p>
      <p><a href="${`${reader.prefix}/verify`}">${t('bundle-another')}</a></p>`,
  }
}

type NameOf = (scid: Scid) => Hole

function namesOf(reader: Reader, collectives: readonly CollectiveInBundle[]): NameOf {
  const names = new Map(collectives.map(({ scid, name }) => [scid, name]))
  return (scid) => {
    const name = names.get(scid) ?? null
    const line = name === null ? null : languageLine(reader, name)
    return line === null ? address(scid) : html`${line} (${address(shortScid(scid))})`
  }
}

function verdict(reader: Reader, report: BundleReport): SafeHtml {
  const { localizer } = reader
  const { isSound, proofs: count, change, broken, newest, now } = report
  const sentence = localizer.t(isSound ? 'bundle-sound' : 'bundle-unsound', { count })
  return notice(
    isSound ? 'plain' : 'grave',
    html`<p><strong>${sentence}</strong></p>
      ${change !== null && html`<p>${changeSentence(reader, change)}</p>`}
      ${broken !== null && html`<p>${localizer.t('bundle-broken')} <bdi lang="en">${broken}</bdi></p>`}
      ${definitions([
        [localizer.t('bundle-as-of'), time(localizer, now, 'minute')],
        [localizer.t('bundle-newest'), newest !== null && time(localizer, newest, 'minute')],
      ])}`,
  )
}

/** Bytes are counted from 1, as editors do. */
function changeSentence({ localizer: { t } }: Reader, change: BundleReport['change']): string {
  if (change === null) return ''
  const { kind, at, until, is, was, line } = change
  const values = {
    line,
    byte: kind === 'cut' ? at : at + 1,
    last: until,
    is: hex(is),
    was: hex(was),
  }
  return t(`bundle-change-${until - at > 1 ? 'unclear' : kind}`, values)
}

function hex(byte: number | null): string {
  return byte === null ? '' : `0x${byte.toString(16).padStart(2, '0')}`
}

function textSection(reader: Reader, text: TextInBundle, nameOf: NameOf): SafeHtml {
  const { t } = reader.localizer
  const { type, slug, version, scid, verdict: outcome, title, languages, statement } = text
  return html`<section>
    <h2>${languageLine(reader, title)}</h2>
    <p>${t(`bundle-verdict-${outcome}`)}</p>
    ${definitions([
      [t('verify-kind'), address(type)],
      [t('verify-owner'), nameOf(scid)],
      [t('verify-slug'), address(`${slug} · ${version}`)],
      [t('bundle-languages'), address(languages.join(', '))],
      [t('verify-digest'), html`<code class="address">${statement}</code>`],
    ])}
    ${signatureTable(reader, text.signatures, nameOf)}
  </section>`
}

function signatureTable(
  reader: Reader,
  signatures: readonly TextSignature[],
  nameOf: NameOf,
): Hole {
  const { t } = reader.localizer
  if (signatures.length === 0) return html`<p>${t('bundle-nobody-signed')}</p>`
  const rows = signatures
    .slice(0, MAX_ROWS)
    .map((one): readonly [Hole, ...Hole[]] => [
      one.letterOf === null
        ? nameOf(one.scid)
        : html`<bdi>${one.letterOf}</bdi> (${t('bundle-letter')} ${nameOf(one.scid)})`,
      one.languages.length === 0 ? t('bundle-other-text') : address(one.languages.join(', ')),
      one.members === null
        ? ''
        : t('bundle-members', { signed: one.members.signed, of: one.members.of }),
      one.endedOn === null ? '' : t('bundle-ended', { date: reader.localizer.date(one.endedOn) }),
    ])
  const columns = [t('bundle-who'), t('bundle-read'), t('verify-signed-by'), t('bundle-note')]
  const caption = t('bundle-signed', { count: signatures.filter(isFull).length })
  return html`${table({ caption, columns, rows })} ${moreThan(reader, signatures.length)}`
}

function isFull({ languages, letterOf, endedOn }: TextSignature): boolean {
  return languages.length > 0 && letterOf === null && endedOn === null
}

function moreThan({ localizer: { t } }: Reader, count: number): Hole {
  return count > MAX_ROWS && html`<p>${t('and-more', { count: count - MAX_ROWS })}</p>`
}

function collectiveSection(
  reader: Reader,
  collectives: readonly CollectiveInBundle[],
  nameOf: NameOf,
): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const rows = collectives
    .slice(0, MAX_ROWS)
    .map(({ scid, state, threshold, members, entries, head }): readonly [Hole, ...Hole[]] => [
      nameOf(scid),
      state === 'UNKNOWN' ? t('bundle-no-log') : t(`state-${state.toLowerCase()}`),
      entries === 0 ? '' : t('bundle-threshold', { threshold, members }),
      head === null ? t('bundle-no-head') : time(localizer, head.published, 'minute'),
    ])
  const columns = [t('bundle-who'), t('bundle-state'), t('bundle-rule'), t('bundle-state-of')]
  const caption = t('bundle-collectives', { count: collectives.length })
  return html`<section>
    <h2>${t('bundle-whose')}</h2>
    ${table({ caption, columns, rows })} ${moreThan(reader, collectives.length)}
  </section>`
}

function recordSection({ localizer: { t } }: Reader, { records }: BundleReport): SafeHtml {
  const byVerdict = Map.groupBy(records, ({ verdict: outcome }) => outcome)
  const items = [...byVerdict].map(
    ([outcome, some]) =>
      html`<li>${t('bundle-records', { count: some.length })} ${t(`bundle-verdict-${outcome}`)}</li>`,
  )
  return html`<section>
    <h2>${t('bundle-all-records')}</h2>
    <ul>
      ${items}
    </ul>
  </section>`
}

function problemSection(reader: Reader, report: BundleReport, nameOf: NameOf): Hole {
  const { t } = reader.localizer
  const { refused, missing, records } = report
  const doubtful = records.filter(({ verdict: outcome }) => outcome === 'wrong-keys')
  const items = [
    ...refused.map(
      ({ line, scid, message }) =>
        html`<li>${t('bundle-line', { line })} ${nameOf(scid)}: <bdi lang="en">${message}</bdi></li>`,
    ),
    ...doubtful.map(
      ({ line, type, slug, scid }) =>
        html`<li>${t('bundle-line', { line })} ${nameOf(scid)}: ${address(`${type} ${slug}`)}. ${t('bundle-verdict-wrong-keys')}</li>`,
    ),
  ]
  const absent = new Set(missing.map(({ digest, slug, scid }) => digest ?? `${slug} · ${scid}`))
  return html`${
    items.length > 0 &&
    html`<section>
    <h2>${t('bundle-not-confirmed')}</h2>
    <ul>
      ${items.slice(0, MAX_ROWS)}
    </ul>
  </section>`
  }
  ${
    absent.size > 0 &&
    html`<section>
    <h2>${t('bundle-missing')}</h2>
    <ul>
      ${[...absent].slice(0, MAX_ROWS).map((one) => html`<li>${address(one)}</li>`)}
    </ul>
  </section>`
  }`
}
