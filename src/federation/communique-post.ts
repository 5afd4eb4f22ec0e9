import type { LanguageTag } from '../kernel/language-tag.ts'
import { type LanguageMap, pickLanguage } from '../kernel/text.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Communique } from '../record/kinds/communique.ts'
import type { OwnIds } from './own-ids.ts'
import { escapeHtml } from './plain-html.ts'

/** How the words of a post are written; who puts the node together knows. */
export interface PostWording {
  /** Sanitized HTML of Markdown. */
  toHtml(markdown: string): string
  /** What the speakers of a language call it. */
  languageName(tag: string): string
}

/** `article`: for servers that show a title and a long text. `note`: for all others. */
export type PostForm = 'article' | 'note'

/** A communiqué as it is posted. */
export interface CommuniquePost {
  readonly communique: Communique
  /** The id of the object; it stays when the text gets a new version. */
  readonly id: string
  /** Where people read it. */
  readonly page: string
  readonly published: Timestamp
  /** Null as long as it is the first version. */
  readonly updated: Timestamp | null
}

/** SPEC: ActivityPub, section 5.6 */
export const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'
/** What an inbox of our own takes; others take 1 MB. Longer posts hold fewer languages, then a link. */
const MAX_POST_BYTES = 240 * 1024

/**
 * A communiqué as an ActivityPub object: the default language in `content` and first in the maps,
 * since Mastodon takes that for the language of the post, and visible links to the other languages.
 * SPEC: docs/federation/activities.md, "Posts"
 */
export function toPost(
  post: CommuniquePost,
  form: PostForm,
  { own, wording }: { readonly own: OwnIds; readonly wording: PostWording },
) {
  const { communique } = post
  const languages = languagesOf(communique)
  const [first] = languages
  const head = form === 'article' ? titled(communique, languages, wording) : NOTE
  const make = (tags: readonly LanguageTag[], isWhole: boolean) => {
    const contentMap = Object.fromEntries(
      tags.map((tag) => [tag, contentOf({ post, tag, form, isWhole }, wording)]),
    )
    return { ...addressed(post, own), ...head, content: contentMap[first] ?? '', contentMap }
  }
  const inFull = [make(languages, true), make([first], true)]
  return inFull.find(fits) ?? make([first], false)
}

/** Those of a communiqué, its default language first. */
function languagesOf({ contentMap, defaultLanguage }: Communique): [LanguageTag, ...LanguageTag[]] {
  const first = pickLanguage(contentMap, [], defaultLanguage)?.language ?? defaultLanguage
  return [first, ...Object.keys(contentMap).filter((tag) => tag !== first)]
}

const NOTE = { type: 'Note' as const }

function titled(
  { nameMap, summaryMap }: Communique,
  languages: readonly [LanguageTag, ...LanguageTag[]],
  wording: PostWording,
) {
  const [first] = languages
  const inOrder = (write: (tag: LanguageTag) => string): LanguageMap =>
    Object.fromEntries(languages.map((tag) => [tag, write(tag)]))
  const names = { name: nameMap[first] ?? '', nameMap: inOrder((tag) => nameMap[tag] ?? '') }
  if (summaryMap === undefined) return { type: 'Article' as const, ...names }
  // SPEC: ActivityStreams Vocabulary: a name is plain text, a summary HTML.
  const summaries = inOrder((tag) => wording.toHtml(summaryMap[tag] ?? '').trim())
  return {
    type: 'Article' as const,
    ...names,
    summary: summaries[first] ?? '',
    summaryMap: summaries,
  }
}

function addressed({ id, page, published, updated }: CommuniquePost, own: OwnIds) {
  return {
    id,
    attributedTo: own.actor,
    to: [PUBLIC],
    cc: [own.followers],
    published,
    ...(updated === null ? {} : { updated }),
    url: page,
  }
}

interface Content {
  readonly post: CommuniquePost
  readonly tag: LanguageTag
  readonly form: PostForm
  /** Else only what the text is about: all of it is on its page. */
  readonly isWhole: boolean
}

function contentOf({ post, tag, form, isWhole }: Content, wording: PostWording): string {
  const { communique, page } = post
  const html = (map: LanguageMap | undefined) => wording.toHtml(map?.[tag] ?? '').trim()
  // A Note has no title, and a summary of its own would hide the text behind a warning.
  const head = [
    `<p><strong>${escapeHtml(communique.nameMap[tag] ?? '')}</strong></p>`,
    html(communique.summaryMap),
  ]
  return [
    ...(form === 'note' || !isWhole ? head : []),
    ...(isWhole ? [html(communique.contentMap), html(communique.callToActionMap)] : []),
    otherLanguages(post, tag, wording),
    `<p>${link(page, page.replace(/^https?:\/\//, ''))}</p>`,
  ].join('')
}

function otherLanguages(
  { communique, page }: CommuniquePost,
  tag: LanguageTag,
  wording: PostWording,
): string {
  const links = languagesOf(communique)
    .filter((other) => other !== tag)
    .map((other) => link(`${page}?language=${other}`, wording.languageName(other), other))
  return links.length === 0 ? '' : `<p>${links.join(' · ')}</p>`
}

function link(href: string, text: string, language?: string): string {
  const said = language === undefined ? '' : ` hreflang="${language}" lang="${language}"`
  return `<a href="${escapeHtml(href)}"${said}>${escapeHtml(text)}</a>`
}

function fits(object: object): boolean {
  return Buffer.byteLength(JSON.stringify(object)) <= MAX_POST_BYTES
}
