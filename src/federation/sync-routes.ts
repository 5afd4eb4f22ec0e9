import type { ObjectReader, Sequenced } from '../exchange/object-store.ts'
import { toTexts } from '../exchange/receive-log.ts'
import type { BranchesOf } from '../exchange/settle.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { isScid, type Scid } from '../record/did.ts'
import { digestOf } from '../record/digest.ts'
import { type HttpAnswer, notFound, textAnswer } from './http-answer.ts'
import { type LogLine, writeLogLine, writeObjectLine } from './sync-lines.ts'

/** The three things that sync reconciles, each in the order in which they came to count here. */
export type Feed = 'logs' | 'heads' | 'members'

/** What sync is served from. */
export interface SyncRoutes {
  /** What came to count after `cursor`, a page of it. Throws `bad_cursor`, `cursor_unknown`. */
  page(feed: Feed, cursor: string): Promise<HttpAnswer>
  /** All of it. */
  whole(feed: Feed): Promise<HttpAnswer>
  /** One line for each tip and member-signed record: `scid version published digest`. */
  index(): Promise<HttpAnswer>
  /** `did.jsonl` of a collective that is known here. */
  log(scid: string): Promise<HttpAnswer>
  /** Its `did-witness.json`. */
  witness(scid: string): Promise<HttpAnswer>
}

export interface SyncRoutesOptions {
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
  /** Collectives that are peers or in a view, and our own: pages offer no others. */
  readonly familiar: () => Promise<ReadonlySet<Scid>>
}

/** Rows that are read at a time, and at least as many lines of a page if there are. */
const PAGE = 500
const NDJSON = 'application/x-ndjson'

export function createSyncRoutes(options: SyncRoutesOptions): SyncRoutes {
  const { store, familiar } = options
  const remember = createMemory(store)
  const allLogs = () => remember('logs', () => listAllLogs(options))
  const lists = {
    // From the start every log that is known; after that those that changed.
    logs: (after: number) => (after === 0 ? allLogs() : listLogs(after, options)),
    heads: (after: number) => listObjects((from, limit) => store.listTips(from, limit), after),
    members: (after: number) =>
      listObjects((from, limit) => store.listMemberRecords(from, limit), after),
  }

  async function texts(scid: string) {
    const isHidden = !isScid(scid) || (await store.findCollective(scid))?.blocked === true
    const log = isHidden ? null : await store.findLog(scid)
    if (log === null) throw notFound('The log of this collective is not known here.')
    return toTexts(log)
  }

  return {
    async page(feed, cursor) {
      const after = parseCursor(cursor)
      if (after > (await store.lastSequence())) throw cursorUnknown()
      const known = await familiar()
      const lines: Line[] = []
      for await (const some of readAll(lists[feed], after)) {
        lines.push(...some.filter(({ scid }) => known.has(scid)))
        if (lines.length >= PAGE) break
      }
      return textAnswer(NDJSON, lines.map(writeLine).join(''))
    },
    whole: (feed) =>
      remember(`whole ${feed}`, async () => {
        const text = await writeAll([lists[feed]], writeLine)
        return withTag(textAnswer(NDJSON, text))
      }),
    index: () =>
      remember('index', async () => {
        const text = await writeAll([lists.heads, lists.members], writeIndexLine)
        return withTag(textAnswer('text/plain; charset=utf-8', text))
      }),
    log: async (scid) => withTag(textAnswer('text/jsonl', (await texts(scid)).log)),
    witness: async (scid) => withTag(textAnswer('application/json', (await texts(scid)).witness)),
  }
}

/** A log or an object, and the sequence of the change that made it count. */
type Line = LogLine | Sequenced

function writeLine(line: Line): string {
  return 'did' in line ? writeLogLine(line) : writeObjectLine(line)
}

function writeIndexLine(line: Line): string {
  if ('did' in line) return ''
  const { version } = JSON.parse(line.text) as { version: number }
  return `${line.scid} ${version} ${line.published} ${line.digest}\n`
}

type List = (after: number) => Promise<readonly Line[]>

async function writeAll(lists: readonly List[], write: (line: Line) => string): Promise<string> {
  let text = ''
  for (const list of lists) {
    for await (const some of readAll(list, 0)) text += some.map(write).join('')
  }
  return text
}

/**
 * Keeps what was made as long as no change came: anybody may ask, and all of it takes a while to
 * make where thousands of collectives are known.
 */
function createMemory(store: ObjectReader) {
  const made = new Map<string, { readonly sequence: number; readonly value: Promise<unknown> }>()
  return async <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const sequence = await store.lastSequence()
    const known = made.get(name)
    if (known?.sequence === sequence) return (await known.value) as T
    const value = make()
    made.set(name, { sequence, value })
    value.catch(() => made.delete(name))
    return await value
  }
}

async function* readAll(list: List, start: number): AsyncGenerator<readonly Line[]> {
  for (let after = start; ;) {
    const lines = await list(after)
    const last = lines.at(-1)
    if (last === undefined) return
    yield lines
    if (last.sequence <= after) return
    after = last.sequence
  }
}

/** Rows of whole changes only: a cursor points between two changes, never into one. */
async function listObjects(
  list: (after: number, limit: number) => Promise<readonly Sequenced[]>,
  after: number,
): Promise<readonly Sequenced[]> {
  for (let limit = PAGE; ; limit *= 2) {
    const rows = await list(after, limit)
    const last = rows.at(-1)
    if (last === undefined || rows.length < limit) return rows
    const whole = rows.filter((row) => row.sequence !== last.sequence)
    if (whole.length > 0) return whole
  }
}

/** Logs that changed after a sequence, each once. */
async function listLogs(after: number, options: SyncRoutesOptions): Promise<readonly LogLine[]> {
  const { store } = options
  const newest = new Map<Scid, number>()
  for (const { scid, sequence } of await store.listChanges(after, PAGE, 'log')) {
    newest.delete(scid)
    newest.set(scid, sequence)
  }
  const lines: LogLine[] = []
  for (const [scid, sequence] of newest) lines.push(await logLine({ scid, sequence }, options))
  return lines
}

async function listAllLogs(options: SyncRoutesOptions): Promise<readonly LogLine[]> {
  const sequence = await options.store.lastSequence()
  const lines: LogLine[] = []
  for (const { scid, blocked } of await options.store.listCollectives()) {
    const line = blocked ? null : await logLine({ scid, sequence }, options)
    if (line !== null && line.did.length > 0) lines.push(line)
  }
  return lines
}

async function logLine(
  place: Pick<LogLine, 'scid' | 'sequence'>,
  { store, branchesOf }: SyncRoutesOptions,
): Promise<LogLine> {
  const branches = await branchesOf(store, place.scid)
  return { ...place, did: branches.map((branch) => branch.at(-1)?.versionId ?? '') }
}

function parseCursor(text: string): number {
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text)
  throw invalid('bad_cursor', 'A cursor is the sequence of a line that was read before.')
}

/** A cursor beyond all changes comes from another database than this one. */
function cursorUnknown(): TesseraError {
  return new TesseraError('gone', 'cursor_unknown', 'This cursor is not known here; start from 0.')
}

/** What may have changed is asked for again, but sent only if it has. */
function withTag({ headers, ...answer }: HttpAnswer): HttpAnswer {
  const etag = `"${digestOf(answer.body)}"`
  return { ...answer, headers: { ...headers, etag, 'cache-control': 'public, no-cache' } }
}
