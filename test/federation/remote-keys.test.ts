import { generateKeyPairSync, type KeyObject } from 'node:crypto'

import t from 'tap'

import type { Answer } from '../../src/federation/answer.ts'
import type { GetOptions } from '../../src/federation/fetcher.ts'
import { createRemoteKeys, type RemoteKeys } from '../../src/federation/remote-keys.ts'
import { TesseraError } from '../../src/kernel/errors.ts'
import { HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts'
import { toMultikey } from '../../src/record/multikey.ts'
import { codeOf, fetcherFor, world } from '../support/fetcher-world.ts'
import { ED25519, NOW, RSA } from '../support/signed-request.ts'

const VICTIM = 'https://victim.test/actor'
const MAIN_KEY = `${VICTIM}#main-key`
const EVIL = 'https://evil.test/actor'

type Documents = Record<string, unknown>

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function keyOf(owner: string, id = `${owner}#main-key`, key = RSA.publicKey) {
  return { id, type: 'Key', owner, publicKeyPem: pemOf(key) }
}

function actorOf(id: string, publicKey: unknown = keyOf(id)) {
  return { '@context': 'https://www.w3.org/ns/activitystreams', id, type: 'Service', publicKey }
}

interface Directory extends RemoteKeys {
  readonly asked: string[]
  readonly options: GetOptions[]
  /** What is there; to be changed as servers change it. */
  readonly documents: Documents
  sleep(milliseconds: number): void
}

/** The directory with documents instead of a network: an answer, a refusal, or what becomes JSON. */
function directory(documents: Documents): Directory {
  const asked: string[] = []
  const options: GetOptions[] = []
  let time = NOW.getTime()
  const get = async (url: string, getOptions: GetOptions): Promise<Answer> => {
    asked.push(url)
    options.push(getOptions)
    const document = documents[url]
    if (document instanceof Error) throw document
    if (isAnswer(document)) return document
    return answer(document === undefined ? 404 : 200, JSON.stringify(document ?? null), url)
  }
  const keys = createRemoteKeys({ fetcher: { get }, now: () => new Date(time) })
  const sleep = (milliseconds: number) => void (time += milliseconds)
  return { ...keys, asked, options, documents, sleep }
}

function isAnswer(document: unknown): document is Answer {
  return typeof document === 'object' && document !== null && 'retryAfter' in document
}

function answer(
  status: number,
  body: string,
  url: string,
  type = 'application/activity+json',
): Answer {
  const headers = { 'content-type': type }
  return { status, headers, body: Buffer.from(body), url, retryAfter: null }
}

function unreachable(): TesseraError {
  return new TesseraError('unavailable', 'timed_out', 'The answer took too long.')
}

t.test('finds the key that an actor lists as its own', async (t) => {
  const keys = directory({ [VICTIM]: actorOf(VICTIM) })
  const found = await keys.find(MAIN_KEY)
  t.match(found, { keyId: MAIN_KEY, owner: VICTIM })
  t.ok(typeof found !== 'string' && found.key.equals(RSA.publicKey))
  t.strictSame(keys.asked, [VICTIM])
  t.match(keys.options[0], { redirects: 'same-origin', accept: /activity\+json/ })
})

t.test('finds one of several keys, and Multikeys', async (t) => {
  const second = `${VICTIM}#second`
  const multikey = {
    id: `${VICTIM}#ed25519`,
    type: 'Multikey',
    controller: VICTIM,
    publicKeyMultibase: toMultikey(ED25519.publicKey),
  }
  const pem = keyOf(VICTIM, `${VICTIM}#pem`, ED25519.publicKey)
  const actor = {
    ...actorOf(VICTIM, [keyOf(VICTIM), keyOf(VICTIM, second), pem]),
    assertionMethod: multikey,
  }
  const keys = directory({ [VICTIM]: actor })
  t.match(await keys.find(second), { keyId: second, owner: VICTIM })
  t.match(await keys.find(multikey.id), { owner: VICTIM, key: { asymmetricKeyType: 'ed25519' } })
  t.match(await keys.find(pem.id), { owner: VICTIM, key: { asymmetricKeyType: 'ed25519' } })
  t.equal(await keys.find(`${VICTIM}#none`), 'key_not_listed')
})

t.test('asks the owner of a key that has a document of its own', async (t) => {
  const keyId = 'https://victim.test/actor/main-key'
  const own = keyOf(VICTIM, keyId)
  const short = { id: VICTIM, type: 'Service', publicKey: own }
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
  for (const document of [own, short]) {
    const keys = directory({ [keyId]: document, [VICTIM]: actorOf(VICTIM, own) })
    t.match(await keys.find(keyId), { keyId, owner: VICTIM })
    t.strictSame(keys.asked, [keyId, VICTIM])
    const byName = directory({ [keyId]: document, [VICTIM]: actorOf(VICTIM, keyId) })
    t.match(await byName.find(keyId), { keyId, owner: VICTIM }, 'named without its description')
    const unlisted = directory({ [keyId]: document, [VICTIM]: actorOf(VICTIM) })
    t.equal(await unlisted.find(keyId), 'key_not_listed')
    const differing = actorOf(VICTIM, keyOf(VICTIM, keyId, other))
    t.equal(await directory({ [keyId]: document, [VICTIM]: differing }).find(keyId), 'key_mismatch')
    const renamed = directory({ [keyId]: document, [VICTIM]: actorOf(`${VICTIM}2`, own) })
    t.equal(await renamed.find(keyId), 'key_mismatch')
    t.equal(await directory({ [keyId]: document }).find(keyId), 'key_gone')
  }
})

t.test('believes no key that says it is somebody else’s', async (t) => {
  const keyId = 'https://evil.test/key'
  const claimed = keyOf(VICTIM, keyId)
  const keys = directory({
    [keyId]: claimed,
    [EVIL]: actorOf(EVIL, { ...keyOf(EVIL), owner: VICTIM }),
    [VICTIM]: actorOf(VICTIM),
  })
  t.equal(await keys.find(keyId), 'key_mismatch')
  t.equal(await keys.find(`${EVIL}#main-key`), 'key_not_listed')
  t.notOk(keys.asked.includes(VICTIM))
})

t.test('believes no document that has another id', async (t) => {
  const keys = directory({ [VICTIM]: actorOf(EVIL, [keyOf(EVIL), keyOf(EVIL, MAIN_KEY)]) })
  t.equal(await keys.find(MAIN_KEY), 'key_mismatch')
  keys.documents[VICTIM] = actorOf(VICTIM)
  keys.sleep(11 * MINUTE)
  t.match(await keys.find(MAIN_KEY), { owner: VICTIM }, 'and keeps nothing of it')
})

t.test('asks for nothing where an id is none that can be asked', async (t) => {
  const keys = directory({})
  for (const keyId of `data:text/plain,x file:///etc/passwd ftp://victim.test/key javascript:x
    https://user@victim.test/key acct:a@victim.test #main-key x`.split(/\s+/)) {
    t.equal(await keys.find(keyId), 'key_not_allowed', keyId)
  }
  t.equal(await keys.find(''), 'key_not_allowed')
  t.strictSame(keys.asked, [])
})

t.test('takes documents of the ActivityPub media types only', async (t) => {
  const body = JSON.stringify(actorOf(VICTIM))
  for (const type of ['text/plain', 'application/json', 'application/octet-stream', 'text/html']) {
    const keys = directory({ [VICTIM]: answer(200, body, VICTIM, type) })
    t.equal(await keys.find(MAIN_KEY), 'key_media_type', type)
  }
})

t.test('refuses documents that are not strict JSON objects', async (t) => {
  const twice = `{"id":"${VICTIM}","id":"${VICTIM}"}`
  for (const body of ['', '[]', 'null', '"x"', '<html>', twice, '['.repeat(5000)]) {
    const keys = directory({ [VICTIM]: answer(200, body, VICTIM) })
    t.equal(await keys.find(MAIN_KEY), 'key_document', body.slice(0, 20))
  }
  const keyId = 'https://victim.test/key'
  t.equal(await directory({ [keyId]: { id: keyId } }).find(keyId), 'key_document')
})

t.test('refuses keys that are weak, private or of another kind', async (t) => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  const huge = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 0x1_0001 })
  const pems = [
    pemOf(small),
    pemOf(curve),
    huge.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
    `${pemOf(RSA.publicKey)}${'\n'.repeat(5000)}`,
    'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=',
    '',
  ]
  for (const publicKeyPem of pems) {
    const keys = directory({ [VICTIM]: actorOf(VICTIM, { ...keyOf(VICTIM), publicKeyPem }) })
    t.equal(await keys.find(MAIN_KEY), 'key_not_listed', publicKeyPem.slice(0, 40))
  }
  for (const entry of [
    { publicKeyPem: 1 },
    { publicKeyPem: [] },
    { publicKeyMultibase: 'z6Mk' },
    {},
  ]) {
    const key = { id: MAIN_KEY, owner: VICTIM, ...entry }
    t.equal(await directory({ [VICTIM]: actorOf(VICTIM, key) }).find(MAIN_KEY), 'key_not_listed')
  }
})

