import { html, type SafeHtml } from '../html.ts'
import { address } from './components.ts'

/** What a link to a place that strangers named tells search engines, and keeps from that place. */
const RELATION = 'nofollow noopener noreferrer ugc'

/** A link that leaves this node, showing where it leads. */
export function outsideLink(url: string, shown: string = url): SafeHtml {
  return html`<a href="${url}" rel="${RELATION}">${address(shown)}</a>`
}

/** The same with words in place of the address. */
export function namedOutsideLink(url: string, text: string): SafeHtml {
  return html`<a href="${url}" rel="${RELATION}">${text}</a>`
}
