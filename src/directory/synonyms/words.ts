/**
 * What people write when they look for a service, by service type: comma-separated words or short
 * phrases, in any spelling (they are folded before use).
 */
export type ServiceWords = Readonly<Record<string, string>>
