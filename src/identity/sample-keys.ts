import type { Multikey } from '../record/multikey.ts'

/**
 * Public keys whose private half anybody can read: whoever uses one has given the collective away.
 * No node starts with them and no log that names one is accepted (security-bar F19).
 */
const SAMPLE_KEYS: ReadonlySet<Multikey> = new Set([
  // RFC 8032, section 7.1 (the first is RFC 8037, appendix A, too) and section 7.2 and 7.3
  'z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw',
  'z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT',
  'z6MkwSD8dBdqcXQzKJZQFPy2hh2izzxskndKCjdmC2dBpfME',
  'z6Mkh7U7jBwoMro3UeHmXes4tKtFbZhMRWejbtunbU4hhvjP',
  'z6MkvLrkgkeeWeTHV9UBdyEaW1T5CRoVLCTBbzphhsAsduN1',
  'z6MkuWpxSsRPxhj2Y6CJQcFknsouoSZ5f5gzRAKdnB8nzGLH',
  'z6MkfUFsZBHsQh8vy1TBHvYXLJLxpVkCaJCUXC5aBKKMtZJZ',
  // RFC 9421, appendix B.1.4
  'z6Mkh4LmfP1ev9MNPGr7JbEbtD6BD4fsu1duEj83PMCs3xHG',
  // W3C vc-di-eddsa, appendix B, and FEP-8b32
  'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2',
  // did:key, examples
  'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
  // RFC 7748, section 6.1
  'z6LSkdrX4EvewpktHBjvNxRDogPdC5iVF8LT3LPKefGAgi89',
  'z6LSrfCAhzvNQfJmHrw9Ho2Z2J8K2z2XmChTsD5W5W3MNZyQ',
  // docs/federation/did-log.md: the private keys are sha-256 of "tessera sample <role>"
  'z6MkkUEtedZKwyUAPETjQ5zJPqiRJfskffZWsGzzmHtnLn42', // controller
  'z6MkkFBSYEh92SwfaBJJcF3xvoR8mTdcWEX2wEt8vVCPMtMg', // member 1
  'z6MktNRJG7D5C8mdA6CNGuK2bhPQ7DyCWi1Yut2SGVnTf8Ac', // member 2
  'z6MkoeF6ect86PVD6FeukPFJqi2nJgiUChgcVo2tUdsz33UZ', // member 3
  'z6MkqV32zn15itqooRT2jipZva3iFo7BZK5gWU4JDQ5k2pAb', // node
  'z6MkuzucFAfpwN3CNYNWYBtvRSvt7zHNhG9AHxd7GJCggAFH', // next node
  'z6LSizzqWQbFPCvfusivjvjckeAdVqgzHfJ81ufyw5nw7Crr', // agreement
  'z6LSmr3VTHXczrKESr93AdUHLf3QruF1ALGuhTNDHVR3BwEq', // next agreement
])

/** Whether `key` is published with its private half, in a standard or in our own documents. */
export function isSampleKey(key: Multikey): boolean {
  return SAMPLE_KEYS.has(key)
}
