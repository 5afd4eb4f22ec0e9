import { Type } from 'typebox'

import { contact, contactKey } from './contacts.ts'
import {
  MAX_LANGUAGES,
  MAX_LIST,
  MAX_NAME,
  MAX_NOTE,
  MAX_PLACES,
  MAX_SERVICES,
  MAX_SHORT_LIST,
  MAX_SUMMARY,
  MAX_TEXT,
} from './limits.ts'
import { help, need } from './references.ts'
import { checkUnique } from './rules.ts'
import { service } from './service.ts'
import {
  closed,
  country,
  date,
  flag,
  group,
  language,
  line,
  lineMap,
  list,
  oneOf,
  onion,
  optional,
  partialDate,
  type Shape,
  textMap,
  url,
  urlMap,
} from './shapes.ts'
import {
  COLLECTIVE_STATES,
  FREE_SOFTWARE_LEVELS,
  FUNDING_KINDS,
  LEGAL_REQUEST_BANDS,
  LEGAL_REQUEST_KINDS,
  MEMBERSHIP_STATES,
  ORG_FORMS,
  PEOPLE_BANDS,
  REGIONS,
  RELATIONS,
  SUPPORT_LEVELS,
  WEBSITE_KINDS,
} from './vocabulary.ts'

/**
 * Where a collective is, if it wants to say: degrees with at most one decimal (about 10 km), as
 * text, since records hold whole numbers only.
 */
const place = closed({
  nameMap: optional(lineMap(MAX_NAME)),
  latitude: Type.String({ pattern: '^-?(?:90|[0-8]?\\d)(?:\\.\\d)?$', maxLength: 5 }),
  longitude: Type.String({ pattern: '^-?(?:180|1[0-7]\\d|\\d{1,2})(?:\\.\\d)?$', maxLength: 6 }),
})

const legalRequestCount = closed({
  year: Type.String({ pattern: '^\\d{4}$', maxLength: 4 }),
  kind: oneOf(LEGAL_REQUEST_KINDS),
  band: oneOf(LEGAL_REQUEST_BANDS),
  answeredWithData: optional(flag),
})

/** What an entry of the directory says, whoever says it. SPEC: design.md, section 5, `Profile`. */
export const entryMembers = {
  nameMap: lineMap(MAX_NAME),
  alsoKnownAs: optional(list(line(MAX_NAME), MAX_SHORT_LIST)),
  taglineMap: optional(lineMap(MAX_NAME)),
  summaryMap: optional(textMap(MAX_SUMMARY)),
  /** In their own words: who they are and what they stand for. */
  selfStatementMap: optional(textMap(MAX_TEXT)),
  orgForm: optional(oneOf(ORG_FORMS)),
  founded: optional(partialDate),
  status: optional(
    closed({
      state: oneOf(COLLECTIVE_STATES),
      since: optional(partialDate),
      noteMap: optional(textMap(MAX_NOTE)),
    }),
  ),
  supportLanguages: optional(
    list(closed({ language, level: oneOf(SUPPORT_LEVELS) }), MAX_LANGUAGES),
  ),
  documentationLanguages: optional(list(language, MAX_LANGUAGES)),
  regionsServed: optional(list(oneOf(REGIONS), MAX_SHORT_LIST)),
  countriesServed: optional(list(country, MAX_PLACES)),
  /** Places that are no country: a city, a valley, a people's land. */
  regionMap: optional(lineMap(MAX_NAME)),
  officeCountry: optional(country),
  /** Where it is a legal person, and where its machines stand. */
  jurisdictions: optional(list(country, MAX_SHORT_LIST)),
  serverJurisdictions: optional(list(country, MAX_PLACES)),
  place: optional(place),
  websites: optional(
    list(closed({ url, kind: oneOf(WEBSITE_KINDS), language: optional(language) }), MAX_LIST),
  ),
  onions: optional(list(onion, MAX_SHORT_LIST)),
  contacts: optional(list(contact, MAX_LIST)),
  contactKeys: optional(list(contactKey, MAX_LIST)),
  funding: optional(
    list(
      closed({
        kind: oneOf(FUNDING_KINDS),
        url: optional(url),
        noteMap: optional(textMap(MAX_NOTE)),
      }),
      MAX_SHORT_LIST,
    ),
  ),
  decisionMethodMap: optional(textMap(MAX_SUMMARY)),
  /** Who may ask for a place here, and how. */
  admissionMap: optional(textMap(MAX_SUMMARY)),
  excludedUsesMap: optional(textMap(MAX_SUMMARY)),
  freeSoftware: optional(
    closed({ level: oneOf(FREE_SOFTWARE_LEVELS), noteMap: optional(textMap(MAX_NOTE)) }),
  ),
  guides: optional(group({ technical: optional(urlMap), user: optional(urlMap) })),
  policies: optional(
    group({
      terms: optional(urlMap),
      privacy: optional(urlMap),
      legalRequests: optional(urlMap),
      moderation: optional(urlMap),
      antiHarassment: optional(urlMap),
      logging: optional(urlMap),
    }),
  ),
  transparency: optional(
    group({
      accountsUrl: optional(url),
      activityReportUrl: optional(url),
      legalRequestLogUrl: optional(url),
      packageListUrl: optional(url),
      legalRequestCounts: optional(list(legalRequestCount, MAX_LIST)),
    }),
  ),
  memberships: optional(
    list(
      closed({
        network: line(MAX_NAME),
        url: optional(url),
        status: oneOf(MEMBERSHIP_STATES),
        since: optional(partialDate),
        until: optional(partialDate),
      }),
      MAX_LIST,
    ),
  ),
  relations: optional(
    list(closed({ relation: oneOf(RELATIONS), object: line(MAX_NAME) }), MAX_LIST),
  ),
  creationReasonMap: optional(textMap(MAX_SUMMARY)),
  maintenanceHorizonMap: optional(textMap(MAX_SUMMARY)),
  backupPolicyMap: optional(textMap(MAX_SUMMARY)),
  peopleBand: optional(oneOf(PEOPLE_BANDS)),
  services: optional(list(service, MAX_SERVICES)),
  needs: optional(list(need, MAX_LIST)),
  /** Solidarity from peer to peer. */
  offers: optional(list(help, MAX_LIST)),
  /** The day on which someone last went through all of this. */
  lastConfirmed: optional(date),
}

const entry = closed(entryMembers)
/** What a Profile and a Listing have in common. */
export type Entry = Shape<typeof entry>

/** Services and needs are linked to by their id. */
export function checkEntryIds({ services, needs }: Entry): void {
  checkUnique('services', services ?? [], ({ id }) => id)
  checkUnique('needs', needs ?? [], ({ id }) => id)
}
