import t from 'tap'

import { addTime, DAY, HOUR, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import { createHead, type Head } from '../../src/record/head.ts'
import { withByteChanged } from '../support/objects.ts'
import { type Answer, jsonOf } from './harness/ask.ts'
import { type Case, REFUSED, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { memberRecord, nodeRecord, stateAfter, stateOf } from './harness/states.ts'
import { freshCollective, introduce, standingBecomes, standingOf } from './harness/subjects.ts'
import { openWorldOfPeers } from './harness/world.ts'

const world = await openWorldOfPeers(t)
const { node, peer } = world

/** The same state said again at another time. */
function renewalOf(
  { collective, state }: Awaited<ReturnType<typeof introduce>>,
  time: string,
): Head {
  const { version, previous, manifest, did } = state.head
  const said = { attributedTo: collective.did, version, previous, manifest, did }
  return createHead({ ...said, published: time, expires: addTime(time, DAY) }, collective.node)
}

async function isKnown(digest: string): Promise<boolean> {
  return (await node.ask({ path: `/objects/${digest}` })).status === 200
}

const controls: readonly Case[] = [
  {
    id: 'E01',
    title: 'control: the next state takes effect as a whole',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const more = nodeRecord(collective, 'Listing', {}, { slug: 'more' })
      const next = stateAfter(collective, state, [more, ...state.records])
      const answer = await peer.push(node, next.texts)
      t.strictSame(standingOf(node, collective.scid).tips, [next.head.digest])
      t.equal(standingOf(node, collective.scid).current.length, 2, 'both records count')
      return answer
    },
    allow: [202],
  },
]

const cases: readonly Case[] = [
  {
    id: 'E04',
    title: 'bytes that do not have the digest that was announced',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const more = nodeRecord(collective, 'Listing', {}, { slug: 'more' })
      const next = stateAfter(collective, state, [more, ...state.records])
      const before = standingOf(node, collective.scid)
      const inline = await peer.push(node, [next.head.text], { digests: [state.manifest.digest] })
      t.equal(inline.status, 422)
      const other = stateAfter(collective, state, []).manifest
      peer.serveAs(next.manifest.digest, other.text)
      await peer.push(node, [next.head.text])
      await eventually(() => (peer.count('/objects') > 0 ? true : null))
      t.strictSame(standingOf(node, collective.scid).tips, before.tips, 'the old state stays')
      t.notOk(await isKnown(other.digest), 'what nobody asked for is not kept')
    },
    changes: true,
  },
  {
    id: 'E07',
    title: 'a withdrawn vouch is listed again, another one is left out',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const vouch = memberRecord(collective, 'Vouch', {}, { slug: 'one' })
      const kept = memberRecord(collective, 'Vouch', {}, { slug: 'two' })
      const now = addTime(toTimestamp(new Date()), MINUTE)
      const withdrawn = memberRecord(
        collective,
        'Vouch',
        { withdrawn: true },
        { slug: 'one', version: 2, now },
      )
      await peer.push(node, [vouch.text, kept.text])
      await peer.push(node, [withdrawn.text])
      const next = stateAfter(collective, state, [...state.records, vouch])
      const answer = await peer.push(node, [next.manifest.text, next.head.text])
      const { current } = standingOf(node, collective.scid)
      t.notOk(current.includes(vouch.digest), 'what is withdrawn is not revived')
      t.ok(current.includes(kept.digest), 'what a manifest leaves out is still shown')
      return answer
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'E11',
    title: 'a renewal, an older one and the same bytes are never a fork',
    send: async (t) => {
      const subject = await introduce(t, world)
      const { scid } = subject.collective
      const newer = renewalOf(subject, addTime(toTimestamp(new Date()), MINUTE))
      const older = renewalOf(subject, addTime(toTimestamp(new Date()), -HOUR))
      const answers: Answer[] = []
      for (const head of [newer, older, newer]) answers.push(await peer.push(node, [head.text]))
      t.same(standingOf(node, scid).tips, [newer.digest], 'the newest renewal counts')
      t.equal(standingOf(node, scid).state, 'OK')
      return answers
    },
    allow: [200, 202],
    changes: true,
  },
  {
    id: 'E12',
    title: 'heads whose predecessors nobody has',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const before = standingOf(node, collective.scid)
      const missing = stateAfter(collective, state, [])
      const jump = stateOf(collective, [], { version: 5, previous: missing.head.stateDigest })
      const far = stateOf(collective, [], { version: 2 ** 53 - 1, previous: jump.head.manifest })
      const answers = [await peer.push(node, jump.texts), await peer.push(node, far.texts)]
      t.same(standingOf(node, collective.scid).current, before.current, 'no effect')
      const isAsked = () =>
        peer.received.some(({ body }) => body.includes(missing.head.stateDigest))
      t.ok(await eventually(() => (isAsked() ? true : null)), 'what is missing is asked for')
      const honest = stateAfter(collective, state, state.records)
      answers.push(await peer.push(node, honest.texts))
      const tips = await standingBecomes(node, collective.scid, (one) =>
        one.tips.includes(honest.head.digest),
      )
      t.ok(tips, 'an honest next head takes effect')
      return answers
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'E16',
    title: 'a manifest that lists an expired record',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const past = addTime(toTimestamp(new Date()), -2 * DAY)
      const expired = nodeRecord(
        collective,
        'Listing',
        { expires: addTime(past, DAY), nameMap: { en: 'long-gone-listing' } },
        { slug: 'over', now: past },
      )
      const next = stateAfter(collective, state, [expired, ...state.records])
      const answer = await peer.push(node, next.texts)
      const standing = standingOf(node, collective.scid)
      t.same(standing.tips, [next.head.digest], 'the head takes effect')
      t.notOk(standing.current.includes(expired.digest), 'the record does not count')
      const { text } = await node.ask({ path: '/directory?q=long-gone-listing&unvouched=1' })
      t.notMatch(text, /long-gone-listing<\/bdi>/, 'nor is it found')
      return answer
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'E17',
    title: 'a manifest with a record that nobody hands over',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const before = standingOf(node, collective.scid)
      const hidden = nodeRecord(collective, 'Listing', {}, { slug: 'hidden' })
      const next = stateAfter(collective, state, [hidden, ...state.records])
      const answer = await peer.push(node, [next.manifest.text, next.head.text])
      t.same(standingOf(node, collective.scid).tips, before.tips, 'the old state stays')
      t.same(standingOf(node, collective.scid).current, before.current)
      await introduce(t, world)
      peer.serve([hidden.text])
      await peer.push(node, [next.head.text, hidden.text])
      const isWhole = await standingBecomes(node, collective.scid, ({ tips }) =>
        tips.includes(next.head.digest),
      )
      t.ok(isWhole, 'once it is handed over, the new state takes effect')
      return answer
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'E18',
    title: 'a member-signed record that is in no manifest counts',
    send: async (t) => {
      const { collective } = await introduce(t, world)
      const vouch = memberRecord(collective, 'Vouch', {}, { slug: 'alone' })
      const answer = await peer.push(node, [vouch.text])
      t.ok(standingOf(node, collective.scid).current.includes(vouch.digest))
      return answer
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'E19',
    title: "a manifest that lists another collective's record",
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const other = await introduce(t, world)
      const next = stateAfter(collective, state, other.state.records)
      await peer.push(node, [next.head.text])
      const before = standingOf(node, collective.scid)
      const answer = await peer.push(node, [next.manifest.text])
      t.same(standingOf(node, collective.scid), before)
      return answer
    },
    allow: [422],
    changes: true,
  },
  {
    id: 'E24',
    title: 'fifty objects with a bad one in the middle',
    send: async (t) => {
      const collective = freshCollective(peer)
      const numbers = Array.from({ length: 47 }, (_, i) => `listing-${i + 10}`)
      const records = numbers.map((slug) => nodeRecord(collective, 'Listing', {}, { slug }))
      const state = stateOf(collective, records)
      const bad = withByteChanged(records[20]?.text ?? '', 900)
      const texts = [...state.texts.slice(0, 25), bad, ...state.texts.slice(25)]
      const answer = await peer.push(node, texts)
      const refused = jsonOf(answer)?.['refused'] as readonly { digest: string }[] | undefined
      t.equal(refused?.length, 1, 'the bad one is named')
      t.equal(standingOf(node, collective.scid).current.length, 47, 'all others count')
      return answer
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'E02',
    title: 'inline objects that are no list of objects',
    send: async () => {
      const answers: Answer[] = []
      for (const inline of [{}, 'text', [1], [null], [[]]]) {
        answers.push(await peer.push(node, [], { inline, digests: [peer.collective.scid] }))
      }
      return answers
    },
    allow: REFUSED,
  },
]

await runGroup(t, world, { controls, cases })
