import { SECOND } from '../kernel/time.ts'
import type { Output } from './output.ts'
import type { Terminal } from './terminal.ts'

/** Does work, and says so if it takes longer than a second. */
export type Progress = <T>(what: string, work: () => Promise<T>) => Promise<T>

export function createProgress(terminal: Terminal, output: Output): Progress {
  const spin = terminal.isInteractive && !output.isJson

  async function begin(what: string): Promise<(() => void) | null> {
    if (!spin) {
      output.note(`${what} ...`)
      return null
    }
    const { spinner } = await import('@clack/prompts')
    const shown = spinner({ output: terminal.stderr })
    shown.start(what)
    return () => shown.clear()
  }

  return async (what, work) => {
    let began = Promise.resolve<(() => void) | null>(null)
    const timer = setTimeout(() => {
      began = begin(what)
    }, SECOND)
    try {
      return await work()
    } finally {
      clearTimeout(timer)
      const end = await began
      end?.()
    }
  }
}
