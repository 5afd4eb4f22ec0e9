import { type Static, Type } from 'typebox'

import type { FoundEntry } from '../../directory/directory.ts'
import { collectivePath } from '../known-collectives.ts'
import {
  LanguageMapSchema,
  listOf,
  nullable,
  ScidSchema,
  TimeSchema,
  UrlSchema,
} from './schemas.ts'

const ServiceSchema = Type.Object({
  id: Type.String(),
  type: Type.String(),
  names: LanguageMapSchema,
  summaries: LanguageMapSchema,
  urls: listOf(Type.String()),
  onions: listOf(Type.String()),
  hosts: listOf(Type.String()),
  software: nullable(Type.String()),
  audience: nullable(Type.String()),
  registration: nullable(Type.String()),
  load: nullable(Type.String()),
  cost: nullable(Type.String()),
  state: nullable(Type.String()),
  isTorFriendly: Type.Boolean(),
})

/** One entry of the directory, as lists give it. */
export const EntrySchema = Type.Object({
  id: Type.String({ description: 'SCID, or host:<host> of a collective without a node' }),
  kind: Type.String({ enum: ['collective', 'host'] }),
  url: UrlSchema,
  standing: Type.String({ enum: ['shown', 'listed', 'not-vouched'] }),
  isExpired: Type.Boolean(),
  scid: nullable(ScidSchema),
  slug: nullable(Type.String()),
  names: LanguageMapSchema,
  defaultLanguage: Type.String(),
  alsoKnownAs: listOf(Type.String()),
  taglines: LanguageMapSchema,
  summaries: LanguageMapSchema,
  languages: listOf(Type.String()),
  regions: listOf(Type.String()),
  countries: listOf(Type.String()),
  websites: listOf(Type.String()),
  onions: listOf(Type.String()),
  services: listOf(ServiceSchema),
  hosts: listOf(
    Type.Object({
      host: Type.String(),
      isProven: Type.Boolean({ description: 'the host names this collective' }),
      conflicting: listOf(ScidSchema),
    }),
  ),
  isVerified: Type.Boolean({ description: 'every host of its services is proven' }),
  listedBy: listOf(Type.Object({ scid: ScidSchema, updated: TimeSchema, expires: TimeSchema })),
  updated: TimeSchema,
  expires: TimeSchema,
})

/** An entry with its address at `origin`. */
export function entryJson(
  { entry, standing, isExpired }: FoundEntry,
  origin: string,
): Static<typeof EntrySchema> {
  const services = entry.services.map((service) => ({
    ...service,
    audience: service.audience ?? null,
    registration: service.registration ?? null,
    load: service.load ?? null,
  }))
  return { ...entry, services, standing, isExpired, url: `${origin}${collectivePath(entry)}` }
}