t.test('remembers keys for hours and refusals for minutes', async (t) => {
  const keys = directory({ [VICTIM]: actorOf(VICTIM), [EVIL]: unreachable() })
  for (let i = 0; i < 3; i++) await keys.find(MAIN_KEY)
  t.equal(keys.asked.length, 1)
  keys.sleep(6 * HOUR)
  await keys.find(MAIN_KEY)
  t.equal(keys.asked.length, 2)
  for (let i = 0; i < 3; i++) t.equal(await keys.find(`${EVIL}#k`), 'key_unreachable')
  t.equal(keys.asked.length, 3)
  keys.documents[EVIL] = answer(503, '', EVIL)
  keys.sleep(MINUTE)
  t.equal(await keys.find(`${EVIL}#k`), 'key_unreachable')
  keys.documents[EVIL] = answer(410, '', EVIL)
  keys.sleep(MINUTE)
  t.equal(await keys.find(`${EVIL}#k`), 'key_gone')
  keys.sleep(9 * MINUTE)
  t.equal(await keys.find(`${EVIL}#k`), 'key_gone')
  t.equal(keys.asked.length, 5)
})

t.test('asks for a key again when it has changed, once a minute', async (t) => {
  const next = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
  const keys = directory({ [VICTIM]: actorOf(VICTIM) })
  const isNext = (found: Awaited<ReturnType<RemoteKeys['find']>>) =>
    typeof found !== 'string' && found.key.equals(next)
  await keys.find(MAIN_KEY)
  keys.documents[VICTIM] = actorOf(VICTIM, keyOf(VICTIM, MAIN_KEY, next))
  t.notOk(isNext(await keys.find(MAIN_KEY)))
  t.ok(isNext(await keys.refresh(MAIN_KEY)), 'at once')
  t.ok(isNext(await keys.find(MAIN_KEY)))
  for (let i = 0; i < 100; i++) t.ok(isNext(await keys.refresh(MAIN_KEY)))
  t.equal(keys.asked.length, 2)
  keys.sleep(61 * SECOND)
  await keys.refresh(MAIN_KEY)
  t.equal(keys.asked.length, 3)
})

