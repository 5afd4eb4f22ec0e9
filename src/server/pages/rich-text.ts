import { type Hole, html, type SafeHtml } from '../html.ts'

/** How a message's elements are shown: each gets the text that stands in it. */
export type Elements = Readonly<Record<string, (text: string) => Hole>>

const ELEMENT = /<([a-z]+)>(.*?)<\/\1>/gs

/**
 * A message with elements in it: `richText('Read <link>the charter</link>.', { link: … })`. So a
 * translator moves a link without writing its markup. Elements that are not given stay text.
 */
export function richText(message: string, elements: Elements): SafeHtml {
  const parts: Hole[] = []
  let at = 0
  for (const { 0: whole, 1: tag = '', 2: text = '', index } of message.matchAll(ELEMENT)) {
    const show = Object.hasOwn(elements, tag) ? elements[tag] : undefined
    parts.push(message.slice(at, index), show === undefined ? whole : show(text))
    at = index + whole.length
  }
  return html`${parts}${message.slice(at)}`
}
