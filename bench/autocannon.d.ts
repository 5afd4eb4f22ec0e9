/** What the benches use of autocannon, which brings no types. */
declare module 'autocannon' {
  interface Options {
    readonly url: string
    readonly connections: number
    /** Requests a second, over all connections. */
    readonly overallRate: number
    /** Seconds. */
    readonly duration: number
    readonly requests: readonly {
      readonly path: string
      readonly headers: Readonly<Record<string, string>>
    }[]
  }
  interface Result {
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number }
    readonly non2xx: number
    readonly errors: number
  }
  export default function autocannon(options: Options): Promise<Result>
}
