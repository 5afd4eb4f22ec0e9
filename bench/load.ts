import autocannon from 'autocannon'

/** Asks a server for pages in turn from a process of its own, and prints how long answers took. */
const [origin = '', rate = '50', seconds = '20', ...paths] = process.argv.slice(2)
const result = await autocannon({
  url: origin,
  connections: 4,
  overallRate: Number(rate),
  duration: Number(seconds),
  requests: paths.map((path) => ({ path, headers: { accept: 'text/html' } })),
})
const { latency, non2xx, errors } = result
console.log(JSON.stringify({ p50: latency.p50, p99: latency.p99, failed: non2xx + errors }))
