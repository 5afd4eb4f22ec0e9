/**
 * Contexts that are at hand without fetching: exactly those that Fedify carries (a test compares).
 * A document that names any other is never handed to it.
 */
export const BUNDLED_CONTEXTS: ReadonlySet<string> = new Set([
  'http://joinmastodon.org/ns',
  'http://schema.org/',
  'https://gotosocial.org/ns',
  'https://join-lemmy.org/context.json',
  'https://purl.archive.org/miscellany',
  'https://purl.archive.org/socialweb/webfinger',
  'https://w3id.org/fep/5711',
  'https://w3id.org/fep/ef61',
  'https://w3id.org/identity/v1',
  'https://w3id.org/security/data-integrity/v1',
  'https://w3id.org/security/data-integrity/v2',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/security/v1',
  'https://www.w3.org/ns/activitystreams',
  'https://www.w3.org/ns/cid/v1',
  'https://www.w3.org/ns/did/v1',
])
