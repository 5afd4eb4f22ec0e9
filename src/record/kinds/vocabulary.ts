/**
 * The words of records. They are stable: labels are translated, slugs are not, and a word is added
 * by a new version of the vocabulary, never renamed (docs/federation/records/).
 */

/** What a service is, by the group it is shown in. */
export const SERVICE_GROUPS = {
  mail: [
    'email',
    'email-alias',
    'mailing-list',
    'encrypted-mailing-list',
    'newsletter',
    'remailer',
  ],
  web: [
    'web-hosting',
    'static-hosting',
    'blog',
    'wiki',
    'forum',
    'cms',
    'domain',
    'dns',
    'url-shortener',
    'web-archive',
  ],
  compute: ['virtual-server', 'container', 'shell', 'colocation', 'backup-space', 'remote-desktop'],
  chat: ['xmpp', 'matrix', 'irc', 'team-chat', 'voice', 'video-conference', 'sms-gateway'],
  write: [
    'pad',
    'encrypted-pad',
    'office-suite',
    'spreadsheet',
    'whiteboard',
    'mindmap',
    'sticky-notes',
  ],
  files: ['cloud-storage', 'file-drop', 'image-drop', 'pastebin'],
  organize: [
    'calendar',
    'date-poll',
    'form-survey',
    'decision-tool',
    'project-board',
    'ticketing',
    'membership-db',
    'contact-manager',
    'map',
  ],
  publish: [
    'microblog',
    'photo',
    'video',
    'audio',
    'live-stream',
    'podcast',
    'link-sharing',
    'events',
    'news-wire',
    'radio',
  ],
  read: ['rss-reader', 'read-later', 'search-engine', 'privacy-frontend', 'translation'],
  code: ['git', 'ci', 'package-mirror'],
  net: [
    'vpn',
    'proxy',
    'tor-relay',
    'tor-bridge',
    'onion-hosting',
    'mesh',
    'internet-access',
    'keyserver',
    'mirror',
    'secondary-dns',
    'secondary-mx',
  ],
  safety: ['password-vault', 'encrypted-notes', 'leak-submission', 'security-helpdesk'],
  learn: ['training', 'documentation', 'support-desk', 'e-learning'],
  other: ['other'],
} as const

export type ServiceGroup = keyof typeof SERVICE_GROUPS
export type ServiceType = (typeof SERVICE_GROUPS)[ServiceGroup][number]
export const SERVICE_TYPES: readonly ServiceType[] = Object.values(SERVICE_GROUPS).flat()

/** What a collective can give to others, or needs from them. */
export const HELP_KINDS = [
  'secondary-mx',
  'secondary-dns',
  'warm-mirror',
  'backup-space',
  'colocation',
  'hardware',
  'admin-time',
  'legal-contact',
  'translation',
  'press-contact',
  'money',
  'key-custody',
  'status-page-hosting',
  'other',
] as const

export const ORG_FORMS = [
  'informal-collective',
  'association',
  'cooperative',
  'foundation',
  'company',
  'individual',
  'network',
  'other',
] as const
export const COLLECTIVE_STATES = [
  'active',
  'paused',
  'closed-to-new',
  'winding-down',
  'closed',
  'memorial',
] as const
/** UN M49 regions as people say them; countries are ISO 3166, finer places are text. */
export const REGIONS = [
  'world',
  'africa',
  'asia',
  'caribbean',
  'central-america',
  'europe',
  'middle-east',
  'north-america',
  'oceania',
  'south-america',
] as const
export const SUPPORT_LEVELS = ['full', 'some'] as const
export const WEBSITE_KINDS = [
  'home',
  'status',
  'blog',
  'documentation',
  'wiki',
  'forum',
  'source-code',
  'donations',
  'other',
] as const
export const CONTACT_KINDS = [
  'email',
  'form',
  'xmpp',
  'matrix',
  'irc',
  'phone',
  'signal',
  'post',
  'fediverse',
] as const
export const PURPOSES = ['users', 'press', 'abuse', 'security', 'peers', 'legal'] as const
export const CONTACT_KEY_KINDS = ['openpgp', 'ssh', 'age', 'minisign', 'omemo', 'matrix'] as const
export const FUNDING_KINDS = ['donation', 'dues', 'in-kind', 'grants', 'fees'] as const
export const FREE_SOFTWARE_LEVELS = ['all', 'mostly', 'some'] as const
/** How many people, never who. */
export const PEOPLE_BANDS = ['1', '2-3', '4-7', '8+'] as const
export const MEMBERSHIP_STATES = ['applied', 'member', 'observer', 'former'] as const
export const RELATIONS = [
  'part-of',
  'has-part',
  'partner',
  'sibling',
  'forked-from',
  'succeeded-by',
  'hosted-by',
  'hosts',
] as const
export const LEGAL_REQUEST_BANDS = ['0', '1-9', '10-99', '100+'] as const
export const LEGAL_REQUEST_KINDS = [
  'any',
  'user-data',
  'content-removal',
  'interception',
  'seizure',
  'other',
] as const

