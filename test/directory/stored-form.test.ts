import t from 'tap'

import { mergeParts } from '../../src/directory/entries.ts'
import { type EntryPart, partsOf } from '../../src/directory/parts.ts'
import { readEntry, readPart, writeEntry, writePart } from '../../src/directory/stored-form.ts'
import { listingOf, profileOf, says, scidNumber } from '../support/directory.ts'

const now = '2026-11-22T09:00:00Z'
const [harbor, nube] = [scidNumber(1), scidNumber(2)]
const host = 'harbor.example'
const proof = { scid: harbor, host, firstProven: now, lastProven: now, holds: false }

/** What says much, and what says as little as it may. */
const parts: EntryPart[] = [
  ...partsOf(
    says(harbor, {
      profile: profileOf(harbor, 'harbor', {
        taglineMap: { en: 'Quiet' },
        discoverable: true,
        status: { state: 'active' },
      }),
    }),
    [proof],
  ),
  ...partsOf(
    says(nube, {
      profile: profileOf(nube, 'nube', { services: undefined, websites: undefined }),
      listings: [listingOf(nube, 'lists.example')],
    }),
    [],
  ),
]

t.test('parts and entries are read back as they were, silent members too', async (t) => {
  for (const part of parts) t.strictSame(readPart(writePart(part)), part)
  const entries = mergeParts(parts, { now, isShown: () => true })
  t.equal(entries.size, 3)
  for (const entry of entries.values()) t.strictSame(readEntry(writeEntry(entry)), entry)
})

t.test('what says nothing takes no room', async (t) => {
  for (const part of parts) {
    t.notMatch(writePart(part), /:(?:null|\[\]|\{\})/)
  }
})
