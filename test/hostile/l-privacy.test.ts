import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { hostname, release, userInfo } from 'node:os'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { openKeyFile } from '../../src/identity/key-file.ts'
import { parseNodeKeys } from '../../src/identity/keys.ts'
import { type Answer, jsonOf, type Question } from './harness/ask.ts'
import { queryRows } from './harness/digest.ts'
import { checkAlive, checkAnswer } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { filesBelow, tracesOf } from './harness/traces.ts'
import { openWorldOfPeers } from './harness/world.ts'

/** In every marker, so that one look at the disk finds any of them. */
const MARK = 'zqvisitor'
const FORWARDED = '198.51.100.'
const VISITS = 1000
/** Visitors at the same time. */
const AT_ONCE = 20
/** SPEC: security-bar, L11: the key is gone and the process over by then. */
const END_PATIENCE = 5000

const world = await openWorldOfPeers(t)
const { node, network, peer } = world
const { dataDirectory } = node
const home = join(dataDirectory, '..')

/** What a visitor gives away by the way, each time something else. */
function marked(question: Question, i: number): Question {
  const mark = `${MARK}${i}`
  return {
    ...question,
    headers: {
      ...question.headers,
      'x-forwarded-for': `${FORWARDED}${i % 256}, ${mark}.example`,
      forwarded: `for=${FORWARDED}${i % 256}`,
      'user-agent': `${mark}-browser`,
      referer: `https://${mark}.example/`,
      cookie: `session=${mark}`,
      'accept-language': `x-${mark}`,
    },
    path: `${question.path}${question.path.includes('?') ? '&' : '?'}q=${mark}&from=${mark}`,
  }
}

async function visit(questions: readonly Question[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let start = 0; start < questions.length; start += AT_ONCE) {
    const some = questions.slice(start, start + AT_ONCE)
    answers.push(...(await Promise.all(some.map((one, i) => node.ask(marked(one, start + i))))))
  }
  return answers
}

function checkNoTrace(t: Test, needles: readonly (string | Buffer)[]): void {
  t.strictSame(tracesOf(network.folder, needles), [], 'on no disk')
  const log = Buffer.from(node.log())
  const logged = needles.filter((needle) => log.includes(needle))
  const lines = node.log().split('\n')
  const told = lines.filter((line) => needles.some((needle) => line.includes(String(needle))))
  t.strictSame(logged.map(String), [], 'in no log', { told: told.slice(0, 5) })
}

await t.test('L01 control: the disk is looked through, and a search is answered', async (t) => {
  t.ok(tracesOf(network.folder, ['Harbor Commons']).length > 0, 'what is public is found')
  t.ok(
    filesBelow(dataDirectory).some((file) => file.endsWith('-wal')),
    'so is the log of writes',
  )
  const answer = await node.ask({ path: '/directory?q=harbor' })
  t.equal(answer.status, 200)
  t.match(node.log(), /"listening"/, 'and the log of the process')
})
if (!t.passing()) t.bailout('the control failed, so this group says nothing')

await t.test('L01 a thousand visitors', async (t) => {
  const pages = ['/', '/directory', '/en/charters', '/about', '/feeds/directory.atom', '/verify']
  const answers = await visit(
    Array.from({ length: VISITS }, (_, i) => ({ path: pages[i % pages.length] ?? '/' })),
  )
  t.ok(answers.filter(({ status }) => status === 200).length > VISITS / 2, 'they were served')
  t.notOk(
    answers.some(({ headers }) => headers['set-cookie'] !== undefined),
    'nobody was given a cookie',
  )
  checkNoTrace(t, [MARK, FORWARDED])
  await checkAlive(t, world, node.pid())
})

await t.test('L02 the ways of failing', async (t) => {
  const activity = { 'content-type': 'application/activity+json' }
  const answers = await visit([
    { method: 'POST', path: '/inbox', headers: activity, body: `{"${MARK}":` },
    {
      method: 'POST',
      path: '/inbox',
      headers: activity,
      body: `{"actor":"https://${MARK}.example"}`,
    },
    { method: 'POST', path: '/inbox', headers: { 'content-type': `text/${MARK}` }, body: MARK },
    { method: 'POST', path: '/inbox', headers: activity, body: Buffer.alloc(3_000_000, MARK) },
    {
      method: 'POST',
      path: '/objects',
      headers: { 'content-type': 'application/json' },
      body: MARK,
    },
    { method: 'DELETE', path: `/directory/${MARK}` },
    { method: 'PUT', path: '/about', body: MARK },
    { path: `/${MARK}` },
    { path: `/collectives/${MARK}` },
    { path: `/objects/${MARK}` },
    { path: `/did/${MARK}/did.jsonl` },
    { path: `/%${MARK}` },
    { path: `/directory?after=${MARK}` },
    { path: `/sync/heads?after=${MARK}` },
    { path: `/directory?language=${MARK}` },
    { path: '/about', headers: { host: `${MARK}.example` } },
    { path: `/.well-known/webfinger?resource=acct:${MARK}@x` },
    { path: `/${'x'.repeat(40_000)}${MARK}` },
    { path: '/', headers: { 'x-long': `${MARK}${'x'.repeat(40_000)}` } },
  ])
  const refused = new Set(answers.map(({ status }) => status).filter((status) => status >= 400))
  t.ok(refused.size >= 6, 'in many ways', { refused: [...refused] })
  for (const answer of answers) checkAnswer(t, answer, node)
  checkNoTrace(t, [MARK, FORWARDED])
  await checkAlive(t, world, node.pid())
})

