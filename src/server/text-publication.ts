import type { Signed } from '../communique/communique-store.ts'
import type { Endorsements } from '../communique/endorsements.ts'
import type { JointText } from '../communique/joint-texts.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { pickLanguage } from '../kernel/text.ts'
import type { Scid } from '../record/did.ts'
import { type Catalog, SOURCE_LANGUAGE } from './i18n.ts'
import type { KnownCollective } from './known-collectives.ts'
import { readableLanguages } from './language-negotiation.ts'
import { textPath } from './pages/texts/text-path.ts'
import type { Publication, PublicationLabels } from './publications/publication.ts'

export interface PublishedText {
  readonly text: JointText
  readonly version: Signed<'Communique'>
  readonly endorsements: Endorsements
  readonly names: ReadonlyMap<Scid, KnownCollective>
  readonly catalog: Catalog
  readonly origin: string
}

/**
 * One language of a frozen text for what leaves the web; null if it has no such language. It is the
 * same for every reader of one view: words around it are in its own language, or else in English.
 */
export function toPublication(
  { text, version, endorsements, names, catalog, origin }: PublishedText,
  language: LanguageTag,
): Publication | null {
  const { record, scid } = version
  const { nameMap, summaryMap, contentMap, callToActionMap, digests } = record
  const digest = Object.hasOwn(digests, language) ? digests[language] : undefined
  if (digest === undefined) return null
  const called = (one: Scid): string => nameIn(language, one, names.get(one))
  return {
    language,
    title: nameMap[language] ?? record.slug,
    summary: summaryMap?.[language] ?? null,
    body: contentMap[language] ?? '',
    callToAction: callToActionMap?.[language] ?? null,
    url: `${origin}${textPath(text)}?language=${language}`,
    digest,
    published: record.updated,
    by: called(scid),
    endorsedBy: [
      ...endorsements.counted.map((one) => ({ name: called(one.scid), letter: false })),
      ...endorsements.letters.map((one) => ({ name: one.record.letter?.name ?? '', letter: true })),
    ],
    labels: labelsIn(catalog, language),
  }
}

function nameIn(language: LanguageTag, scid: Scid, known: KnownCollective | undefined): string {
  if (known?.names == null) return known?.host ?? scid
  const picked = pickLanguage(known.names, [language], known.defaultLanguage ?? undefined)
  return picked?.text ?? scid
}

function labelsIn(catalog: Catalog, language: LanguageTag): PublicationLabels {
  const [spoken = SOURCE_LANGUAGE] = readableLanguages([language], catalog.languages)
  const { t } = catalog.localizer(spoken)
  return {
    by: t('publication-by'),
    endorsedBy: t('publication-endorsed-by'),
    byLetter: t('publication-by-letter'),
    callToAction: t('publication-call-to-action'),
    verifyAt: t('publication-verify-at'),
    digest: t('publication-digest'),
    qr: t('publication-qr'),
    contents: t('publication-contents'),
  }
}
