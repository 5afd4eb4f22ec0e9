import t from 'tap'

import { canonicalize, type JsonObject } from '../../../src/record/canonical.ts'
import { textOf, publicServer } from '../../support/public-server.ts'
import { signTogether, vouchFor } from '../../support/three-collectives.ts'
import { xssCorpus } from '../../support/xss-corpus.ts'

const { get, page, json, post, world } = await publicServer(t)
const { node, nube, charter } = world
const { scid } = node.collective
const [profile] = await node.store.listCurrent({ scid, types: ['Profile'] })
const profileText = profile?.text ?? ''

interface Answer {
  readonly verdict: string
  readonly steps: readonly {
    readonly id: string
    readonly status: string
    readonly outcome: string
  }[]
}

async function check(text: string, type = 'application/json'): Promise<Answer> {
  const answer = await post('/verify', text, { type, accept: 'application/json' })
  return answer.json<Answer>()
}

/** What became of each step. */
function stepsOf({ steps }: Answer): Record<string, string> {
  return Object.fromEntries(steps.map(({ id, status, outcome }) => [id, `${status}: ${outcome}`]))
}

const asJson = { accept: 'application/json' }

t.test('says step by step what was checked of a record that counts', async (t) => {
  const answer = (await json(`/verify?q=${profile?.digest}`)) as unknown as Answer
  t.equal(answer.verdict, 'counts')
  t.strictSame(stepsOf(answer), {
    canonical: 'holds: exact',
    form: 'holds: right',
    digest: 'holds: two',
    proofs: 'holds: hold',
    owner: 'holds: known',
    when: 'holds: node-key',
    now: 'holds: node-key',
    counts: 'holds: current',
  })
  const text = textOf(await page(`/verify?q=${profile?.digest}`))
  t.match(text, 'It is genuine, and it counts now.')
  t.match(
    text,
    "The key was the collective's server key when this was signed (entry 1 of its log).",
  )
  t.match(text, 'It has counted here since November 22, 2026.')
})

t.test('finds what is named by statement digest or by an address on any node', async (t) => {
  for (const query of [
    charter.statement,
    `https://elsewhere.example/objects/${charter.digest}`,
    `https://nube.example/records/${nube.collective.scid}/Charter/${charter.slug}`,
  ]) {
    const answer = await json(`/verify?q=${encodeURIComponent(query)}`)
    t.match(answer, { verdict: 'counts', digest: charter.digest }, query)
  }
  t.equal((await get(`/verify?q=${scid}`)).headers.location, `/collectives/${scid}`)
  t.equal((await get(`/verify?q=zQm${'1'.repeat(44)}`)).statusCode, 404)
  t.equal((await get('/verify?q=https://evil.test/')).statusCode, 400)
  t.equal(
    (await get('/verify?q=https://evil.test/', asJson)).json<JsonObject>()['code'],
    'bad_query',
  )
})

t.test('verifies what is pasted, in a form or as it is', async (t) => {
  const form = await post(
    '/verify',
    new URLSearchParams({ record: `\n${charter.text}\n` }).toString(),
    { type: 'application/x-www-form-urlencoded' },
  )
  t.match(textOf(form.body), 'It is genuine, and it counts now.')
  t.match(textOf(form.body), '2 of the 3 members of that time have signed; 2 were needed')
  t.equal(form.headers['cache-control'], 'no-store')
  t.equal((await post('/verify', 'x', { type: 'image/png' })).statusCode, 415)
})

t.test('puts into order what was laid out anew, and says so', async (t) => {
  const pretty = JSON.stringify(JSON.parse(profileText), null, 2)
  const answer = await check(pretty)
  t.equal(answer.verdict, 'counts')
  t.equal(stepsOf(answer)['canonical'], 'unknown: reordered')
})

t.test('a record with one byte changed is refused, wherever the byte is', async (t) => {
  for (let at = 7; at < profileText.length; at += 131) {
    const was = profileText.charAt(at)
    const changed = profileText.slice(0, at) + (was === 'x' ? 'y' : 'x') + profileText.slice(at + 1)
    const answer = await check(changed)
    t.not(answer.verdict, 'counts', `${at}: ${was}`)
    t.not(answer.verdict, 'holds', `${at}: ${was}`)
  }
})

t.test('tells why something genuine does not count', async (t) => {
  const old = await signTogether(node, vouchFor(nube, 'phone-call'))
  const next = await signTogether(node, vouchFor(nube, 'in-person'))
  t.match(stepsOf(await check(old.text)), { counts: 'fails: superseded' })
  t.equal((await check(old.text)).verdict, 'holds')
  t.match(stepsOf(await check(next.text)), { counts: 'holds: current' })
  const { version: _, ...withdrawn } = vouchFor(nube, 'in-person') as JsonObject
  await signTogether(node, { ...withdrawn, withdrawn: true } as never)
  t.match(stepsOf(await check(next.text)), { counts: 'fails: withdrawn' })
})

t.test('knows heads and lists', async (t) => {
  const collective = await node.store.findCollective(scid)
  const head = await node.store.findObject(collective?.head ?? '')
  t.match(stepsOf(await check(head?.text ?? '')), {
    proofs: 'holds: hold',
    when: 'holds: node-key',
    counts: 'holds: newest',
  })
  const { manifest } = JSON.parse(head?.text ?? '{}') as { manifest: string }
  const list = await node.store.findObject(manifest)
  t.match(stepsOf(await check(list?.text ?? '')), {
    proofs: 'unknown: unsigned',
    counts: 'holds: named',
  })
})

t.test('cannot tell whose keys those of a stranger are', async (t) => {
  const stranger = JSON.parse(profileText) as JsonObject
  const text = canonicalize(stranger).replaceAll(scid, `Qm${'2'.repeat(44)}`)
  const answer = await check(text)
  t.equal(answer.verdict, 'fails', 'the signature was made over other bytes')
})

/** A payload as the name of an assertion: TAP would read some of them. */
function nameOf(payload: string): string {
  return encodeURIComponent(payload.slice(0, 60).toWellFormed())
}

t.test('bears anything', async (t) => {
  const deep = `${'{"a":'.repeat(9999)}1${'}'.repeat(9999)}`
  const hostile = [
    '',
    '{}',
    '[]',
    'null',
    '{"type":"Head"}',
    '{"a":1e999}',
    '{"__proto__":1}',
    deep,
  ]
  for (const text of [
    ...hostile,
    ...xssCorpus,
    ...xssCorpus.map((type) => JSON.stringify({ type })),
  ]) {
    t.equal((await check(text, 'text/plain')).verdict, 'fails', nameOf(text))
    const form = new URLSearchParams({ record: text }).toString()
    const shown = await post('/verify', form, { type: 'application/x-www-form-urlencoded' })
    t.notMatch(shown.body, /<(?:script|img|iframe|object|form action="java)/, nameOf(text))
  }
  for (const query of xssCorpus) {
    const shown = await get(`/verify?q=${encodeURIComponent(query)}`)
    t.equal(shown.statusCode, 400, nameOf(query))
    t.notMatch(shown.body, /<(?:script|img|iframe)/, nameOf(query))
  }
})
