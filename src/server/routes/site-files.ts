import type { FastifyPluginAsync } from 'fastify'

import type { Presentation } from '../presentation.ts'
import { toXmlDocument, xml } from '../xml.ts'
import { textSchema } from './schemas.ts'

export interface SiteFileRoutesOptions {
  readonly origin: string
  readonly presentation: Presentation
}

/** Searches and checks are endless; everything else may be read once. */
const ROBOTS = `User-agent: *
Disallow: /directory?
Disallow: /verify?
Disallow: /objects/
Disallow: /sync/
`

/** Browsers show no longer names of searches. SPEC: OpenSearch 1.1. */
const SHORT_NAME = 16

/** `/robots.txt` and `/opensearch.xml`: what search engines and browsers ask of every site. */
export const siteFileRoutes: FastifyPluginAsync<SiteFileRoutesOptions> = async (
  app,
  { origin, presentation },
) => {
  app.get(
    '/robots.txt',
    { schema: textSchema('What search engines may read', 'RFC 9309') },
    async (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'public, max-age=86400')
        .send(ROBOTS),
  )

  app.get(
    '/opensearch.xml',
    { schema: textSchema('How to search the directory from a browser', 'OpenSearch 1.1') },
    async (request, reply) => {
      const reader = presentation.readerOf(request)
      const { t, language } = reader.localizer
      const template = `${origin}${reader.prefix}/directory?q={searchTerms}`
      reply.type('application/opensearchdescription+xml').header('cache-control', 'no-cache')
      return reply.send(
        toXmlDocument(xml`<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${new URL(origin).host.slice(0, SHORT_NAME)}</ShortName>
  <Description>${t('directory-description')}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Language>${language}</Language>
  <Url type="text/html" template="${template}"/>
</OpenSearchDescription>`),
      )
    },
  )
}
