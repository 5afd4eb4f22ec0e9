import t from 'tap'

import { directoryCsv, directoryJson } from '../../src/directory/directory-export.ts'
import type { FoundEntry } from '../../src/directory/directory.ts'
import { mergeParts } from '../../src/directory/entries.ts'
import { partsOf } from '../../src/directory/parts.ts'
import { listingOf, profileOf, says, scidNumber } from '../support/directory.ts'

const now = '2026-11-22T09:00:00Z'
const harbor = scidNumber(1)

function found(): FoundEntry[] {
  const parts = [
    ...partsOf(
      says(harbor, {
        profile: profileOf(harbor, 'harbor', {
          nameMap: { en: 'Harbor', es: 'Puerto' },
          taglineMap: { en: '=cmd|calc' },
        }),
      }),
      [],
    ),
    ...partsOf(says(scidNumber(2), { listings: [listingOf(scidNumber(2), 'lists.example')] }), []),
  ]
  const entries = mergeParts(parts, { now, isShown: () => true }).values()
  return [...entries].map((entry) => ({ entry, standing: 'shown', isExpired: false }))
}

t.test('writes one row for each entry, in the language of the reader', async (t) => {
  const csv = directoryCsv(found(), ['es'])
  const [header, first, second, rest] = csv.split('\r\n')
  t.match(header, /^"id","name","standing","verified",/)
  t.match(first, `"${harbor}","Puerto","shown","no","active","'=cmd|calc","email"`)
  t.match(second, /^"host:lists\.example","lists\.example","shown","no"/)
  t.equal(rest, '')
  t.equal(first?.split('","').length, header?.split('","').length)
})

t.test('falls back to the language of the entry', async (t) => {
  t.match(directoryCsv(found(), ['fr']), '"Harbor"')
})

t.test('the JSON export holds everything and says whose view it is', async (t) => {
  const entries = found()
  const json = directoryJson(entries, { origin: 'https://harbor.example', now })
  t.strictSame(JSON.parse(JSON.stringify(json)), {
    generated: now,
    origin: 'https://harbor.example',
    entries,
  })
})
