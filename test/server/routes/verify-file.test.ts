import t from 'tap'

import type { BundleReport } from '../../../src/exchange/bundle-report.ts'
import { BUNDLE_MEDIA_TYPE, writeBundle } from '../../../src/exchange/bundle-text.ts'
import type { Problem } from '../../../src/server/problem-details.ts'
import { MAX_UPLOAD_BYTES } from '../../../src/server/uploaded-file.ts'
import { endorsedCommunique, SIGNED } from '../../support/bundles.ts'
import { foundCollective } from '../../support/collective.ts'
import { headOn, nodeRecord } from '../../support/exchange.ts'
import { htmlProblems, publicServer, textOf } from '../../support/public-server.ts'
import { HOST } from '../../support/test-server.ts'
import { xssCorpus } from '../../support/xss-corpus.ts'

const { app, page, world } = await publicServer(t)
const { communique, file } = endorsedCommunique()
const BOUNDARY = 'a-boundary'

/** A form with one file, as browsers send it. */
function formOf(content: Uint8Array, name = 'file"; filename="it.tessera'): Buffer {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n`
  const type = 'content-type: application/octet-stream\r\n\r\n'
  return Buffer.concat([Buffer.from(head + type), content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
}

async function send(payload: Buffer, headers: Readonly<Record<string, string>> = {}) {
  return await app.inject({
    method: 'POST',
    url: '/verify/file',
    payload,
    headers: {
      host: HOST,
      accept: 'text/html',
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      ...headers,
    },
  })
}

const asJson = { accept: 'application/json' }

t.test('shows what is in a bundle, without a script', async (t) => {
  const answer = await send(formOf(file))
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['cache-control'], 'no-store')
  t.strictSame(await htmlProblems(answer.body), [])
  const text = textOf(answer.body)
  t.match(text, 'It is whole and genuine: all 23 signatures hold.')
  t.match(text, '3 collectives have signed this very text')
  t.match(text, '2 of 3 members')
  t.match(text, 'It cannot prove that nothing newer exists.')
  t.notMatch(answer.body, '<script')
  const french = await send(formOf(file), { 'accept-language': 'fr' })
  t.match(textOf(french.body), 'Il est entier et authentique')
  const form = await page('/verify')
  t.match(form, '<form method="post" action="/verify/file" enctype="multipart/form-data">')
  t.equal((await app.inject({ url: '/verify/file', headers: { host: HOST } })).statusCode, 302)
})

t.test('gives the same report as the command, and keeps nothing of it', async (t) => {
  const before = await world.node.store.listCollectives()
  const raw = { ...asJson, 'content-type': BUNDLE_MEDIA_TYPE }
  const report = (await send(Buffer.from(file), raw)).json<BundleReport>()
  t.match(report, { isSound: true, change: null, texts: [{ statement: communique.statement }] })
  t.strictSame((await send(formOf(file), asJson)).json(), report)
  t.strictSame(await world.node.store.listCollectives(), before)
})

t.test('names the byte that was changed', async (t) => {
  const changed = Buffer.from(file)
  changed[777] = (changed[777] ?? 0) ^ 1
  const answer = await send(formOf(changed))
  t.match(
    textOf(answer.body),
    /It was changed: in line \d+, byte 778 of the file is 0x.. and was 0x../,
  )
  const broken = Buffer.from(file)
  broken[20] = 0
  t.match(textOf((await send(formOf(broken))).body), /byte 21 of the file is 0x00/)
  const cut = textOf((await send(formOf(file.subarray(0, 2000)))).body)
  t.match(cut, /It ends too early: after byte 2,000 of the file/)
})

t.test('takes the file of one record too', async (t) => {
  const [vouch] = await world.node.store.listCurrent({ types: ['Vouch'] })
  const answer = await send(formOf(Buffer.from(vouch?.text ?? '')))
  t.match(textOf(answer.body), 'It is genuine, and it counts now.')
})

t.test('bears anything', async (t) => {
  const forms: [Buffer, number][] = [
    [Buffer.from('x'), 400],
    [Buffer.alloc(0), 400],
    [Buffer.from(`--${BOUNDARY}\r\n\r\n\r\n--${BOUNDARY}--\r\n`), 400],
    [Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="record"\r\n\r\nx`), 400],
    [formOf(Buffer.alloc(MAX_UPLOAD_BYTES + 1, 0x20)), 413],
    [formOf(Buffer.alloc(MAX_UPLOAD_BYTES + 100_000, 0x20)), 413],
  ]
  for (const [payload, status] of forms) {
    const answer = await send(payload, asJson)
    t.equal(answer.statusCode, status, `${payload.length} bytes: ${answer.body.slice(0, 200)}`)
    t.ok(answer.json<Problem>().code)
  }
  t.equal((await send(Buffer.from('x'), { 'content-type': 'text/plain' })).statusCode, 415)
})

/** A bundle of collectives that call themselves what no collective is called. */
function hostileNames(): Uint8Array {
  const parts = xssCorpus.flatMap((payload, i) => {
    const collective = foundCollective(`https://node-${i}.example`, SIGNED)
    const nameMap = { en: payload.slice(0, 100).toWellFormed() }
    try {
      const profile = nodeRecord(collective, { now: SIGNED, changes: { nameMap } })
      const { head, manifest } = headOn(collective, [profile], { now: SIGNED })
      const objects = [head, manifest, profile].map(({ text }) => text)
      return [{ scid: collective.scid, log: collective.log, objects }]
    } catch {
      return [] // some are refused by the rules for texts already
    }
  })
  t.ok(parts.length > 20)
  return writeBundle({ kind: 'directory' }, parts)
}

t.test('shows names as text, whatever they say', async (t) => {
  const { body } = await send(formOf(hostileNames()))
  t.match(textOf(body), 'It is whole and genuine')
  t.notMatch(body, /<(?:script|img|iframe)/)
  t.strictSame(await htmlProblems(body), [])
})

t.test('verifies few at a time, and says so', async (t) => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(formOf(file), asJson)))
  const codes = answers.map(({ statusCode }) => statusCode)
  t.ok(codes.includes(200), codes.join())
  const [refused] = answers.filter(({ statusCode }) => statusCode === 503)
  t.match(refused?.json(), { code: 'verifier_busy' })
  t.ok(refused?.headers['retry-after'])
  t.equal((await send(formOf(file), asJson)).statusCode, 200, 'and then goes on')
})
