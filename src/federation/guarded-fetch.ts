import type { Fetcher } from './fetcher.ts'

/** Where undici looks for its way out: the first place is that of Node's own fetch. */
const PLACES = [
  Symbol.for('undici.globalDispatcher.1'),
  Symbol.for('undici.globalDispatcher.2'),
] as const

/** As much of undici's Dispatcher as its clients ask of it. */
interface WayOut {
  dispatch(options: unknown, handler: unknown): boolean
}

type Global = Partial<Record<symbol, WayOut>>

/**
 * Keeps `fetch` and every other undici client of this process to the one way out, as
 * `installEgressGuard` does, which is loaded with undici at the first request: whatever is asked
 * before that waits for it. Until disposed.
 */
export function guardFetch(fetcher: Pick<Fetcher, 'dispatcher'>): AsyncDisposable {
  let installed: Promise<Disposable> | null = null
  const before = PLACES.map((place) => [place, (globalThis as Global)[place]] as const)
  const install = (): Promise<Disposable> => (installed ??= installGuard(fetcher))
  for (const place of PLACES) put(place, waitingFor(install, place))
  return {
    async [Symbol.asyncDispose]() {
      const guard = await installed
      guard?.[Symbol.dispose]()
      for (const [place, wayOut] of before) put(place, wayOut)
    },
  }
}

async function installGuard(fetcher: Pick<Fetcher, 'dispatcher'>): Promise<Disposable> {
  const { installEgressGuard } = await import('./egress-guard.ts')
  return installEgressGuard(await fetcher.dispatcher())
}

function waitingFor(install: () => Promise<Disposable>, place: symbol): WayOut {
  return {
    dispatch(options, handler) {
      void install().then(() => (globalThis as Global)[place]?.dispatch(options, handler))
      return true
    },
  }
}

/** As undici puts it, which finds the place taken then. */
function put(place: symbol, value: WayOut | undefined): void {
  Object.defineProperty(globalThis, place, {
    value,
    writable: true,
    enumerable: false,
    configurable: false,
  })
}
