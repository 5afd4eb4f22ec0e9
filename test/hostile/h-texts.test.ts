import t, { type Test } from 'tap'

import { addTime, MINUTE, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { communiqueTextDigest } from '../../src/record/kinds/communique.ts'
import { sourceDigestOf } from '../../src/record/kinds/translation.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import type { TestCollective } from '../support/collective.ts'
import { sealed } from '../support/objects.ts'
import { type Answer, jsonOf } from './harness/ask.ts'
import { type Case, REFUSED, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import {
  memberRecord,
  nodeRecord,
  signerOf,
  stateAfter,
  statement,
  stateOf,
} from './harness/states.ts'
import { freshCollective, introduce } from './harness/subjects.ts'
import { openWorldOfPeers } from './harness/world.ts'

/** Texts that strangers, liars and the forgetful sign. */

/** One vouch by the peer is enough, so that cases stay short. */
const world = await openWorldOfPeers(t, { toml: '[[view]]\nname = "default"\nvouches = 1\n' })
const { node, peer } = world
const home = peer.collective

const TEXT = {
  nameMap: { en: 'On the raid', fr: 'Sur la perquisition', ar: 'عن المداهمة' },
  contentMap: { en: 'A server was taken.', fr: 'Un serveur a été pris.', ar: 'أُخذ خادم.' },
}
/** Every member of a communiqué in the languages of its maps. */
function communiqueOf(text: typeof TEXT) {
  const digests = Object.fromEntries(
    Object.keys(text.nameMap).map((tag) => [tag, communiqueTextDigest(text, tag)]),
  )
  return { ...text, credits: undefined, digests }
}

const frozen = memberRecord(home, 'Communique', communiqueOf(TEXT), { slug: 'on-the-raid' })
const name = `on-the-raid~${home.scid.slice(-8)}`
const digestsOf = ({ value }: SignedRecord) =>
  (value as unknown as { readonly digests: Readonly<Record<string, string>> }).digests

/** Time goes on between two words of one collective. */
let seconds = 0
const later = () => addTime(toTimestamp(new Date()), -MINUTE + ++seconds * SECOND)

function endorsement(
  collective: TestCollective,
  changes: Readonly<Record<string, unknown>> = {},
  options: { readonly slug?: string; readonly version?: number } = {},
): SignedRecord {
  const about = { communique: { collective: home.scid, slug: 'on-the-raid' } }
  const read = { digests: digestsOf(frozen) }
  const now = later()
  return memberRecord(
    collective,
    'Endorsement',
    { ...about, ...read, ...changes },
    { now, ...options },
  )
}

interface Shown {
  readonly text: { readonly endorsements: number | null }
  readonly version: { readonly statement: string } | null
  readonly endorsements: Readonly<
    Record<'counted' | 'notCounted' | 'notShown', readonly { collective: string; state: string }[]>
  >
}

/** What the page of the communiqué says as data. */
async function shown(query = ''): Promise<Shown> {
  const path = `/communiques/${name}${query}`
  const answer = await node.ask({ path, headers: { accept: 'application/json' } })
  return jsonOf(answer) as unknown as Shown
}

async function becomes(isRight: (page: Shown) => boolean): Promise<boolean> {
  const right = await eventually(async () => (isRight(await shown()) ? true : null))
  return right === true
}

/** A collective that the peer vouches for. */
async function vouchedFor(t: Test): Promise<TestCollective> {
  const { collective } = await introduce(t, world)
  const slug = `v${collective.scid.slice(-8).toLowerCase()}`
  const vouch = memberRecord(home, 'Vouch', { whom: collective.scid }, { slug })
  t.equal((await peer.push(node, [vouch.text])).status, 202, 'the vouch arrives')
  return collective
}

const friends: TestCollective[] = []

const controls: readonly Case[] = [
  {
    id: 'H01',
    title: 'control: a communiqué in three languages with three endorsements',
    send: async (t) => {
      const answers = [await peer.push(node, [frozen.text])]
      for (let i = 0; i < 3; i++) {
        const collective = await vouchedFor(t)
        friends.push(collective)
        answers.push(await peer.push(node, [endorsement(collective).text]))
      }
      return answers
    },
    allow: [202],
    also: async (t) => {
      t.ok(await becomes(({ text }) => text.endorsements === 3), 'it shows three')
      const html = await node.ask({ path: `/communiques/${name}?language=ar` })
      t.match(html.text, 'أُخذ خادم.')
      t.match(html.text, /dir="rtl"/)
    },
  },
]

/** Sends something and waits until the page is as it has to be. */
function showing(
  id: string,
  title: string,
  send: (t: Test) => Promise<Answer | readonly Answer[]>,
  isRight: (page: Shown) => boolean,
): Case {
  return {
    id,
    title,
    send,
    allow: [202],
    changes: true,
    also: async (t) => {
      t.ok(await becomes(isRight), 'it is shown as it is', { shown: (await shown()).endorsements })
    },
  }
}

const friend = (i: number): TestCollective => {
  const one = friends[i]
  if (one === undefined) throw new Error('the control made three friends')
  return one
}

const cases: readonly Case[] = [
  showing(
    'H02',
    'fifty endorsements by collectives that nobody vouches for',
    async () => {
      const answers: Answer[] = []
      for (let i = 0; i < 50; i++)
        answers.push(await peer.push(node, [endorsement(freshCollective(peer)).text]))
      return answers
    },
    ({ text, endorsements }) => text.endorsements === 3 && endorsements.notShown.length === 50,
  ),
  showing(
    'H03',
    'an endorsement that names the digest of another text',
    async (t) => {
      const stranger = await vouchedFor(t)
      const digests = { en: communiqueTextDigest({ ...TEXT, nameMap: { en: 'Other' } }, 'en') }
      return await peer.push(node, [endorsement(stranger, { digests }).text])
    },
    ({ text, endorsements }) =>
      text.endorsements === 3 && endorsements.notCounted[0]?.state === 'other-text',
  ),
  showing(
    'H06',
    'one collective endorses twice, under two names',
    async () => await peer.push(node, [endorsement(friend(0), {}, { slug: 'again' }).text]),
    ({ text }) => text.endorsements === 3,
  ),
  showing(
    'H05',
    'an endorsement is taken back',
    async () => {
      const taken = { withdrawn: true, withdrawnReasonMap: { en: 'We were not asked.' } }
      return await peer.push(node, [endorsement(friend(2), taken, { version: 2 }).text])
    },
    ({ text, endorsements }) =>
      text.endorsements === 2 &&
      endorsements.notCounted.some(
        ({ state, collective }) => state === 'withdrawn' && collective === friend(2).scid,
      ),
  ),
  {
    id: 'H04',
    title: 'the text is changed by one letter after it was endorsed',
    send: async () => {
      const changed = { ...TEXT, contentMap: { ...TEXT.contentMap, en: 'A server was taken!' } }
      const next = memberRecord(home, 'Communique', communiqueOf(changed), {
        slug: 'on-the-raid',
        version: 2,
      })
      return await peer.push(node, [next.text])
    },
    allow: [202],
    changes: true,
    also: async (t) => {
      t.ok(await becomes(({ text }) => text.endorsements === 0), 'nobody endorsed the new one')
      const old = await shown(`?version=${frozen.statement}`)
      t.equal(old.endorsements.counted.length, 2, 'the old version keeps its own')
      const html = await node.ask({ path: `/communiques/${name}` })
      t.match(html.text, /another text/, 'in words')
    },
  },
  {
    id: 'H20',
    title: 'a translation of a source that has changed',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const paragraphs = [{ id: 'p1', contentMap: { en: 'Last month a server was taken.' } }]
      const about = { text: 'raid', answers: undefined, credits: undefined }
      const one = nodeRecord(collective, 'Draft', about, { slug: 'raid.1' })
      const from = { collective: collective.scid, slug: 'raid.1', digest: one.statement }
      const changed = { ...about, paragraphs, goesOnFrom: [from] }
      const two = nodeRecord(collective, 'Draft', changed, { slug: 'raid.2', now: later() })
      const source = 'Last week a server was taken.'
      const translated = nodeRecord(collective, 'Translation', {
        of: { collective: collective.scid, slug: 'raid' },
        parts: [
          {
            sourceDigest: sourceDigestOf('en', source),
            state: 'approved',
            content: 'Se llevaron…',
          },
        ],
      })
      const next = stateAfter(collective, state, [...state.records, one, two, translated])
      const answer = await peer.push(node, next.texts)
      const path = `/communiques/raid~${collective.scid.slice(-8)}/translations`
      const page = await eventually(async () => {
        const told = await node.ask({ path, headers: { accept: 'application/json' } })
        return told.status === 200 ? told : null
      })
      const { translations } = jsonOf(page ?? answer) as unknown as {
        translations: readonly { complete: boolean; parts: readonly { state: string }[] }[]
      }
      t.match(translations, [{ complete: false, counts: { approved: 0, stale: 1 } }])
      return answer
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'H18',
    title: 'five hundred services in one profile',
    send: async () => {
      const services = Array.from({ length: 500 }, (_, i) => {
        return { id: `s${i}`, type: 'email', nameMap: { en: `Mail ${i}` } }
      })
      const collective = freshCollective(peer)
      const profile = sealed(
        statement(collective, 'Profile', { services }, {}),
        signerOf(collective),
      )
      return await peer.push(node, [profile])
    },
    allow: REFUSED,
  },
  {
    id: 'H19',
    title: 'a vouch is withdrawn, and the withdrawn one is listed again by the node key',
    send: async (t) => {
      const other = await introduce(t, world)
      const slug = 'once'
      const vouch = memberRecord(home, 'Vouch', { whom: other.collective.scid }, { slug })
      await peer.push(node, [vouch.text])
      const path = `/collectives/${other.collective.scid}`
      const isShown = async () => {
        const told = await node.ask({ path, headers: { accept: 'application/json' } })
        return (jsonOf(told) as unknown as { standing: { shown: boolean } }).standing.shown
      }
      t.ok(await eventually(isShown), 'shown while it is vouched for')
      const back = memberRecord(
        home,
        'Vouch',
        { whom: other.collective.scid, withdrawn: true },
        {
          slug,
          version: 2,
          now: later(),
        },
      )
      const answers = [await peer.push(node, [back.text])]
      const again = stateOf(home, [nodeRecord(home, 'Profile'), vouch])
      answers.push(await peer.push(node, again.texts))
      t.ok(await eventually(async () => !(await isShown())), 'no longer shown')
      return answers
    },
    allow: [202],
    changes: true,
  },
]

await runGroup(t, { node, hit: world.hit }, { controls, cases })
