import type { LanguageTag } from '../kernel/language-tag.ts'
import { type LanguageMap, pickLanguage } from '../kernel/text.ts'
import type { Statement } from '../record/kinds/common.ts'
import type { Profile } from '../record/kinds/profile.ts'

/**
 * `/librehost.json`, version 0.0.1: how the librehosters network describes a host. Its validator
 * refuses members that it does not know, so there are no others.
 */
export interface Librehost {
  readonly '@context': 'http://schema.org'
  readonly '@type': 'Organization'
  readonly version: '0.0.1'
  readonly name: string
  readonly organizationType?: string
  readonly tagLine?: string
  readonly homeUrl: string
  readonly description?: string
  readonly communicationLanguages: readonly LanguageTag[]
  readonly contactUrl?: string
  readonly privacyPolicyUrl?: string
  readonly termsOfServiceUrl?: string
  readonly isServiceProvider: boolean
  readonly foundingDate?: number
  readonly dateCreated: string
  readonly dateModified: string
}

/** The own Profile as librehost.json; `origin` is the home page where the Profile names none. */
export function toLibrehost(profile: Statement<Profile>, origin: string): Librehost {
  const { websites = [], services = [], supportLanguages = [] } = profile
  return {
    '@context': 'http://schema.org',
    '@type': 'Organization',
    version: '0.0.1',
    name: inDefault(profile, profile.nameMap) ?? '',
    homeUrl: websites.find(({ kind }) => kind === 'home')?.url ?? `${origin}/`,
    communicationLanguages: supportLanguages.map(({ language }) => language),
    isServiceProvider: services.length > 0,
    dateCreated: profile.published,
    dateModified: profile.updated,
    ...given(detailsOf(profile)),
  }
}

function detailsOf(profile: Statement<Profile>) {
  const { policies = {}, founded } = profile
  return {
    organizationType: profile.orgForm,
    tagLine: inDefault(profile, profile.taglineMap),
    description: inDefault(profile, profile.summaryMap),
    contactUrl: profile.contacts?.find(({ kind }) => kind === 'form')?.value,
    privacyPolicyUrl: inDefault(profile, policies.privacy),
    termsOfServiceUrl: inDefault(profile, policies.terms),
    foundingDate: founded === undefined ? undefined : Number(founded.slice(0, 4)),
  }
}

/** The format has room for one language. */
function inDefault(profile: Statement<Profile>, map: LanguageMap = {}): string | undefined {
  return pickLanguage(map, [], profile.defaultLanguage)?.text
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** The members that are there. */
function given<T extends Readonly<Record<string, unknown>>>(members: T): Given<T> {
  const present = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Given<T>
}
