import { strToU8, zipSync } from 'fflate'

import { directionOf } from '../../kernel/language-tag.ts'
import type { SafeHtml } from '../html.ts'
import { toXmlDocument, xml } from '../xml.ts'
import { dayOf, digestGroups, endorsementLine, type Publication } from './publication.ts'
import { textBlocks } from './text-blocks.ts'
import { xhtmlBlocks } from './xhtml.ts'

const MEDIA_TYPE = 'application/epub+zip'

/**
 * The first day that a ZIP file can name. Its times have no zone, so it is the same number wherever
 * this runs; when the text is from, `package.opf` says.
 */
const NO_TIME = new Date(1980, 0, 1)
const COMPRESSION = 9

/** Readers bring their own fonts and sizes; this only keeps long words and codes on the page. */
const STYLE = `body { overflow-wrap: break-word; }
.summary, .colophon { margin-block: 1.5em; }
.digest { font-family: monospace; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2em 0.5em; text-align: start; }
pre { white-space: pre-wrap; }
`

/**
 * A book of one frozen text, in one language or several (the first is the book's own): EPUB 3.3,
 * all text, nothing to be fetched. The same publications give the same bytes on every machine.
 */
export function toEpub(first: Publication, ...others: readonly Publication[]): Uint8Array {
  const all = [first, ...others]
  const files: readonly (readonly [name: string, content: string])[] = [
    ['META-INF/container.xml', toXmlDocument(container())],
    ['EPUB/package.opf', toXmlDocument(packageDocument(first, all))],
    ['EPUB/nav.xhtml', toXmlDocument(navigation(first, all))],
    ['EPUB/style.css', STYLE],
    ...all.map((one) => [`EPUB/${fileOf(one)}`, toXmlDocument(chapter(one))] as const),
  ]
  return zipSync(
    {
      // SPEC: EPUB 3.3, section 4.2: the first file, as it is.
      mimetype: [strToU8(MEDIA_TYPE), { level: 0 }],
      ...Object.fromEntries(files.map(([name, content]) => [name, strToU8(content)])),
    },
    { mtime: NO_TIME, level: COMPRESSION },
  )
}

function fileOf({ language }: Publication): string {
  return `text-${language}.xhtml`
}

function container(): SafeHtml {
  return xml`<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>`
}

/** SPEC: EPUB 3.3, section 5; EPUB Accessibility 1.1, section 2. */
function packageDocument(first: Publication, all: readonly Publication[]): SafeHtml {
  const languages = all.map(({ language }) => xml`<dc:language>${language}</dc:language>`)
  const modified = all
    .map(({ published }) => published)
    .toSorted()
    .at(-1)
  const items = all.map(
    (one) =>
      xml`<item id="text-${one.language}" href="${fileOf(one)}" media-type="application/xhtml+xml"/>`,
  )
  const places = all.map(({ language }) => xml`<itemref idref="text-${language}"/>`)
  const direction = directionOf(first.language)
  return xml`<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${first.language}" dir="${direction}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">${first.url}#${first.digest}</dc:identifier>
<dc:title>${first.title}</dc:title>
${languages}
<dc:creator>${first.by}</dc:creator>
<dc:date>${first.published}</dc:date>
<dc:source>${first.url}</dc:source>
<meta property="dcterms:modified">${modified}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
${items}
</manifest>
<spine page-progression-direction="${direction}">
${places}
</spine>
</package>`
}

/** SPEC: EPUB 3.3, section 7. */
function navigation(first: Publication, all: readonly Publication[]): SafeHtml {
  const entries = all.map(
    (one) =>
      xml`<li><a href="${fileOf(one)}" hreflang="${one.language}" lang="${one.language}" xml:lang="${one.language}" dir="${directionOf(one.language)}">${one.title}</a></li>`,
  )
  return page(
    first,
    first.labels.contents,
    xml`<nav epub:type="toc" role="doc-toc"><h1>${first.labels.contents}</h1><ol>${entries}</ol></nav>`,
  )
}

function chapter(publication: Publication): SafeHtml {
  const { title, summary, body, callToAction, labels } = publication
  return page(
    publication,
    title,
    xml`<h1>${title}</h1>
${summary === null ? null : xml`<p class="summary">${summary}</p>`}
${xhtmlBlocks(textBlocks(body))}
${
  callToAction === null
    ? null
    : xml`<section><h2>${labels.callToAction}</h2>${xhtmlBlocks(textBlocks(callToAction))}</section>`
}
${colophon(publication)}`,
  )
}

/** Who stands behind the text, and how to verify it. */
function colophon(publication: Publication): SafeHtml {
  const { url, digest, by, endorsedBy, labels } = publication
  const names = endorsedBy.map((one) => xml`<li dir="auto">${endorsementLine(one, labels)}</li>`)
  return xml`<section class="colophon" epub:type="colophon" role="doc-colophon">
<p>${labels.by} <bdi>${by}</bdi>, <time datetime="${publication.published}">${dayOf(publication)}</time></p>
${names.length === 0 ? null : xml`<h2>${labels.endorsedBy}</h2><ul>${names}</ul>`}
<p>${labels.verifyAt}<br /><a href="${url}" dir="ltr">${url}</a></p>
<p>${labels.digest}<br /><span class="digest" dir="ltr">${digestGroups(digest).join(' ')}</span></p>
</section>`
}

function page({ language }: Publication, title: string, content: SafeHtml): SafeHtml {
  return xml`<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}" dir="${directionOf(language)}">
<head><title>${title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
${content}
</body>
</html>`
}
