import type { DirectoryEntry, EntryContent, EntryService } from './entry.ts'
import type { EntryPart } from './parts.ts'

/**
 * Parts and entries as JSON for storing, without the members that say nothing (null, false, empty
 * lists and maps): most members do, and half of what the directory writes to the disk would be they.
 */

/** What the members of a service are where nothing is said. */
const SILENT_SERVICE = {
  names: {},
  summaries: {},
  urls: [],
  onions: [],
  hosts: [],
  software: null,
  audience: null,
  registration: null,
  load: null,
  cost: null,
  state: null,
  isTorFriendly: false,
} satisfies Partial<EntryService>

const SILENT_CONTENT = {
  alsoKnownAs: [],
  taglines: {},
  summaries: {},
  languages: [],
  regions: [],
  countries: [],
  places: {},
  websites: [],
  onions: [],
  status: null,
  services: [],
} satisfies Partial<EntryContent>

const SILENT_ENTRY = {
  ...SILENT_CONTENT,
  scid: null,
  slug: null,
  hosts: [],
  isVerified: false,
  isDiscoverable: false,
  listedBy: [],
  dueAt: null,
} satisfies Partial<DirectoryEntry>

const SILENT_PROFILE = { hosts: [], proofs: [], isDiscoverable: false }

export function writePart(part: EntryPart): string {
  return JSON.stringify({ ...compact(part), content: compactContent(part.content) })
}

export function readPart(json: string): EntryPart {
  const stored = JSON.parse(json) as EntryPart
  const content = fillContent({ ...SILENT_CONTENT, ...stored.content })
  return stored.kind === 'profile'
    ? { ...SILENT_PROFILE, ...stored, content }
    : { ...stored, content }
}

export function writeEntry(entry: DirectoryEntry): string {
  return JSON.stringify(compactContent(entry))
}

export function readEntry(json: string): DirectoryEntry {
  return fillContent({ ...SILENT_ENTRY, ...(JSON.parse(json) as DirectoryEntry) })
}

function compactContent(content: EntryContent): object {
  const kept = compact(content)
  if (content.services.length > 0) kept['services'] = content.services.map(compact)
  return kept
}

function fillContent<T extends EntryContent>(content: T): T {
  const services = content.services.map((service) => ({ ...SILENT_SERVICE, ...service }))
  return { ...content, services }
}

function compact(value: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    if (!saysNothing(member)) kept[name] = member
  }
  return kept
}

function saysNothing(value: unknown): boolean {
  if (value === null || value === false) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