/** Asks from an address of the loopback network that nobody else has. */
function askFrom(localAddress: string): Promise<number> {
  return new Promise((done, failed) => {
    const { address: host, port } = node
    const headers = { host: node.host }
    const options = { host, port, path: '/directory', localAddress, agent: false, headers }
    request(options, (response) => {
      response.resume().on('end', () => done(response.statusCode ?? 0))
    })
      .on('error', failed)
      .end()
  })
}

await t.test('L03 an address that came too often, and a restart', async (t) => {
  const visitor = '127.201.202.203'
  for (let i = 0; i < 200; i++) await askFrom(visitor)
  checkNoTrace(t, [visitor])
  await node.stop()
  checkNoTrace(t, [visitor])
  await node.start()
  t.equal(await askFrom(visitor), 200, 'nothing was remembered')
  checkNoTrace(t, [visitor])
})

/** Every way in which a private key could be written down. */
async function formsOfKeys(): Promise<(string | Buffer)[]> {
  const [passphrase = ''] = readFileSync(join(home, 'passphrase'), 'utf8').split('\n')
  const file = readFileSync(join(dataDirectory, 'keys', 'node.age'))
  const { node: signing, agreement, rsa } = parseNodeKeys(await openKeyFile(file, passphrase))
  const curves = [signing.privateKey, agreement.privateKey].flatMap((key) => {
    const { d = '' } = key.export({ format: 'jwk' })
    const raw = Buffer.from(d, 'base64url')
    return [raw, raw.toString('hex'), raw.toString('hex').toUpperCase(), raw.toString('base64'), d]
  })
  const [, firstLine = ''] = rsa.export({ type: 'pkcs8', format: 'pem' }).toString().split('\n')
  const { p = '', d: exponent = '' } = rsa.export({ format: 'jwk' })
  const parts = [p, exponent].flatMap((part) => {
    const raw = Buffer.from(part, 'base64url')
    return [part, raw, raw.toString('hex')]
  })
  const pem = [signing, agreement].map(({ privateKey }) =>
    privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  )
  return [...curves, ...parts, ...pem, firstLine, 'AGE-SECRET-KEY-']
}

await t.test('L04 the private keys, in any form', async (t) => {
  const forms = await formsOfKeys()
  const planted = join(network.folder, 'planted')
  writeFileSync(planted, Buffer.concat([Buffer.from('x'), Buffer.from(forms[0] ?? '')]))
  t.equal(tracesOf(network.folder, forms).length, 1, 'one that lies there would be found')
  writeFileSync(planted, '')
  checkNoTrace(t, forms)
  for (const place of ['environ', 'cmdline']) {
    const told = readFileSync(`/proc/${node.pid()}/${place}`)
    t.notOk(
      forms.some((form) => told.includes(form)),
      `not in ${place}`,
    )
    t.notOk(told.includes('a passphrase for tests only'), `no passphrase in ${place}`)
  }
  const keys = filesBelow(join(dataDirectory, 'keys'))
  for (const file of keys) t.match(readFileSync(file, 'latin1'), /^age-encryption\.org\/v1\n/, file)
})

await t.test('L05 what the node tells other servers about itself', async (t) => {
  const before = peer.received.length
  await node.command('profile', 'set', 'taglineMap.en=To-be-announced')
  await node.command('sync')
  await eventually(() => (peer.received.length > before + 1 ? true : null))
  // Short names stand in other words, too.
  const names = [hostname(), userInfo().username].filter((name) => name.length > 4)
  const machine = [release(), process.version, process.platform, node.address, 'undici']
  const secrets = [...names, ...machine, dataDirectory]
  t.ok(peer.received.length > 2)
  for (const { headers, method, path } of peer.received) {
    const told = JSON.stringify(headers)
    const found = secrets.filter((secret) => told.includes(secret))
    t.strictSame(found, [], `${method} ${path}`)
    t.equal(headers['user-agent'], 'Tessera')
    t.notOk(headers['via'] ?? headers['x-forwarded-for'] ?? headers['from'] ?? headers['referer'])
  }
})

