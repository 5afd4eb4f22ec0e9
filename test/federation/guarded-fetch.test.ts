import t from 'tap'

import { guardFetch } from '../../src/federation/guarded-fetch.ts'
import { world } from '../support/fetcher-world.ts'
import { listen } from '../support/listener.ts'

/** What fetch failed with; fetch wraps it in a TypeError. */
async function codeOfFetch(url: string): Promise<string> {
  try {
    await (await fetch(url)).text()
    return 'answered'
  } catch (error) {
    return (error as { cause?: { code?: string } }).cause?.code ?? String(error)
  }
}

t.test('the first fetch of a process goes through the gate, and each one after it', async (t) => {
  const { fetcher, peer } = await world(t, (_, response) => response.end())
  const other = await listen(t, '127.0.0.3', (_, response) => response.end('other'))
  const guard = guardFetch(fetcher)
  t.strictSame(await Promise.all([codeOfFetch(other.url), codeOfFetch(peer.url)]), [
    'scheme_not_allowed',
    'answered',
  ])
  // Whoever loads undici puts no way out of its own in place of the gate.
  await import('undici')
  t.equal(await codeOfFetch(other.url), 'scheme_not_allowed')
  await guard[Symbol.asyncDispose]()
  t.equal(await codeOfFetch(other.url), 'answered')
})

t.test('a guard that nobody needed leaves no trace', async (t) => {
  const { fetcher } = await world(t, (_, response) => response.end())
  const other = await listen(t, '127.0.0.3', (_, response) => response.end('other'))
  const guard = guardFetch(fetcher)
  await guard[Symbol.asyncDispose]()
  t.equal(await codeOfFetch(other.url), 'answered')
})
