import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'

import { toLibrehost } from '../../directory/librehost.ts'
import { securityTxt } from '../../directory/security-txt.ts'
import { type WkdEntry, wkdEntries } from '../../directory/wkd.ts'
import type { ObjectReader } from '../../exchange/object-store.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { pickLanguage } from '../../kernel/text.ts'
import { toTimestamp } from '../../kernel/time.ts'
import type { Profile } from '../../record/kinds/profile.ts'
import { createCollectiveCache } from '../collective-cache.ts'
import type { OwnRecordsOf } from '../collective-model.ts'
import { ProblemSchema, textSchema } from './schemas.ts'

export interface WellKnownRoutesOptions {
  readonly origin: string
  readonly store: Pick<ObjectReader, 'lastSequence' | 'listChanges'>
  readonly ownRecordsOf: OwnRecordsOf
  /** The collective whose node this is; null before it has one. */
  readonly ownScid: () => Promise<string | null>
  readonly now: () => Date
}

const TEXT = 'text/plain; charset=utf-8'

/** Files that programs ask of every site: about the own collective, in formats of others. */
export const wellKnownRoutes: FastifyPluginAsyncTypebox<WellKnownRoutesOptions> = async (
  app,
  options,
) => {
  const { origin, now } = options
  app.get(
    '/.well-known/security.txt',
    { schema: textSchema('How to report a security problem', 'RFC 9116') },
    async (_request, reply) => {
      const { record } = await ownProfile(options)
      const policy = pickLanguage(record.policies?.terms ?? {}, [], record.defaultLanguage)
      const text = securityText(record, {
        origin,
        now: toTimestamp(now()),
        ...(policy === null ? {} : { policyUrl: policy.text }),
      })
      return reply.type(TEXT).header('cache-control', 'public, max-age=3600').send(text)
    },
  )
  app.get('/security.txt', { schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/.well-known/security.txt', 301),
  )

  app.get(
    '/librehost.json',
    { schema: { summary: 'The own profile for the librehosters', tags: ['node'] } },
    async (_request, reply) => {
      const { record } = await ownProfile(options)
      reply.type('application/json').header('cache-control', 'public, max-age=3600')
      return reply.serializer(JSON.stringify).send(toLibrehost(record, origin))
    },
  )
}

/** `/.well-known/openpgpkey/`: the own certificates for mail programs. */
export const wkdRoutes: FastifyPluginAsyncTypebox<WellKnownRoutesOptions> = async (
  app,
  options,
) => {
  const { origin, store, now, ownRecordsOf } = options
  const domain = new URL(origin).hostname
  const certificates = createCollectiveCache<readonly WkdEntry[]>(
    store,
    async (scid) => {
      const profile = (await ownRecordsOf(scid))?.profile?.record
      return profile === undefined ? [] : await wkdEntries(profile, domain, now())
    },
    1,
  )
  const params = Type.Object({ hash: Type.String() })
  const summary = 'An OpenPGP certificate of the own collective'
  const response = { 200: { description: 'OpenPGP packets', type: 'string' }, 404: ProblemSchema }

  // The direct method, and the advanced one where that name leads here too.
  // SPEC: draft-koch-openpgp-webkey-service, section 3.1.
  for (const base of ['/.well-known/openpgpkey', `/.well-known/openpgpkey/${domain}`]) {
    app.get(
      `${base}/hu/:hash`,
      { schema: { summary, tags: ['node'], params, response } as const },
      async (request, reply) => {
        const scid = await options.ownScid()
        const entries = scid === null ? [] : await certificates.get(scid)
        const entry = entries.find(({ hash }) => hash === request.params.hash)
        if (entry === undefined) throw noKey()
        reply.type('application/octet-stream').header('access-control-allow-origin', '*')
        return reply.send(Buffer.from(entry.certificate))
      },
    )
    app.get(`${base}/policy`, { schema: { hide: true } }, async (_request, reply) =>
      reply.type(TEXT).header('access-control-allow-origin', '*').send('# No special policy.\n'),
    )
  }
}

function securityText(profile: Profile, options: Parameters<typeof securityTxt>[1]): string {
  try {
    return securityTxt(profile, options)
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    throw new TesseraError('not-found', error.code, error.message, { cause: error })
  }
}

async function ownProfile({ ownScid, ownRecordsOf }: WellKnownRoutesOptions) {
  const scid = await ownScid()
  const own = scid === null ? null : await ownRecordsOf(scid)
  if (own === null || own.profile === null)
    throw new TesseraError('not-found', 'no_profile', 'This node has published no profile yet.')
  return own.profile
}

function noKey(): TesseraError {
  return new TesseraError('not-found', 'key_not_found', 'There is no key for this address here.')
}