await t.test('L06 metrics, asked for from outside', async (t) => {
  for (const path of [
    '/metrics',
    '/metrics/',
    '/status',
    '/debug/vars',
    '/admin',
    '/server-info',
  ]) {
    const answer = await node.ask({ path })
    t.ok([401, 404].includes(answer.status), path, { status: answer.status })
  }
})

await t.test('L07 what was published by mistake and is erased', async (t) => {
  const marker = 'zqmistake'
  const about = `https://${marker}.example`
  const words = ['--name', `${marker} the first`, '--summary', `${marker} words`]
  const added = await node.command('listing', 'add', about, ...words, '--source', marker, '--yes')
  t.equal(added.code, 0, 'it is there', { stderr: added.stderr })
  await eventually(async () => {
    const { text } = await node.ask({ path: '/directory?q=zqmistake&show=all' })
    return text.includes(marker) ? true : null
  })
  t.ok(tracesOf(dataDirectory, [marker]).length > 0)
  const slug = `${marker}.example`
  const removed = await node.command('listing', 'remove', slug, '--erase', '--yes')
  t.equal(removed.code, 0, 'it is erased', { stderr: removed.stderr })
  const isGone = await eventually(() =>
    tracesOf(dataDirectory, [`${marker} `]).length === 0 ? true : null,
  )
  t.ok(isGone, 'its words are gone', { left: tracesOf(dataDirectory, [`${marker} `]) })
  const rows = queryRows(dataDirectory, 'select title, rest from entry_search')
  const { length } = rows.filter((row) => String(row['title']).includes(marker))
  t.equal(length, 0, 'from the index of words, too')
})

await t.test('L08 a backup', async (t) => {
  const to = join(home, 'backup.age')
  const plain = await node.command('backup', '--to', to)
  t.equal(plain.code, 2, 'there is none in the clear')
  t.notOk(existsSync(to))
  const secret = join(home, 'passphrase')
  const made = await node.command('backup', '--to', to, '--backup-passphrase-file', secret)
  t.equal(made.code, 0, 'it is made while the node runs', { stderr: made.stderr })
  t.match(readFileSync(to, 'latin1'), /^age-encryption\.org\/v1\n/)
  t.notOk(readFileSync(to).includes('Harbor Commons'), 'it tells nothing')
  t.strictSame(tracesOf(network.folder, ['TesseraBackup']), [], 'and nothing in the clear is left')
  const check = await node.command('restore', '--check', to, '--backup-passphrase-file', secret)
  t.equal(check.code, 0, 'it is whole', { stderr: check.stderr })
})

await t.test('L10 whom the node was in touch with, asked by anybody', async (t) => {
  const [row] = queryRows(dataDirectory, 'select last_sync, added, inbox from peer')
  const lastSync = String(row?.['last_sync'])
  t.match(lastSync, /^2\d{3}-\d\d-\d\dT/)
  const places = ['/', '/about', '/network', '/directory', '/api/openapi.json', '/readyz']
  const lists = ['/actor/followers', '/actor/following', '/actor/outbox', '/nodeinfo/2.1']
  const sync = ['/sync/index.txt', '/sync/heads.ndjson', '/sync/members.ndjson']
  for (const path of [...places, ...lists, ...sync]) {
    for (const accept of ['text/html', 'application/json', 'application/activity+json']) {
      const { text } = await node.ask({ path, headers: { accept } })
      t.notOk(text.includes(lastSync), `${path} tells no time of contact`)

      t.notOk(text.includes(String(row?.['inbox'])), `${path} tells no inbox of a peer`)
    }
  }
  const followers = jsonOf(await node.ask({ path: '/actor/followers' }))
  t.notOk(followers?.['items'] ?? followers?.['orderedItems'], 'followers are counted, not named')
})

await t.test('L11 wiping the machine while the node runs', async (t) => {
  const pid = node.pid()
  const refused = await node.command('wipe', '--yes')
  t.equal(refused.code, 1, 'not by mistake')
  t.ok(existsSync(join(dataDirectory, 'keys', 'node.age')))
  const asked = await node.command('wipe', '--force')
  t.equal(asked.code, 2, 'not without a yes')
  const forms = await formsOfKeys()
  const keyFile = readFileSync(join(dataDirectory, 'keys', 'node.age'))
  const wiped = await node.command('wipe', '--force', '--yes')
  t.equal(wiped.code, 0, 'it is done', { stderr: wiped.stderr, stdout: wiped.stdout })
  t.notOk(existsSync(dataDirectory), 'nothing is left')
  const isOver = await eventually(() => (node.pid() === undefined ? true : null), END_PATIENCE)
  t.ok(isOver, 'the process ended by itself', { pid, log: node.log().slice(-500) })
  t.strictSame(tracesOf(home, [...forms, keyFile.subarray(200)]), [])
})
