import { resolveTxt } from 'node:dns/promises'

import type { HostEvidence } from '../directory/host-proof.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Fetcher } from './fetcher.ts'

export interface HostEvidenceOptions {
  readonly fetcher: Pick<Fetcher, 'get'>
  /** Exact `host:port` entries of the test network: they are asked by http. */
  readonly testNetwork: readonly string[]
  /** DNS, unless a test says otherwise. */
  readonly readTxt?: (name: string) => Promise<readonly (readonly string[])[]>
}

/** Names that stand for nothing on the Internet are not asked for there. SPEC: RFC 6761; RFC 2606. */
const RESERVED = /(?:^|\.)(?:test|example|invalid|localhost|onion|example\.(?:com|net|org))$/
/** The log of a collective of many years takes less; a longer one proves nothing here. */
const MAX_BYTES = 256 * 1024

/**
 * Asks a host, by its well-known files and its TXT record, whose it is. Null if it cannot be
 * reached at all, so that nothing is known. SPEC: design.md, section 9.
 */
export async function fetchHostEvidence(
  host: string,
  options: HostEvidenceOptions,
): Promise<HostEvidence | null> {
  const isTest = options.testNetwork.includes(host)
  if (!isTest && RESERVED.test(host)) return null
  const base = `${isTest ? 'http' : 'https'}://${host}/.well-known`
  const [didLog, tesseraJson, txt] = await Promise.all([
    readFile(`${base}/did.jsonl`, options),
    readFile(`${base}/tessera.json`, options),
    isTest ? null : readTxtOf(host, options.readTxt ?? resolveTxt),
  ])
  const isReached = didLog.isReached || tesseraJson.isReached || txt !== null
  return isReached ? { didLog: didLog.text, tesseraJson: tesseraJson.text, txt: txt ?? [] } : null
}

interface ReadFile {
  readonly isReached: boolean
  /** Null if the host has no such file. */
  readonly text: string | null
}

async function readFile(url: string, { fetcher }: HostEvidenceOptions): Promise<ReadFile> {
  try {
    const { status, body } = await fetcher.get(url, {
      accept: '*/*',
      redirects: 'same-origin',
      maxBytes: MAX_BYTES,
    })
    return { isReached: true, text: status === 200 ? body.toString('utf8') : null }
  } catch (error) {
    if (error instanceof TesseraError) return { isReached: false, text: null }
    throw error
  }
}

/** Null if the name has no such record, or nobody could be asked. */
async function readTxtOf(
  host: string,
  readTxt: NonNullable<HostEvidenceOptions['readTxt']>,
): Promise<readonly string[] | null> {
  try {
    const records = await readTxt(`_tessera.${host}`)
    return records.map((parts) => parts.join(''))
  } catch {
    return null
  }
}
