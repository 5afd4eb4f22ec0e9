import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

import { TesseraError } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import { createLruCache } from '../lru-cache.ts'
import { chooseFonts } from './fonts.ts'
import { leafletData } from './leaflet.ts'
import type { PdfAnswer, PdfOrder } from './pdf-worker.ts'
import type { Publication } from './publication.ts'

/** Sets leaflets. */
export interface PdfPress {
  /**
   * An A4 leaflet, the same bytes for the same publication wherever the same fonts are installed.
   * Throws `pdf_not_installed`, `pdf_font_missing`, `pdf_busy`, `pdf_too_slow` and `pdf_failed`,
   * all `unavailable`: the page that can be printed says the same.
   */
  toPdf(publication: Publication): Promise<Uint8Array>
}

export interface PdfPressOptions {
  /** The compiler's module; null if it is not installed. */
  readonly findCompiler?: () => string | null
  /** Milliseconds after which a leaflet is given up. */
  readonly timeLimit?: number
}

/** The longest text of a record takes half a second; a text that takes this long was made to. */
const TIME_LIMIT = 30 * SECOND
/** Leaflets kept ready: of 50 to 500 kB each, a few megabytes in memory. */
const CACHE_CAPACITY = 16
/** Readers who may wait for the one compiler; those beyond are told to come back. */
const MAX_WAITING = 16

const COMPILER = '@myriaddreamin/typst-ts-node-compiler'
const require = createRequire(import.meta.url)

/**
 * A press with its cache. Nothing is loaded before the first leaflet; each is set by a process of
 * its own, one at a time, which takes 100 MB while it runs, 200 MB for the longest of texts.
 */
export function createPdfPress(options: PdfPressOptions = {}): PdfPress {
  const { findCompiler = findInstalledCompiler, timeLimit = TIME_LIMIT } = options
  const ready = createLruCache<{ pdf: Promise<Uint8Array> | null }>(CACHE_CAPACITY)
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const inTurn = async (order: PdfOrder): Promise<Uint8Array> => {
    if (waiting >= MAX_WAITING)
      throw unavailable('pdf_busy', 'Too many leaflets are being made. Please try again shortly.')
    waiting++
    const turn = last.then(async () => setLeaflet(order, timeLimit))
    last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      waiting--
    }
  }
  return {
    async toPdf(publication) {
      const leaflet = JSON.stringify(leafletData(publication))
      const slot = ready.get(createHash('sha256').update(leaflet).digest('hex'), () => ({
        pdf: null,
      }))
      slot.pdf ??= prepare(publication, leaflet, findCompiler()).then(inTurn)
      try {
        return await slot.pdf
      } catch (error) {
        slot.pdf = null
        throw error
      }
    },
  }
}

async function prepare(
  { language }: Publication,
  data: string,
  compiler: string | null,
): Promise<PdfOrder> {
  if (compiler === null) {
    throw unavailable(
      'pdf_not_installed',
      `Leaflets are set by a package that is not on this node: npm install --no-save ${packageNames()[0]}@0.7.0`,
    )
  }
  const { families, files, missing } = chooseFonts(data, language)
  if (missing.length > 0) {
    throw unavailable(
      'pdf_font_missing',
      `This node has no font for some letters of this text, as ${missing.slice(0, 3).join(' ')}.`,
    )
  }
  const template = await readFile(new URL('leaflet.typ', import.meta.url), 'utf8')
  const leaflet = JSON.stringify({ ...JSON.parse(data), fonts: families })
  return { compiler, template, fonts: files, leaflet }
}

async function setLeaflet(order: PdfOrder, timeLimit: number): Promise<Uint8Array> {
  const child = fork(new URL('pdf-worker.ts', import.meta.url), {
    // Neither our secrets nor our settings, and no fonts of this machine.
    env: { FONTCONFIG_FILE: fileURLToPath(new URL('no-system-fonts.conf', import.meta.url)) },
    execArgv: [],
    serialization: 'advanced',
    stdio: 'ignore',
    timeout: timeLimit,
    killSignal: 'SIGKILL',
  })
  const { promise, resolve, reject } = Promise.withResolvers<PdfAnswer>()
  child.once('message', (answer) => resolve(answer as PdfAnswer))
  child.once('error', (cause) => reject(failed(cause)))
  child.once('exit', (_code, signal) => {
    if (signal === 'SIGKILL') reject(unavailable('pdf_too_slow', 'The leaflet took too long.'))
    else reject(failed())
  })
  // A process that is gone before it was asked is told of by how it ended.
  child.send(order, () => undefined)
  const answer = await promise
  if ('pdf' in answer) return answer.pdf
  throw failed(new Error(answer.problem))
}

function failed(cause?: Error): TesseraError {
  return unavailable('pdf_failed', 'The leaflet could not be made.', cause)
}

/** The compiler as npm installs it for this machine. */
function findInstalledCompiler(): string | null {
  for (const name of packageNames()) {
    try {
      return require.resolve(name)
    } catch {
      // Linux has two; npm installs the one that runs.
    }
  }
  return null
}

function packageNames(): readonly string[] {
  const name = `${COMPILER}-${process.platform}-${process.arch}`
  return process.platform === 'linux' ? [`${name}-gnu`, `${name}-musl`] : [name]
}

function unavailable(code: string, message: string, cause?: unknown): TesseraError {
  return new TesseraError('unavailable', code, message, { cause })
}
