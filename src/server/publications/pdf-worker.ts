import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * The process in which one leaflet is set. A process, not a thread: what a compiler in native code
 * does to a text that a stranger wrote must not stop the node, and its memory goes when it ends.
 */

/** What the process is asked for. Fonts and compiler are named by where they are. */
export interface PdfOrder {
  readonly compiler: string
  readonly template: string
  readonly fonts: readonly string[]
  /** The data that the template shows, as JSON. */
  readonly leaflet: string
}

export type PdfAnswer = { readonly pdf: Uint8Array } | { readonly problem: string }

/** What we use of the compiler's binding. */
interface Compiler {
  readonly NodeCompiler: {
    create(options: { workspace: string; fontArgs: { fontBlobs: Buffer[] }[] }): {
      pdf(source: { mainFileContent: string; inputs: Record<string, string> }): Uint8Array
    }
  }
}

/** The template reads no files; where there are none, nothing else could read any. */
const NOWHERE = '/nonexistent'

process.once('message', (order: PdfOrder) => {
  process.send?.(answer(order), () => process.disconnect())
})

function answer({ compiler, template, fonts, leaflet }: PdfOrder): PdfAnswer {
  try {
    const { NodeCompiler } = createRequire(import.meta.url)(compiler) as Compiler
    const fontBlobs = fonts.map((file) => readFileSync(file))
    const setter = NodeCompiler.create({ workspace: NOWHERE, fontArgs: [{ fontBlobs }] })
    return { pdf: setter.pdf({ mainFileContent: template, inputs: { leaflet } }) }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

/** The binding puts the compiler's own words into `code`. */
function problemOf(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return message === '' ? code : message
}
