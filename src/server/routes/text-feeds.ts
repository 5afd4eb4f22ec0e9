import type { FastifyPluginAsync } from 'fastify'

import type { Signed } from '../../communique/communique-store.ts'
import type { JointText } from '../../communique/joint-texts.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import type { CommuniquesIn } from '../communiques-in-view.ts'
import type { FeedItem } from '../feed.ts'
import { html, type SafeHtml } from '../html.ts'
import { markdown } from '../markdown.ts'
import { frozenText, type ShownText } from '../pages/texts/shown-text.ts'
import { textPath } from '../pages/texts/text-path.ts'
import { linkTo, type Reader } from '../reader.ts'
import { feedPair, type FeedPairOptions, type FeedSource } from './feed-pair.ts'

export interface CommuniqueFeedOptions extends FeedPairOptions {
  readonly communiquesIn: CommuniquesIn
}

/** Whole texts of some kilobytes each: what readers of feeds fetch every hour. */
const FEED_LENGTH = 20

/** Texts that were weeks in the making can wait some minutes. */
const MAX_AGE = 300

/** `/feeds/communiques.atom` and `.json`: whole texts, in one language as far as they have it. */
export const communiqueFeedRoutes: FastifyPluginAsync<CommuniqueFeedOptions> = async (
  app,
  options,
) => {
  const { origin, communiquesIn } = options
  const source: FeedSource = {
    name: 'communiques',
    home: '/communiques',
    titleFor: ({ localizer: { t } }) => t('feed-communiques-title'),
    maxAge: MAX_AGE,
    /** The newest frozen texts of the view that stand. */
    async itemsFor({ reader, view }, language) {
      const all = await communiquesIn(view).list()
      return all
        .flatMap(({ shown, text, latest }) => {
          const { record, ...rest } = latest
          if (!shown || record.type !== 'Communique' || record.withdrawn === true) return []
          return [feedItem({ reader, origin, language }, text, { ...rest, record })]
        })
        .slice(0, FEED_LENGTH)
    },
  }
  await app.register(feedPair(source, options))
}

function feedItem(
  {
    reader,
    origin,
    language,
  }: { reader: Reader; origin: string; language?: LanguageTag | undefined },
  text: JointText,
  version: Signed<'Communique'>,
): FeedItem {
  const shown = frozenText(reader, version, language)
  const path = textPath(text)
  const { published, updated, tags = [] } = version.record
  return {
    id: `${origin}${path}`,
    url: `${origin}${linkTo(reader, `${path}?language=${shown.language}`)}`,
    language: shown.language,
    title: shown.title.text,
    summary: shown.summary?.text ?? null,
    content: contentOf(shown),
    published,
    updated,
    tags,
  }
}

function contentOf({ summary, body, callToAction }: ShownText): SafeHtml {
  const pieces = [summary, ...body, callToAction].filter((piece) => piece !== null)
  return html`${pieces.map(({ text }) => markdown(text))}`
}
