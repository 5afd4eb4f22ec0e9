import type { CurrentRecords } from '../../src/directory/directory-updates.ts'
import type { CollectiveSays, EntryPart } from '../../src/directory/parts.ts'
import type { View } from '../../src/directory/view.ts'
import { addTime, DAY, type Timestamp } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { didAt, type Scid } from '../../src/record/did.ts'
import { digestOf } from '../../src/record/digest.ts'
import { statementOf } from './records.ts'

type Changes = Readonly<Record<string, unknown>>

/** The SCID of the n-th invented collective. */
export function scidNumber(n: number): Scid {
  const digits = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  const [high, low] = [
    digits.charAt(Math.floor(n / digits.length)),
    digits.charAt(n % digits.length),
  ]
  return `Qm${'x'.repeat(42)}${high}${low}`
}

/** A Profile of a collective at `<name>.example`: one mail service at `mail.<name>.example`. */
export function profileOf(scid: Scid, name: string, changes: Changes = {}, now?: Timestamp) {
  const host = `${name}.example`
  return statementOf(
    'Profile',
    { did: didAt(scid, `https://${host}`), slug: name, ...(now === undefined ? {} : { now }) },
    {
      nameMap: { en: name },
      websites: [{ url: `https://${host}/`, kind: 'home' }],
      services: [{ id: 'mail', type: 'email', urls: [`https://mail.${host}/`], load: 'open' }],
      contacts: undefined,
      ...changes,
    },
  )
}

/** A Listing by a collective about a host. */
export function listingOf(
  scid: Scid,
  host: string,
  changes: Changes = {},
  now = '2026-11-22T09:00:00Z',
) {
  return statementOf(
    'Listing',
    { did: didAt(scid, 'https://lister.example'), slug: host, now },
    {
      nameMap: { en: host },
      about: `https://${host}/`,
      host,
      expires: addTime(now, 90 * DAY),
      sources: [{ nameMap: { en: 'Our own list' }, date: '2026-11-01' }],
      ...changes,
    },
  )
}

/** What a collective says, also in the form of kept records. */
export function says(
  scid: Scid,
  what: Partial<CollectiveSays> = {},
): CollectiveSays & CurrentRecords {
  const said = { scid, profile: null, listings: [], ...what }
  const statements = [...said.listings, ...(said.profile === null ? [] : [said.profile])]
  const records = statements.map((statement) => {
    const text = canonicalize(statement)
    return { digest: digestOf(text), type: statement.type, slug: statement.slug, text }
  })
  return { ...said, records }
}

/** Parts as they are written, as if each were made from a record of its own. */
export function writtenAs(parts: readonly EntryPart[]) {
  return parts.map((part) => ({ part, record: digestOf(part.id) }))
}

/** A view that shows these collectives. */
export function viewOf(...scids: readonly Scid[]): View {
  const member = { distance: 0, vouchedBy: [] }
  return { shown: new Map(scids.map((scid) => [scid, member])), others: new Map() }
}
