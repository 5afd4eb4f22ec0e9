/** Forms of members that occur in many schemas (JSON Schema patterns). */

/** SPEC: design.md, section 5: the slug names a record within its collective and type. */
export const SLUG_PATTERN = '^[a-z0-9][a-z0-9._-]{0,63}$'
export const SCID_PATTERN = '^Qm[1-9A-HJ-NP-Za-km-z]{44}$'
export const DIGEST_PATTERN = '^zQm[1-9A-HJ-NP-Za-km-z]{44}$'
/** Types known and unknown are written like AS2 types. */
export const TYPE_PATTERN = '^[A-Z][A-Za-z0-9]{0,39}$'
/** A did:webvh `versionId`: the entry's place and its hash. */
export const VERSION_ID_PATTERN = '^[1-9][0-9]{0,2}-Qm[1-9A-HJ-NP-Za-km-z]{44}$'
