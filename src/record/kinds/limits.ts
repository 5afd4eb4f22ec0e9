/**
 * Limits of strings and lists in records, in characters (Unicode code points) or items. The size of
 * the whole record is a limit of its own (kinds.ts); these keep one member from filling it, and a
 * page from being broken by one entry.
 */

/** More languages than any known directory speaks; security-bar J09 sends 300. */
export const MAX_LANGUAGES = 50
/** A name, title or label: one line in a list on a phone, with room for long languages. */
export const MAX_NAME = 200
/** One or two sentences beside a choice. */
export const MAX_NOTE = 1_000
/** A paragraph that stands before the text; FEP-b2b8 asks for 500 of a summary, some languages need more. */
export const MAX_SUMMARY = 2_000
/** A page of prose: a self-description, a reason, a report. */
export const MAX_TEXT = 20_000
/** The body of a communiqué or a clause; the record's 512 KiB are the limit that matters. */
export const MAX_LONG_TEXT = 100_000
/** Browsers and servers agree on URLs up to about 2,000. */
export const MAX_URL = 2_000
/** DNS: 253 in text form. */
export const MAX_HOST = 253
/** A short machine-readable value: a version, a fingerprint, a license. */
export const MAX_VALUE = 200
/** An armored certificate with a few subkeys and no photographs. */
export const MAX_CERTIFICATE = 20_000

/** Security-bar H18 sends 500; no known collective runs 100. */
export const MAX_SERVICES = 200
/** Lists a person reads: links, contacts, keys, needs. */
export const MAX_LIST = 50
/** Lists inside a list item: URLs of one service, quotas. */
export const MAX_SHORT_LIST = 10
/** Countries, regions, networks. */
export const MAX_PLACES = 100
/** Clauses or paragraphs of one text. */
export const MAX_CLAUSES = 300
/** Practice criteria, compliance lines, findings: one for each clause. */
export const MAX_CRITERIA = 300
/** Members who sign one record. SPEC: design.md, section 1: 3 to 30 people, a threshold of them. */
export const MAX_MEMBER_PROOFS = 16
/** Counts and amounts: a billion is more than anyone has of anything listed here. */
export const MAX_AMOUNT = 1_000_000_000
/** Days, for retention and answers: ten years. */
export const MAX_DAYS = 3_650
