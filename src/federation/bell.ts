/** Wakes one waiter; rung while nobody waits, it wakes the next. */
export interface Bell {
  ring(): void
  /** Resolves when it rings, after `longest` milliseconds, or when `signal` aborts. */
  wait(longest: number, signal?: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let isRung = false
  let rise: (() => void) | null = null
  return {
    ring() {
      isRung = rise === null
      rise?.()
    },
    async wait(longest, signal) {
      if (!isRung && signal?.aborted !== true) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const wake = (): void => resolve()
        rise = wake
        const timer = setTimeout(wake, longest)
        signal?.addEventListener('abort', wake, { once: true })
        await promise
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        rise = null
      }
      isRung = false
    },
  }
}
