/** The tags of an XML document that are never closed, or closed without being open. */
export function unbalanced(xml: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, end, name = '', self] of xml.matchAll(/<(\/?)([a-zA-Z][\w:.-]*)[^<>]*?(\/?)>/g)) {
    if (self === '/') continue
    if (end === '') open.push(name)
    else if (open.pop() !== name) wrong.push(name)
  }
  return [...wrong, ...open]
}
