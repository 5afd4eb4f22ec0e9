import { RECORD_CONTEXT } from './kinds/common.ts'

/**
 * The JSON-LD context of the records, for readers that want RDF: served at `/ns/v1`. Nothing here
 * processes it. Terms that ActivityStreams 2.0 and Data Integrity define mean what they mean there
 * (`id`, `type`, `attributedTo`, `published`, `updated`, `name`, `nameMap`, `summaryMap`,
 * `contentMap`, `content`, `url`, `latitude`, `longitude`, `proof` and its members).
 */

const TYPES = [
  'Head',
  'Manifest',
  'Profile',
  'Practices',
  'Charter',
  'Commitment',
  'Draft',
  'Translation',
  'Communique',
  'Position',
  'Amendment',
  'Endorsement',
  'Vouch',
  'Review',
  'Listing',
  'Alert',
  'AlertResponse',
  'Canary',
  'Successor',
]

const LITERALS = words(`
  affectedHosts affectedServices agree alsoKnownAs answeredWithData answersWithinDays
  approvalTimeDays atRest audience band block certainty claim clause collective contact cost
  countriesServed criterion days defaultLanguage did digest discoverable documentationLanguages
  draftOf emailNeeded endToEnd ended erased event federationProtocols fingerprint
  fingerprintChecked founded freshness hosting host hosts javascriptRequired jurisdictions kind
  language languages languagesRead level license load method minutesDigest msgType network object
  officeCountry onBehalfOf orgForm origin paragraph passage peopleBand phoneNeeded position
  previous publishAfterSilentDays purpose quorum recipients regionsServed registration relation
  replacement response result role scope serverCountry serverJurisdictions severity since slug
  sourceDigest sourceLanguage stage standAside started state status tags takesNewGroups torFriendly
  unit until urgency value version what whom withdrawn year amends how of outcome received text`)

const OBJECTS = words(`
  about alert amendment answers charter checks communique compliance contactKeys contacts credits criteria
  decisionRecord draft encryption findings freeSoftware funding goesOnFrom guides helpRequested
  items lastHead letter listing
  legalRequestCounts logs manifest memberships needs offers place policies quotas references
  relations reservations retention services software sources supportLanguages suspended target
  transparency websites`)

/** The order of these is part of what they say. */
const LISTS = words('authoritativeLanguages claims clauses paragraphs parts')

const LINKS = words(`
  accountsUrl activityReportUrl evidenceUrl evidenceUrls legalRequestLogUrl new old onions
  packageListUrl source sourceUrl urls web`)

const TIMES = words('expires nextDate onset positionsUntil')
const DATES = words('date lastConfirmed reviewDate validFrom validUntil')

/** Texts and pages by language. */
const LANGUAGE_MAPS = words(`
  admissionMap antiHarassment backupPolicyMap callToActionMap changesMap creationReasonMap
  decisionMethodMap descriptionMap digests documentation evidenceMap excludedUsesMap headlineMap
  howKnownMap instructionMap legalRequests logging maintenanceHorizonMap methodMap moderation
  noteMap privacy reasonMap regionMap selfStatementMap stageReasonMap support taglineMap technical terms user
  withdrawnReasonMap`)

type Term = string | Readonly<Record<string, string>>

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

function define(
  names: readonly string[],
  more?: Readonly<Record<string, string>>,
): [string, Term][] {
  return names.map((name) => {
    const iri = `tessera:${name.replace(/Map$/, '')}`
    return [name, more === undefined ? iri : { '@id': iri, ...more }]
  })
}

/** The document at `https://w3id.org/tessera/v1`. */
export const contextDocument: {
  readonly '@context': Readonly<Record<string, Term | number>>
} = {
  '@context': {
    '@version': 1.1,
    tessera: `${RECORD_CONTEXT[2]}#`,
    xsd: 'http://www.w3.org/2001/XMLSchema#',
    ...Object.fromEntries([
      ...define(TYPES),
      ...define(LITERALS),
      ...define(OBJECTS),
      ...define(LISTS, { '@container': '@list' }),
      ...define(LINKS, { '@type': '@id' }),
      ...define(TIMES, { '@type': 'xsd:dateTime' }),
      ...define(DATES, { '@type': 'xsd:date' }),
      ...define(LANGUAGE_MAPS, { '@container': '@language' }),
    ]),
  },
}
