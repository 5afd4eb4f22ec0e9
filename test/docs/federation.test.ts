import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Activity, Create, Note } from '@fedify/fedify/vocab'
import t from 'tap'

import { parseEnvelope } from '../../src/exchange/envelope.ts'
import { parseActivity } from '../../src/federation/activity-rules.ts'
import { BUNDLED_CONTEXTS } from '../../src/federation/bundled-contexts.ts'
import { jsonLdProblem } from '../../src/federation/json-ld-rules.ts'
import { writeOffer, writeTakeBack } from '../../src/federation/offer.ts'
import { ownIdsAt } from '../../src/federation/own-ids.ts'
import { activityId } from '../../src/federation/post-activities.ts'
import { parseStrictJson } from '../../src/federation/strict-json.ts'
import { decodeLogLine, decodeObjectLine } from '../../src/federation/sync-lines.ts'
import { canonicalize, type JsonObject } from '../../src/record/canonical.ts'
import { isScid } from '../../src/record/did.ts'
import { digestOf, isDigest } from '../../src/record/digest.ts'

const folder = join(import.meta.dirname, '../../docs/federation')

function examplesIn(page: string): JsonObject[] {
  const text = readFileSync(join(folder, page), 'utf8')
  return [...text.matchAll(/```json\n(.*?)```/gs)].map(
    ([, json = '']) => parseStrictJson(Buffer.from(json)) as JsonObject,
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

t.test('every activity of the page passes the rules of the gate', async (t) => {
  const activities = examplesIn('activities.md')
  for (const activity of activities) {
    const { 'tessera:objects': _, ...rest } = activity
    t.equal(jsonLdProblem(rest, BUNDLED_CONTEXTS), null)
    const parsed = parseActivity(activity, `${textOf(activity['actor'])}#main-key`)
    t.not(typeof parsed, 'string', JSON.stringify(parsed))
  }
  t.strictSame(
    activities.map((activity) => activity['type']),
    ['Announce', 'Follow', 'Accept', 'Undo', 'Create', 'Create', 'Delete'],
  )
})

t.test('the announced digest is that of the inline object', async (t) => {
  const [announce = {}] = examplesIn('activities.md')
  const [url] = announce['object'] as string[]
  const [object] = announce['tessera:objects'] as JsonObject[]
  t.equal(url, `https://harbor.example/objects/${digestOf(canonicalize(object))}`)
})

t.test('the lines of the page are read as lines', async (t) => {
  const [question = {}, handed = {}, objectLine, logLine] = examplesIn('sync.md')
  t.ok((question['digests'] as string[]).every(isDigest))
  t.strictSame(Object.keys(handed), ['log', 'witness'])
  t.match(decodeObjectLine(JSON.stringify(objectLine)), {
    sequence: 7,
    digest: objectLine?.['digest'],
  })
  t.match(decodeLogLine(JSON.stringify(logLine)), { sequence: 5 })
})

t.test('the envelope of the page is one, and the offer is named by its digest', async (t) => {
  const [example = {}, offer = {}, undo = {}] = examplesIn('envelope.md')
  const { text, digest, recipients } = parseEnvelope(canonicalize(example))
  t.equal(recipients.length, 1)
  const own = ownIdsAt('https://harbor.example')
  t.strictSame(offer, JSON.parse(writeOffer({ digest, text }, own).body))
  t.strictSame(undo, JSON.parse(writeTakeBack(digest, own).body))
  for (const activity of [offer, undo]) {
    const { 'tessera:envelope': _, ...rest } = activity
    t.equal(jsonLdProblem(rest, BUNDLED_CONTEXTS), null)
    t.not(typeof parseActivity(activity, own.nodeKey), 'string')
  }
})

t.test('the actor of the page has the ids that the code gives', async (t) => {
  const [actor, introduction] = examplesIn('actor.md')
  const own = ownIdsAt('https://harbor.example')
  t.match(actor, {
    id: own.actor,
    inbox: own.inbox,
    endpoints: { sharedInbox: own.sharedInbox },
    publicKey: { id: own.mainKey, owner: own.actor },
    assertionMethod: [{ id: own.nodeKey, controller: own.actor }],
  })
  t.match(introduction, { actor: own.actor, inbox: own.sharedInbox })
  t.ok(isScid(textOf(introduction?.['scid'])))
})

t.test('the posts of the page are what the code makes of a communiqué', async (t) => {
  const [, , , , article, note, deletion] = examplesIn('activities.md')
  const id = textOf(article?.['id']).split('/')[4] ?? ''
  const entry = { id, slug: 'umbrella', version: 1, statement: id, published: '' }
  const own = ownIdsAt('https://harbor.example')
  t.equal(article?.['id'], activityId(own, { ...entry, type: 'Create' }, 'article'))
  t.equal(note?.['id'], activityId(own, { ...entry, type: 'Create' }, 'note'))
  t.equal(deletion?.['id'], activityId(own, { ...entry, type: 'Delete' }, 'note'))
  t.ok((await Activity.fromJsonLd(article)) instanceof Create)
  const posted = await (await Create.fromJsonLd(note)).getObject()
  t.ok(posted instanceof Note)
  t.equal(posted?.contents.length, 3)
})
