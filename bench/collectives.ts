import { draftStatement, type RecordContent } from '../src/exchange/draft-statement.ts'
import { addTime, DAY, toTimestamp } from '../src/kernel/time.ts'
import { createHead } from '../src/record/head.ts'
import { createManifest } from '../src/record/manifest.ts'
import { type SignedRecord, signRecord } from '../src/record/record.ts'
import { foundCollective, type TestCollective } from '../test/support/collective.ts'

/** A collective and all that it publishes, as it travels. */
export interface PublishedCollective extends Pick<TestCollective, 'scid' | 'log'> {
  /** Head, manifest, records. */
  readonly texts: readonly string[]
}

/** Founds a collective that lists `count` others, signed one by one. */
export function publishListings(index: number, count: number, now: Date): PublishedCollective {
  const origin = `https://node-${index}.example`
  const collective = foundCollective(origin, now)
  const { did, scid, log, node } = collective
  const time = toTimestamp(now)
  const records: SignedRecord[] = []
  for (let i = 0; i < count; i++) {
    const content = listing(`group-${index}-${i}.example`, index * count + i)
    const statement = draftStatement(content, { did, origin, now: time, previous: null })
    records.push(signRecord(statement, { did, ...node }))
  }
  const items = records.map(({ type, slug, version, digest, expires }) => {
    return { type, slug, version, digest, ...(expires === null ? {} : { expires }) }
  })
  const manifest = createManifest(did, items, [])
  const head = createHead(
    {
      attributedTo: did,
      version: 1,
      previous: null,
      manifest: manifest.digest,
      did: `1-${versionHash(log.log)}`,
      published: time,
      expires: addTime(time, 8 * DAY),
    },
    node,
  )
  return { scid, log, texts: [head.text, manifest.text, ...records.map(({ text }) => text)] }
}

function versionHash(log: string): string {
  return /"versionId":"1-([^"]+)"/.exec(log)?.[1] ?? ''
}

/** Enough different words that the search index grows as it does with real texts. */
const SYLLABLES = ['ra', 'ko', 'mi', 'ten', 'lu', 'sol', 'ba', 'fer', 'ni', 'gu', 'pal', 'es']

function syllable(seed: number): string {
  return SYLLABLES[seed % SYLLABLES.length] ?? ''
}

function word(seed: number): string {
  return `${syllable(seed)}${syllable(seed >> 3)}${syllable(seed >> 5)}`
}

function words(seed: number, length: number): string {
  return Array.from({ length }, (_, i) => word((seed * 7919 + i * i * 31) % 5000)).join(' ')
}

/** A listing of about 1.5 KB once it is signed. */
function listing(host: string, seed: number): RecordContent {
  return {
    type: 'Listing',
    slug: host.replaceAll('.', '-'),
    defaultLanguage: 'en',
    nameMap: { en: `Colectivo ${words(seed, 2)}` },
    summaryMap: { en: `Correo y listas para ${words(seed + 1, 14)}.` },
    about: `https://${host}/`,
    host,
    countriesServed: ['ES'],
    supportLanguages: [{ language: 'es', level: 'full' }],
    services: [
      {
        id: 'mail',
        type: 'email',
        urls: [`https://mail.${host}/`],
        audience: 'movement-groups',
        registration: 'invite',
      },
    ],
    sources: [{ nameMap: { en: 'A public list' }, date: '2026-10-22' }],
  }
}
