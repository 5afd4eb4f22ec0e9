import { type Hole, html, type SafeHtml } from '../html.ts'
import { linkTo, type Reader } from '../reader.ts'
import { address, table } from './components.ts'
import type { Page } from './layout.ts'
import { richText } from './rich-text.ts'

/** What the page reads of an OpenAPI document; descriptions in it are in English. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths?: Readonly<Record<string, unknown>>
}

interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly description?: string
    readonly required?: boolean
    readonly schema?: { readonly type?: string; readonly description?: string }
  }[]
}

/** How programs read this node. */
export function apiPage(reader: Reader, document: OpenApiDocument): Page {
  const { t } = reader.localizer
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, Operation>>).map(([method, operation]) =>
      operationSection(reader, { path, method, operation }),
    ),
  )
  return {
    title: t('api-title'),
    main: html`<h1>${t('api-title')}</h1>
      <p class="lead">${t('api-lead')}</p>
      <p>${richText(t('api-openapi'), { file: fileLink })}</p>
      <p>${t('api-english')}</p>
      ${operations}
      <section>
        <h2>${t('api-other')}</h2>
        <p>${t('api-sync')}</p>
        <ul>
          <li><code>GET /objects/&lt;digest&gt;</code></li>
          <li><code>GET /sync/index.txt</code></li>
          <li><code>GET /did/&lt;scid&gt;/did.jsonl</code></li>
        </ul>
        <p><a href="${linkTo(reader, '/verify')}">${t('nav-verify')}</a></p>
      </section>`,
  }
}

function fileLink(text: string): Hole {
  return html`<a href="/api/openapi.json">${text}</a>`
}

function operationSection(
  reader: Reader,
  { path, method, operation }: { path: string; method: string; operation: Operation },
): SafeHtml {
  const { t } = reader.localizer
  const { summary, description, parameters = [] } = operation
  const rows = parameters.map((parameter) => [
    address(parameter.name),
    t(`api-in-${parameter.in}`),
    html`<span lang="en" dir="ltr"
      >${parameter.description ?? parameter.schema?.description ?? ''}</span
    >`,
  ])
  return html`<section class="operation">
    <h2><code dir="ltr">${method.toUpperCase()} ${path}</code></h2>
    <div lang="en" dir="ltr">
      <p>${summary}</p>
      ${description !== undefined && html`<p>${description}</p>`}
    </div>
    ${
      rows.length > 0 &&
      table({
        caption: t('api-parameters', { path }),
        columns: [t('api-name'), t('api-place'), t('api-meaning')],
        rows,
      })
    }
  </section>`
}
