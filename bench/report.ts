/** One line of the table in docs/performance.md. */
export interface Result {
  readonly what: string
  /** Of this project, with its unit. */
  readonly own: string
  /** What it is compared with, with its unit. */
  readonly limit: string
  readonly ratio: number
  /** What the ratio may be at most, or has to be at least. */
  readonly bar: { readonly most: number } | { readonly least: number }
}

/** Prints a result for run.ts, which gathers them. */
export function report(result: Result): void {
  console.log(JSON.stringify(result))
}

/** The result that a line of output is; null if it is anything else. */
export function resultIn(line: string): Result | null {
  if (!line.startsWith('{"what":')) return null
  return JSON.parse(line) as Result
}

export function toRow({ what, own, limit, ratio, bar }: Result): string {
  const isMet = 'most' in bar ? ratio <= bar.most : ratio >= bar.least
  const asked = 'most' in bar ? `at most ${bar.most}` : `at least ${bar.least}`
  const shown = ratio < 1 ? ratio.toFixed(3) : ratio.toFixed(2)
  return `| ${[what, own, limit, shown, asked, isMet ? 'yes' : 'no'].join(' | ')} |`
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((lower ?? 0) + (upper ?? 0)) / 2
}
