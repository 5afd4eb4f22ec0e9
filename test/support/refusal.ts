import { TesseraError } from '../../src/kernel/errors.ts'

/** The code of the refusal that `act` throws; null if it throws nothing. A bug is thrown on. */
export function refusedAs(act: () => unknown): string | null {
  return refusalFrom(act)?.code ?? null
}

export function refusalFrom(act: () => unknown): TesseraError | null {
  try {
    act()
  } catch (error) {
    if (error instanceof TesseraError) return error
    throw error
  }
  return null
}
