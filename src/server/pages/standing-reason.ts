import type { ViewGap } from '../../directory/view.ts'
import type { Scid } from '../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../html.ts'
import type { KnownCollective, Names } from '../known-collectives.ts'
import type { Visit } from '../visit.ts'
import { collectiveLinks } from './collective-link.ts'
import { richText } from './rich-text.ts'

/** What a reason is given for: an entry by its owner, or by who lists it. */
export interface ReasonSubject {
  readonly scid: Scid | null
  readonly listedBy: readonly Scid[]
}

/** Why a view shows an entry, or what it lacks to be shown; one sentence, or a few. */
export function standingReason(visit: Visit, { scid, listedBy }: ReasonSubject, names: Names) {
  const { view, reader } = visit
  const { t } = reader.localizer
  const member = scid === null ? undefined : view.shown.get(scid)
  const about = (sentence: string, scids: readonly Scid[]): SafeHtml =>
    richText(sentence, { names: () => collectiveLinks(reader, namesOf(scids, names)) })
  if (member !== undefined) {
    if (member.distance > 0) return about(t('reason-vouched'), member.vouchedBy)
    if (member.vouchedBy.length === 0) return html`${t('reason-seed')}`
    return html`${t('reason-seed')} ${about(t('reason-vouched'), member.vouchedBy)}`
  }
  const shownListers = listedBy.filter((lister) => view.shown.has(lister))
  if (shownListers.length > 0) return about(t('reason-listed'), shownListers)
  if (scid === null) return about(t('reason-listed-unknown'), listedBy)
  return html`${(view.others.get(scid) ?? []).map((gap) => gapSentence(visit, gap, names))}`
}

function gapSentence({ reader }: Visit, gap: ViewGap, names: Names): Hole {
  const { t } = reader.localizer
  if (gap.reason === 'charter') return html`${t('gap-charter')} `
  if (gap.reason === 'excluded') return html`${t(`gap-${gap.state}`)} `
  const { counted, needed } = gap
  if (counted.length === 0) return html`${t('gap-no-vouches', { needed })} `
  const links = (): Hole => collectiveLinks(reader, namesOf(counted, names))
  const sentence = t('gap-vouches', { needed, counted: counted.length })
  return html`${richText(sentence, { names: links })} `
}

/** Everyone whom the sentences above name. */
export function namedInReason({ view }: Visit, { scid, listedBy }: ReasonSubject): Scid[] {
  const member = scid === null ? undefined : view.shown.get(scid)
  const gaps = scid === null ? [] : (view.others.get(scid) ?? [])
  const counted = gaps.flatMap((gap) => (gap.reason === 'vouches' ? gap.counted : []))
  return [...(member?.vouchedBy ?? []), ...listedBy, ...counted]
}

function namesOf(scids: readonly Scid[], names: Names): KnownCollective[] {
  return scids.flatMap((scid) => names.get(scid) ?? [])
}
