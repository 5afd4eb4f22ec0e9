import {
  MAX_AMOUNT,
  MAX_DAYS,
  MAX_LIST,
  MAX_NAME,
  MAX_NOTE,
  MAX_SHORT_LIST,
  MAX_SUMMARY,
} from './limits.ts'
import {
  closed,
  count,
  country,
  date,
  flag,
  group,
  host,
  license,
  line,
  lineMap,
  list,
  oneOf,
  onion,
  optional,
  partialDate,
  type Shape,
  slug,
  textMap,
  url,
  urlMap,
} from './shapes.ts'
import {
  AT_REST,
  AUDIENCES,
  COSTS,
  END_TO_END,
  HOSTINGS,
  LEVELS,
  LOADS,
  LOG_LEVELS,
  REGISTRATIONS,
  SERVICE_STATES,
  SERVICE_TYPES,
} from './vocabulary.ts'

/** Days something is kept: 0 without end, -1 less than one day (as XMPP Providers count). */
const retentionDays = count(MAX_DAYS, -1)

const software = closed({
  name: line(),
  version: optional(line()),
  license: optional(license),
  sourceUrl: optional(url),
})

const check = closed({
  criterion: slug,
  result: oneOf(LEVELS),
  source: optional(url),
  date,
})

/** One service of a collective. */
export const service = closed({
  /** Unique within the entry. */
  id: slug,
  type: oneOf(SERVICE_TYPES),
  nameMap: optional(lineMap(MAX_NAME)),
  summaryMap: optional(textMap(MAX_SUMMARY)),
  urls: optional(list(url, MAX_SHORT_LIST)),
  onions: optional(list(onion, MAX_SHORT_LIST)),
  /** Host names of what has no web address: a mail, XMPP or name server. */
  hosts: optional(list(host, MAX_SHORT_LIST)),
  software: optional(software),
  audience: optional(oneOf(AUDIENCES)),
  registration: optional(oneOf(REGISTRATIONS)),
  load: optional(oneOf(LOADS)),
  approvalTimeDays: optional(count(MAX_DAYS)),
  takesNewGroups: optional(flag),
  answersWithinDays: optional(count(MAX_DAYS)),
  cost: optional(closed({ kind: oneOf(COSTS), noteMap: optional(textMap(MAX_NOTE)) })),
  /** `value` 0 means no limit. */
  quotas: optional(
    list(closed({ what: line(), value: count(MAX_AMOUNT), unit: line() }), MAX_SHORT_LIST),
  ),
  retention: optional(list(closed({ what: line(), days: retentionDays }), MAX_SHORT_LIST)),
  logs: optional(closed({ level: oneOf(LOG_LEVELS), days: optional(retentionDays) })),
  encryption: optional(
    group({ atRest: optional(oneOf(AT_REST)), endToEnd: optional(oneOf(END_TO_END)) }),
  ),
  emailNeeded: optional(flag),
  phoneNeeded: optional(flag),
  torFriendly: optional(flag),
  javascriptRequired: optional(flag),
  federationProtocols: optional(list(slug, MAX_SHORT_LIST)),
  hosting: optional(oneOf(HOSTINGS)),
  serverCountry: optional(country),
  status: optional(closed({ state: oneOf(SERVICE_STATES), since: optional(partialDate) })),
  started: optional(partialDate),
  ended: optional(partialDate),
  documentation: optional(urlMap),
  support: optional(urlMap),
  checks: optional(list(check, MAX_LIST)),
})

export type Service = Shape<typeof service>
