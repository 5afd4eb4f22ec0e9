/** Work that an answer does not wait for. */
export interface Background {
  /**
   * Runs `task` unless one of this name is under way; then once more after that. False if too much
   * is under way already: what is dropped must be something that a later round does anyway.
   */
  run(name: string, task: () => Promise<void>): boolean
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

interface Running {
  again: boolean
  readonly done: Promise<void>
}

export function createBackground(limit: number, onError: (error: unknown) => void): Background {
  const running = new Map<string, Running>()

  async function repeat(name: string, task: () => Promise<void>): Promise<void> {
    let isWanted = true
    while (isWanted) {
      await task().catch(onError)
      const state = running.get(name)
      isWanted = state?.again ?? false
      if (state !== undefined) state.again = false
    }
    running.delete(name)
  }

  return {
    run(name, task) {
      const known = running.get(name)
      if (known !== undefined) known.again = true
      if (known !== undefined || running.size >= limit) return known !== undefined
      // After this turn, so that the entry exists when the task ends.
      const done = Promise.resolve().then(() => repeat(name, task))
      running.set(name, { again: false, done })
      return true
    },
    async idle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}
