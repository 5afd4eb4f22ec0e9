import t from 'tap'

import { addTime, DAY, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import { toBase58 } from '../../src/record/base58.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { digestOf } from '../../src/record/digest.ts'
import { RECORD_CONTEXT } from '../../src/record/kinds/common.ts'
import { createTestKey } from '../support/keys.ts'
import { proofOf, sealed, withByteChanged } from '../support/objects.ts'
import type { Answer } from './harness/ask.ts'
import { type Case, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { withLargeS } from './harness/proof-values.ts'
import { nodeRecord, signerOf, statement, stateAfter } from './harness/states.ts'
import { introduce, type Subject } from './harness/subjects.ts'
import { openWorldOfPeers } from './harness/world.ts'

type Loose = Readonly<Record<string, unknown>>

const world = await openWorldOfPeers(t)
const { node, peer } = world
const subject: Subject = await introduce(t, world)
const { collective, state } = subject
const key = signerOf(collective)
const first = nodeRecord(collective, 'Listing', {}, { slug: 'first' })
const second = stateAfter(collective, state, [first, ...state.records])
const now = toTimestamp(new Date())
const stranger = createTestKey(collective.did)

const push = (text: string) => peer.push(node, [text])

async function pushAll(texts: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const text of texts) answers.push(await push(text))
  return answers
}

async function isSecondHeadListed(): Promise<true | null> {
  const { text } = await node.ask({ path: '/sync/heads.ndjson' })
  return text.includes('"version":2') ? true : null
}

function long(length: number): object {
  return { en: 'x'.repeat(length) }
}

/** What a valid listing says, with some members changed. */
function listing(changes: Loose = {}): Loose {
  return statement(collective, 'Listing', changes, { slug: 'next' })
}

/** What the next valid head says, with some members changed. */
function head(changes: Loose = {}): Loose {
  const { proof: _, ...said } = JSON.parse(stateAfter(collective, state, []).head.text) as Loose
  return { ...said, ...changes }
}

/** A proof with members changed after signing, or taken out by undefined. */
function reproved(document: Loose, changes: Loose): string {
  return canonicalize({ ...document, proof: { ...proofOf(document, key), ...changes } })
}

const controls: readonly Case[] = [
  {
    id: 'E01',
    title: 'control: a head with one new valid record takes effect',
    send: () => {
      return peer.push(node, second.texts)
    },
    allow: [202],
    also: async (t) => {
      t.ok(await eventually(isSecondHeadListed, 2000), 'everybody sees it in two seconds')
    },
  },
]

const forms: readonly Case[] = [
  {
    id: 'E02',
    title: 'unknown members',
    send: () => {
      const manifest = { ...(JSON.parse(state.manifest.text) as Loose), surprise: 1 }
      return pushAll([
        sealed(listing({ surprise: 1 }), key),
        sealed(head({ surprise: 1 }), key),
        canonicalize(manifest),
      ])
    },
    allow: [400],
  },
  {
    id: 'E03',
    title: 'other spellings of the same record, inline',
    send: async () => {
      const { text } = nodeRecord(collective, 'Listing', {}, { slug: 'spelled' })
      const answers = []
      for (const spelled of spellingsOf(text)) answers.push(await push(spelled))
      return answers
    },
    allow: [400, 422],
  },
  {
    id: 'E03',
    title: 'other spellings of the same record, handed over when asked for',
    send: async (t) => {
      const { text } = nodeRecord(collective, 'Listing', {}, { slug: 'spelled' })
      const asked = peer.count('/objects')
      const answers = []
      for (const spelled of spellingsOf(text)) {
        peer.serve([spelled])
        answers.push(await peer.push(node, [spelled], { isInline: false }))
      }
      t.ok(
        await eventually(() => (peer.count('/objects') > asked ? true : null)),
        'they were asked for',
      )
      return answers
    },
    allow: [202],
  },
  {
    id: 'E05',
    title: 'a byte over the limit of its kind',
    send: () => {
      const alert = statement(collective, 'Alert', { descriptionMap: long(8 * 1024) }, {})
      return pushAll([sealed(listing({ summaryMap: long(64 * 1024) }), key), sealed(alert, key)])
    },
    allow: [400, 413],
  },
  {
    id: 'E06',
    title: 'a key without the role, of others, or none',
    send: () => {
      const { proof: _, ...unsigned } = { ...listing(), proof: null }
      return pushAll([
        sealed(listing(), stranger),
        sealed(head(), stranger),
        sealed(listing(), { ...key, did: peer.collective.did }),
        sealed(listing(), signerOf(peer.collective)),
        sealed(head(), { did: collective.did, ...collective.controller }),
        canonicalize(unsigned),
      ])
    },
    allow: [400, 401, 403],
  },
  {
    id: 'E07b',
    title: 'what members sign, by the node key, by one of two, by one twice',
    send: () => {
      const vouch = statement(collective, 'Vouch', {}, { slug: 'friends' })
      const [member] = collective.members
      if (member === undefined) throw new Error('a collective has members')
      const purpose = { proofPurpose: 'capabilityInvocation' }
      const proof = proofOf(vouch, { did: collective.did, ...member }, purpose)
      return pushAll([
        sealed(vouch, key),
        canonicalize({ ...vouch, proof: [proof] }),
        canonicalize({ ...vouch, proof: [proof, proof] }),
        canonicalize({ ...vouch, proof: [proofOf(vouch, key, purpose)] }),
      ])
    },
    allow: [400, 403],
  },
  {
    id: 'E08',
    title: 'proofs of another form',
    send: () => {
      const one = listing()
      return pushAll([
        reproved(one, { cryptosuite: 'eddsa-rdfc-2022' }),
        reproved(one, { expires: addTime(now, DAY) }),
        reproved(one, { domain: 'evil.example' }),
        reproved(one, { proofPurpose: 'authentication' }),
        reproved(one, { '@context': RECORD_CONTEXT[0] }),
        canonicalize({ ...one, proof: [proofOf(one, key), proofOf(one, key)] }),
        canonicalize({ ...one, proof: { proofValue: proofOf(one, key).proofValue } }),
        sealed(one, key, { proofPurpose: 'capabilityInvocation' }),
      ])
    },
    allow: [400, 403],
  },
  {
    id: 'E09',
    title: 'times that differ, or are none',
    send: () => {
      const times = [
        '2026-02-30T10:00:00Z',
        `${now.slice(0, -1)}.000Z`,
        `${now.slice(0, -1)}+00:00`,
      ]
      const more = ['2026-11-22 09:00:00Z', '2026-11-22T23:59:60Z', '10000-01-01T00:00:00Z', 'now']
      return pushAll([
        sealed(listing(), key, { created: addTime(now, -MINUTE) }),
        ...[...times, ...more].map((updated) => sealed(listing({ updated }), key)),
        ...times.map((published) => sealed(head({ published }), key)),
      ])
    },
    allow: [400, 422],
  },
  {
    id: 'E10',
    title: 'keys and signatures that verify anything',
    send: () => {
      const one = listing()
      const { proofValue } = proofOf(one, key)
      const small = `z${toBase58(Buffer.concat([Buffer.from([0xed, 1, 1]), Buffer.alloc(31)]))}`
      return pushAll([
        reproved(one, { proofValue: `z${toBase58(Buffer.alloc(64))}` }),
        reproved(one, { proofValue: withLargeS(proofValue) }),
        reproved(one, { verificationMethod: `${collective.did}#${small}` }),
        withByteChanged(sealed(one, key), sealed(one, key).indexOf('"nameMap"') + 16),
      ])
    },
    allow: [400, 401, 403, 422],
  },
  {
    id: 'E13',
    title: 'versions that are none',
    send: () => {
      const texts = ['-1', '0', '1.5', '"5"', '9007199254740992', '1e3', 'null'].flatMap(
        (version) => [
          sealed(head(), key).replace(/"version":\d+/, `"version":${version}`),
          sealed(listing(), key).replace(/"version":\d+/, `"version":${version}`),
        ],
      )
      return pushAll(texts)
    },
    allow: [400, 422],
  },
  {
    id: 'E14',
    title: 'a head published 11 minutes ahead',
    send: () => {
      const published = addTime(toTimestamp(new Date()), 11 * MINUTE)
      return push(sealed(head({ published, expires: addTime(published, DAY) }), key))
    },
    allow: [422],
  },
  {
    id: 'E15',
    title: 'validity that ends before it begins, or is too long',
    send: () =>
      pushAll([
        sealed(head({ expires: addTime(now, -MINUTE) }), key),
        sealed(head({ expires: addTime(now, 9 * DAY) }), key),
        sealed(listing({ expires: addTime(now, -MINUTE) }), key),
        sealed(listing({ expires: addTime(now, 201 * DAY) }), key),
        sealed(statement(collective, 'Alert', { expires: addTime(now, 31 * DAY) }, {}), key),
      ]),
    allow: [400, 422],
  },
  {
    id: 'E18',
    title: 'a record of the node key that no manifest lists',
    send: () => push(sealed(listing(), key)),
    allow: [422],
  },
  {
    id: 'E20',
    title: 'a record of an unknown type is kept and passed on, and shown nowhere',
    send: async (t) => {
      const id = `${collective.origin}/records/${collective.scid}/Recipe/odd`
      const said = { ...statement(collective, 'Listing', { id }, { slug: 'odd' }), type: 'Recipe' }
      const text = sealed({ ...said, nameMap: { en: 'unknown-kind-of-record' } }, key)
      const item = {
        type: 'Recipe',
        slug: 'odd',
        version: 1,
        digest: digestOf(text),
        expires: said['expires'],
      }
      const items = [item as (typeof state.manifest.items)[number]]
      const next = stateAfter(collective, second, [], { items })
      const answer = await peer.push(node, [text, next.manifest.text, next.head.text])
      t.equal(answer.text, '', 'nothing of it is refused')
      const kept = await node.ask({ path: `/objects/${digestOf(text)}` })
      t.equal(kept.text, text, 'it is handed on byte for byte')
      for (const path of ['/', '/directory?unvouched=1', `/collectives/${collective.scid}`]) {
        const page = await node.ask({ path })
        t.notOk(page.text.includes('unknown-kind-of-record'), `it is not at ${path}`)
      }
      return answer
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'E21',
    title: 'slugs that are paths, too long, or in capitals',
    send: () => {
      const slugs = ['../../etc/passwd', 'a\u0000b', 'x'.repeat(300), 'Main', '', '.hidden', 'a/b']
      return pushAll(
        slugs.map((slug) => sealed(statement(collective, 'Listing', { slug }, {}), key)),
      )
    },
    allow: [400],
  },
]

/** The same JSON in bytes that are not canonical. */
function spellingsOf(text: string): readonly string[] {
  const value = JSON.parse(text) as Loose
  return [
    JSON.stringify(Object.fromEntries(Object.entries(value).toReversed())),
    text.replace('{', '{ '),
    text.replace('"type"', '"\\u0074ype"'),
    text.replace('"version":1', '"version":1.0'),
  ]
}

await runGroup(t, world, { controls, cases: forms })
