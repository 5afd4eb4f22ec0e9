import t from 'tap'

import { fetchHostEvidence } from '../../src/federation/host-evidence.ts'
import { TesseraError } from '../../src/kernel/errors.ts'

/** A web of files by URL; a host without files does not answer. */
function web(files: Readonly<Record<string, string | null>>) {
  const asked: string[] = []
  return {
    asked,
    fetcher: {
      async get(url: string) {
        asked.push(url)
        const body = files[url]
        if (body === undefined) throw new TesseraError('unavailable', 'unreachable', 'No answer.')
        const status = body === null ? 404 : 200
        return { status, headers: {}, body: Buffer.from(body ?? ''), url, retryAfter: null }
      },
    },
  }
}

const nobody = async () => {
  throw new Error('ENOTFOUND')
}

t.test('takes the well-known files and the TXT records of a host', async (t) => {
  const { fetcher } = web({
    'https://harbor.social/.well-known/did.jsonl': '{"a":1}\n',
    'https://harbor.social/.well-known/tessera.json': null,
  })
  const names: string[] = []
  const evidence = await fetchHostEvidence('harbor.social', {
    fetcher,
    testNetwork: [],
    async readTxt(name) {
      names.push(name)
      return [['scid=', 'Qm1'], ['other']]
    },
  })
  t.strictSame(evidence, { didLog: '{"a":1}\n', tesseraJson: null, txt: ['scid=Qm1', 'other'] })
  t.strictSame(names, ['_tessera.harbor.social'])
})

t.test('knows nothing of a host that does not answer in any way', async (t) => {
  const { fetcher } = web({})
  t.equal(
    await fetchHostEvidence('gone.social', { fetcher, testNetwork: [], readTxt: nobody }),
    null,
  )
})

t.test('asks a host of the test network by http, and nobody for its name', async (t) => {
  const { fetcher, asked } = web({
    'http://localhost:8081/.well-known/did.jsonl': 'x',
    'http://localhost:8081/.well-known/tessera.json': '{}',
  })
  const testNetwork = ['localhost:8081']
  const evidence = await fetchHostEvidence('localhost:8081', {
    fetcher,
    testNetwork,
    async readTxt() {
      throw new Error('the resolver was asked')
    },
  })
  t.strictSame(evidence, { didLog: 'x', tesseraJson: '{}', txt: [] })
  t.equal(asked.length, 2)
})

t.test('does not carry reserved names to the Internet', async (t) => {
  const { fetcher, asked } = web({})
  for (const host of ['mail.harbor.example', 'a.test', 'localhost', 'abc.onion', 'example.org']) {
    t.equal(
      await fetchHostEvidence(host, { fetcher, testNetwork: [], readTxt: nobody }),
      null,
      host,
    )
  }
  t.strictSame(asked, [])
})