export const AUDIENCES = ['public', 'movement-groups', 'members', 'friends', 'region'] as const
export const REGISTRATIONS = [
  'none',
  'open',
  'request',
  'invite',
  'vouch-code',
  'member',
  'paid',
] as const
export const LOADS = ['open', 'limited', 'waiting-list', 'full'] as const
export const COSTS = ['free', 'donation', 'dues', 'sliding', 'fixed'] as const
export const LOG_LEVELS = ['none', 'no-ip', 'short', 'full'] as const
export const AT_REST = ['full', 'partial', 'none'] as const
export const END_TO_END = ['yes', 'optional', 'no'] as const
export const HOSTINGS = ['home', 'bay', 'rented', 'outsourced', 'peer-hosted'] as const
export const SERVICE_STATES = ['ok', 'degraded', 'down', 'ended'] as const
/** A practice, a criterion, a clause: how far it is so. */
export const LEVELS = ['yes', 'partly', 'no', 'not-applicable'] as const

export const LISTING_ORIGINS = ['peer-entered', 'imported'] as const

export const CLAUSE_LEVELS = ['required', 'recommended'] as const
export const DECISION_METHODS = [
  'consensus',
  'consent',
  'supermajority',
  'majority',
  'delegates',
  'other',
] as const
export const COMPLIANCE_STATES = ['yes', 'partly', 'not-yet'] as const
export const DRAFT_STAGES = [
  'collecting',
  'writing',
  'translating',
  'deciding',
  'frozen',
  'withdrawn',
] as const
export const AMENDMENT_OUTCOMES = ['accepted', 'declined'] as const
export const TRANSLATION_STATES = ['draft', 'needs-review', 'approved'] as const
/** How a collective without a node made its will known. */
export const LETTER_WAYS = ['in-person', 'post', 'signed-message', 'email', 'phone-call'] as const
export const CREDIT_ROLES = ['wrote', 'translated', 'reviewed', 'designed', 'supported'] as const
export const POSITIONS = [
  'agree',
  'agree-with-reservations',
  'stand-aside',
  'block',
  'observer',
] as const

export const FINGERPRINT_CHECKS = [
  'in-person',
  'video-call',
  'phone-call',
  'signed-message',
  'second-channel',
  'not-checked',
] as const
export const REVIEW_KINDS = ['review', 'objection', 'answer'] as const

/** SPEC: CAP 1.2, section 3.2.1; the two that are carried. */
export const ALERT_STATUSES = ['actual', 'exercise'] as const
export const ALERT_MESSAGE_TYPES = ['alert', 'update', 'cancel'] as const
export const ALERT_EVENTS = [
  'seizure',
  'raid',
  'arrest',
  'gag-order',
  'legal-demand',
  'ddos',
  'blocking',
  'domain-loss',
  'key-compromise',
  'intrusion',
  'funds-frozen',
  'defamation',
  'other',
] as const
/** SPEC: CAP 1.2, section 3.2.2, in lower case, the gravest first. */
export const URGENCIES = ['immediate', 'expected', 'future', 'past', 'unknown'] as const
export const SEVERITIES = ['extreme', 'severe', 'moderate', 'minor', 'unknown'] as const
export const CERTAINTIES = ['observed', 'likely', 'possible', 'unlikely', 'unknown'] as const
export const SCOPES = ['public', 'peers', 'named'] as const
export const ALERT_RESPONSES = ['acknowledge', 'confirm', 'dispute', 'offer-help'] as const

/** The codes of CanaryTail, each a narrow positive claim here, and two of our own. */
export const CANARY_CLAIMS = [
  'war',
  'gag',
  'subp',
  'trap',
  'cease',
  'duress',
  'raid',
  'seize',
  'xcred',
  'xopers',
  'control',
  'other',
] as const
