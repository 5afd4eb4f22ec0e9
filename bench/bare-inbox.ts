import { createHash, createPublicKey, verify } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

import SqliteDatabase from 'better-sqlite3'

import { temporaryFile } from './temporary-file.ts'

/**
 * The raw limit of an inbox, in a process of its own: digest, signature, JSON, two rows. None of
 * what makes it safe is there.
 */
const key = createPublicKey(process.env['BENCH_KEY'] ?? '')
const database = new SqliteDatabase(await temporaryFile('bare.db'))
database.pragma('journal_mode = wal')
database.pragma('synchronous = full')
database.exec('create table seen (kind text, hash text, until integer, primary key (kind, hash))')
const insert = database.prepare('insert or ignore into seen values (?, ?, ?)')
const remember = database.transaction((signature: string, id: string) => {
  insert.run('signature', signature, Date.now())
  insert.run('activity', id, Date.now())
})

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => response.writeHead(take(request, Buffer.concat(chunks))).end())
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ origin: `http://127.0.0.1:${port}` })
})
process.on('SIGTERM', () => process.exit()).on('disconnect', () => process.exit())

function take({ method, url, headers }: IncomingMessage, body: Buffer): number {
  if (method !== 'POST') return 200
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  if (headers['digest'] !== digest) return 401
  const parameters = String(headers['signature'])
  const [, signature = ''] = /signature="([^"]+)"/.exec(parameters) ?? []
  const { host, date } = headers
  const base = `(request-target): post ${url}\nhost: ${host}\ndate: ${date}\ndigest: ${digest}`
  if (!verify('sha256', Buffer.from(base), key, Buffer.from(signature, 'base64'))) return 401
  const activity = JSON.parse(body.toString('utf8')) as { readonly id: string }
  remember(signature, activity.id)
  return 202
}
