import { readFile } from 'node:fs/promises'

import { type KnownHost, parseKnownHosts } from '../directory/known-host-list.ts'
import { parseCsv } from './parse-csv.ts'
import { readText } from './user-files.ts'

/** The list that comes with the program. */
const OWN_COPY = new URL('../../content/known-hosts.json', import.meta.url)

/**
 * Known hosts from a file: JSON as in content/known-hosts.json, or CSV with the columns name, url,
 * region, serviceTypes, languages (several in one cell, with semicolons) and source. Without a path
 * the list that comes with the program. Throws `bad_known_hosts`, `bad_csv`.
 */
export async function readKnownHosts(path: string | undefined): Promise<readonly KnownHost[]> {
  if (path === undefined) return parseKnownHosts(await readFile(OWN_COPY, 'utf8'))
  const text = await readText(path)
  if (!path.toLowerCase().endsWith('.csv')) return parseKnownHosts(text)
  return parseKnownHosts(JSON.stringify(parseCsv(text).map(fromRow)))
}

function fromRow(row: Record<string, string>): Record<string, unknown> {
  const { serviceTypes, languages, region, ...others } = row
  return {
    ...others,
    region: region === undefined || region === '' ? null : region,
    serviceTypes: listIn(serviceTypes),
    languages: listIn(languages),
  }
}

function listIn(cell = ''): string[] {
  return cell
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