t.test(
  'keeps a key while its server is not reached, and gives it up when it is taken back',
  async (t) => {
    const keys = directory({ [VICTIM]: actorOf(VICTIM) })
    await keys.find(MAIN_KEY)
    keys.documents[VICTIM] = unreachable()
    t.match(await keys.refresh(MAIN_KEY), { owner: VICTIM })
    t.match(await keys.find(MAIN_KEY), { owner: VICTIM })
    keys.sleep(MINUTE)
    keys.documents[VICTIM] = actorOf(VICTIM, [])
    t.equal(await keys.refresh(MAIN_KEY), 'key_not_listed')
    t.equal(await keys.find(MAIN_KEY), 'key_not_listed')
  },
)

t.test('asks once for what many want to know at once', async (t) => {
  const keys = directory({ [VICTIM]: actorOf(VICTIM) })
  await Promise.all(Array.from({ length: 20 }, () => keys.find(MAIN_KEY)))
  t.equal(keys.asked.length, 1)
})

t.test('lets no host make it ask without an end', async (t) => {
  const keys = directory({})
  const outcomes = new Map<string, number>()
  for (let i = 0; i < 500; i++) {
    const found = await keys.find(`https://evil.test/keys/${i}`)
    const outcome = typeof found === 'string' ? found : 'found'
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  t.strictSame(
    [...outcomes],
    [
      ['key_gone', 60],
      ['key_budget', 440],
    ],
  )
  t.equal(keys.asked.length, 60)
  keys.documents[VICTIM] = actorOf(VICTIM)
  t.match(await keys.find(MAIN_KEY), { owner: VICTIM }, 'other hosts have their own budget')
})

t.test('waits for a bounded number of servers at once', async (t) => {
  let asked = 0
  const get = (): Promise<Answer> => new Promise(() => void asked++)
  const keys = createRemoteKeys({ fetcher: { get }, now: () => NOW })
  for (let i = 0; i < 32; i++) void keys.find(`https://${i}.evil.test/key`)
  t.equal(await keys.find('https://one-more.evil.test/key'), 'key_busy')
  t.equal(asked, 32)
})

t.test('hides no mistake of its own behind a refusal', async (t) => {
  const fetcher = { get: () => Promise.reject(new TypeError('a bug')) }
  const keys = createRemoteKeys({ fetcher, now: () => NOW })
  await t.rejects(keys.find(MAIN_KEY), { message: 'a bug' })
})

t.test('asks over the network through the fetcher, with its refusals', async (t) => {
  const { peer, hit } = await world(t, (request, response) => {
    response.setHeader('content-type', 'application/activity+json')
    const id = `${peer.url}${request.url}`
    if (request.url === '/private') {
      return void response.writeHead(302, { location: `http://127.0.0.9:${hit.port}/` }).end()
    }
    if (request.url === '/moved') return void response.writeHead(302, { location: '/actor' }).end()
    response.end(JSON.stringify(actorOf(id)))
  })
  const fetcher = fetcherFor(t, [peer.address], {})
  const keys = createRemoteKeys({ fetcher, now: () => NOW })
  t.match(await keys.find(`${peer.url}/actor#main-key`), { owner: `${peer.url}/actor` })
  t.equal(await keys.find(`${peer.url}/moved#main-key`), 'key_mismatch')
  t.equal(await keys.find(`${peer.url}/private#main-key`), 'key_unreachable')
  t.equal(await keys.find(`http://127.0.0.9:${hit.port}/k`), 'key_not_allowed')
  t.equal(await keys.find('https://127.0.0.9/k'), 'key_not_allowed')
  t.equal(await codeOf(keys.find('https://localhost/k')), 'answered')
})
