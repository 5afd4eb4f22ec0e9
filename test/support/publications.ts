import type { Publication, PublicationLabels } from '../../src/server/publications/publication.ts'

export const ENGLISH_LABELS: PublicationLabels = {
  by: 'Frozen by',
  endorsedBy: 'Endorsed by',
  byLetter: 'by letter',
  callToAction: 'What we ask',
  verifyAt: 'Verify this text at',
  digest: 'Digest of this text',
  qr: 'QR code of the address',
  contents: 'Contents',
}

const BODY = `# Who we are

We are **groups** that run *servers*: [our site](https://harbor.example/about).

- mail and \`lists\`
- places to publish
  1. sites
  2. streams

> Nobody needs to build a server to begin.

| who | what |
|---|---|
| all | care |

\`\`\`
uptime # 400 days
\`\`\`

---

Last line\\
and its end.
`

/** A frozen text; give what a test is about. */
export function publication(changes: Partial<Publication> = {}): Publication {
  return {
    language: 'en',
    title: 'We keep the lights on',
    summary: 'A joint text of those who run servers.',
    body: BODY,
    callToAction: 'Learn to keep **your own**.',
    url: 'https://harbor.example/communiques/lights~abcd1234.en',
    digest: 'zQmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG',
    published: '2026-11-22T09:00:00Z',
    by: 'Harbor Commons',
    endorsedBy: [
      { name: 'Nube Libre', letter: false },
      { name: 'Atelier Rosa', letter: true },
    ],
    labels: ENGLISH_LABELS,
    ...changes,
  }
}
