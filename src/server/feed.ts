import { type Static, Type } from 'typebox'

import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Timestamp } from '../kernel/time.ts'
import { type SafeHtml, toText } from './html.ts'
import { toXmlDocument, xml } from './xml.ts'

/** What programs that read feeds get, in either form. */
export interface Feed {
  readonly title: string
  /** Of the texts, where one was asked for; else of the reader's pages. */
  readonly language: LanguageTag
  readonly self: string
  readonly home: string
  readonly host: string
  readonly now: Timestamp
  readonly items: readonly FeedItem[]
}

export interface FeedItem {
  /** The same in every language, and for ever. */
  readonly id: string
  readonly url: string
  readonly language: LanguageTag
  readonly title: string
  readonly summary: string | null
  readonly content: SafeHtml
  readonly published: Timestamp
  readonly updated: Timestamp
  readonly tags: readonly string[]
  /** The same in a format of its own. */
  readonly other?: { readonly type: string; readonly url: string }
}

/** SPEC: JSON Feed 1.1. */
export const FeedSchema = Type.Object({
  version: Type.Literal('https://jsonfeed.org/version/1.1'),
  title: Type.String(),
  home_page_url: Type.String(),
  feed_url: Type.String(),
  language: Type.String(),
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      url: Type.String(),
      title: Type.String(),
      content_html: Type.String(),
      summary: Type.Optional(Type.String()),
      language: Type.String(),
      date_published: Type.String(),
      date_modified: Type.String(),
      tags: Type.Array(Type.String()),
    }),
  ),
})

/** SPEC: RFC 4287. */
export function atomFeed({ title, language, self, home, host, now, items }: Feed): string {
  return toXmlDocument(xml`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>${self}</id>
  <title>${title}</title>
  <updated>${items[0]?.updated ?? now}</updated>
  <author><name>${host}</name></author>
  <link rel="self" type="application/atom+xml" href="${self}"/>
  <link rel="alternate" type="text/html" href="${home}"/>
  ${items.map(atomEntry)}</feed>`)
}

function atomEntry(item: FeedItem): SafeHtml {
  const { id, url, language, title, summary, content, published, updated, tags, other } = item
  const otherLink =
    other !== undefined &&
    xml`
    <link rel="related" type="${other.type}" href="${other.url}"/>`
  const summaryText =
    summary !== null &&
    xml`
    <summary>${summary}</summary>`
  const categories = tags.map(
    (tag) => xml`
    <category term="${tag}"/>`,
  )
  return xml`<entry xml:lang="${language}">
    <id>${id}</id>
    <title>${title}</title>
    <published>${published}</published>
    <updated>${updated}</updated>
    <link rel="alternate" type="text/html" hreflang="${language}" href="${url}"/>${otherLink}${summaryText}
    <content type="html">${toText(content)}</content>${categories}
  </entry>
  `
}

/** SPEC: JSON Feed 1.1. */
export function jsonFeed({ title, language, self, home, items }: Feed): Static<typeof FeedSchema> {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self,
    language,
    items: items.map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      content_html: toText(item.content),
      ...(item.summary === null ? {} : { summary: item.summary }),
      language: item.language,
      date_published: item.published,
      date_modified: item.updated,
      tags: [...item.tags],
    })),
  }
}
