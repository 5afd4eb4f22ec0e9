import t, { type Test } from 'tap'

import { addTime, DAY, MINUTE, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import type { TestCollective } from '../support/collective.ts'
import { sealed } from '../support/objects.ts'
import type { Answer } from './harness/ask.ts'
import { type Case, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { memberRecord, nodeRecord, signerOf, statement } from './harness/states.ts'
import { freshCollective, introduce } from './harness/subjects.ts'
import { startTesseraPeer } from './harness/tessera-peer.ts'
import { addPeer, openWorldOfPeers } from './harness/world.ts'

/** Alerts that strangers raise, that are too many, too old, confirmed, and called off. */

/** One vouch by the peer is enough, so that cases stay short. */
const world = await openWorldOfPeers(t, { toml: '[[view]]\nname = "default"\nvouches = 1\n' })
const { node, peer } = world
const home = peer.collective
/** Another peer, who hears of what the node relays. */
const second = await startTesseraPeer(t, world.network, 'node2.test')
await addPeer(node, second)

/** SPEC: security-bar.md, H07 */
const EVERYWHERE = MINUTE

interface Listed {
  readonly name: string
  readonly state: string
  readonly standing: string
  readonly held: string | null
  readonly version: { readonly version: number; readonly statement: string }
  readonly beside: { readonly msgType: string } | null
}

/** Everything that the node knows of alerts, held ones too. */
async function listed(): Promise<readonly Listed[]> {
  const { code, stdout, stderr } = await node.command('alert', 'list', '--all', '--json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as readonly Listed[]
}

const nameOf = ({ scid }: TestCollective, slug: string) => `${slug}~${scid.slice(-8)}`

/** Waits until an alert is shown as it has to be. */
async function becomes(name: string, isRight: (one: Listed) => boolean): Promise<Listed | null> {
  return await eventually(async () => {
    const one = (await listed()).find((alert) => alert.name === name)
    return one !== undefined && isRight(one) ? one : null
  }, EVERYWHERE)
}

/** How often the other peer was told of a record. */
function relays({ digest }: SignedRecord): number {
  return second.received.filter(
    ({ method, path, body }) =>
      method === 'POST' && path === '/inbox' && body.includes(`/objects/${digest}`),
  ).length
}

async function isRelayed(record: SignedRecord): Promise<boolean> {
  return (await eventually(() => relays(record) > 0, EVERYWHERE)) === true
}

/** A collective that the peer vouches for. */
async function vouchedFor(t: Test): Promise<TestCollective> {
  const { collective } = await introduce(t, world)
  await vouch(t, collective)
  return collective
}

async function vouch(t: Test, { scid }: TestCollective): Promise<void> {
  const slug = `v${scid.slice(-8).toLowerCase()}`
  const record = memberRecord(home, 'Vouch', { whom: scid }, { slug })
  t.equal((await peer.push(node, [record.text])).status, 202, 'the vouch arrives')
}

/** Alerts are later than the head of whoever raises them, and each later than the one before. */
let seconds = 1
const later = () => addTime(toTimestamp(new Date()), ++seconds * SECOND)

interface Options {
  readonly slug?: string
  readonly version?: number
}

function alertOf(collective: TestCollective, options: Options = {}, changes = {}): SignedRecord {
  return nodeRecord(collective, 'Alert', changes, { slug: 'raid', now: later(), ...options })
}

function cancelOf({ statement }: SignedRecord) {
  return { msgType: 'cancel', references: [statement] }
}

function responseOf(
  collective: TestCollective,
  raiser: TestCollective,
  to: SignedRecord,
  slug = 'yes',
) {
  const alert = { collective: raiser.scid, slug: to.slug, digest: to.statement }
  const about = { alert, response: 'confirm', offers: undefined }
  return nodeRecord(collective, 'AlertResponse', about, { slug, now: later() })
}

const push = async (...records: readonly SignedRecord[]): Promise<Answer[]> => {
  const answers: Answer[] = []
  for (const { text } of records) answers.push(await peer.push(node, [text]))
  return answers
}

/** What the control raises, and later cases call off. */
const raised: { by: TestCollective; alert: SignedRecord }[] = []

const controls: readonly Case[] = [
  {
    id: 'H07',
    title: 'control: an alert by a vouched collective',
    send: async (t) => {
      const by = await vouchedFor(t)
      const alert = alertOf(by)
      raised.push({ by, alert })
      return await push(alert)
    },
    allow: [202],
    also: async (t) => {
      const [one] = raised
      if (one === undefined) throw new Error('an alert was raised')
      const name = nameOf(one.by, 'raid')
      t.ok(await becomes(name, ({ state, held }) => state === 'active' && held === null), 'shown')
      t.ok(await isRelayed(one.alert), 'and passed on to the other peer')
    },
  },
]

const cases: readonly Case[] = [
  {
    id: 'H08',
    title: 'an alert by a collective that nobody vouches for',
    send: async (t) => {
      const { collective } = await introduce(t, world)
      const alert = alertOf(collective)
      const answers = await push(alert)
      const name = nameOf(collective, 'raid')
      t.ok(await becomes(name, ({ held }) => held === 'unvouched'), 'it is held')
      t.equal(relays(alert), 0, 'nobody is told')
      await vouch(t, collective)
      t.ok(await becomes(name, ({ held }) => held === null), 'shown once somebody vouches')
      t.ok(await isRelayed(alert), 'and relayed then')
      t.equal(relays(alert), 1, 'once')
      return answers
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'H08',
    title: 'an alert by a collective whose log nobody has',
    send: async () => {
      const stranger = freshCollective(peer)
      peer.set(`/did/${stranger.scid}/did.jsonl`, { status: 404 })
      return await push(alertOf(stranger))
    },
    allow: [403],
  },
  {
    id: 'H09',
    title: 'a fourth active alert by one collective',
    send: async (t) => {
      const collective = await vouchedFor(t)
      const slugs = ['one', 'two', 'three']
      const answers = await push(...slugs.map((slug) => alertOf(collective, { slug })))
      t.strictSame(
        answers.map(({ status }) => status),
        [202, 202, 202],
      )
      return await push(alertOf(collective, { slug: 'four' }))
    },
    allow: [429],
    changes: true,
    also: async (t) => {
      const all = await listed()
      t.equal(all.filter(({ name }) => name.startsWith('four')).length, 0, 'it is not there')
      t.equal(all.filter(({ name }) => /^(?:one|two|three)~/.test(name)).length, 3)
    },
  },
  {
    id: 'H10',
    title: 'an alert that is valid for more than thirty days',
    send: async () => {
      const [one] = raised
      if (one === undefined) throw new Error('an alert was raised')
      const now = later()
      const expires = addTime(now, 30 * DAY + SECOND)
      const long = statement(one.by, 'Alert', { expires }, { slug: 'long', now })
      return await peer.push(node, [sealed(long, signerOf(one.by))])
    },
    allow: [422],
  },
  {
    id: 'H10',
    title: 'an alert disappears at the second at which it expires',
    send: async (t) => {
      const collective = await vouchedFor(t)
      const now = toTimestamp(new Date(Date.now() + SECOND))
      const expires = addTime(now, 8 * SECOND)
      const alert = nodeRecord(
        collective,
        'Alert',
        { expires, onset: undefined },
        { slug: 'short', now },
      )
      const answers = await push(alert)
      const name = nameOf(collective, 'short')
      t.ok(await becomes(name, ({ state }) => state === 'active'), 'it is on')
      const gone = await eventually(async () => {
        const one = (await listed()).find((found) => found.name === name)
        return one === undefined || one.state === 'expired' ? true : null
      }, EVERYWHERE)
      t.ok(gone, 'and over')
      t.ok(toTimestamp(new Date()) >= expires, 'not before its time')
      return answers
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'H11',
    title: 'an alert on behalf of another: confirmed by one twice, then by a second one',
    send: async (t) => {
      const [raiser, one, two] = [await vouchedFor(t), await vouchedFor(t), await vouchedFor(t)]
      const { collective: subject } = await introduce(t, world)
      const alert = alertOf(raiser, { slug: 'taken' }, { onBehalfOf: subject.scid })
      const answers = await push(alert)
      answers.push(
        ...(await push(
          responseOf(one, raiser, alert),
          responseOf(one, raiser, alert, 'again'),
          responseOf(raiser, raiser, alert),
          responseOf(subject, raiser, alert),
        )),
      )
      const name = nameOf(raiser, 'taken')
      t.ok(await becomes(name, ({ standing }) => standing === 'possible'), 'possible')
      t.notOk(
        (await listed()).some((found) => found.name === name && found.standing !== 'possible'),
      )
      answers.push(...(await push(responseOf(two, raiser, alert))))
      t.ok(await becomes(name, ({ standing }) => standing === 'confirmed'), 'confirmed')
      const next = { onBehalfOf: subject.scid, msgType: 'update', references: [alert.statement] }
      answers.push(...(await push(alertOf(raiser, { slug: 'taken', version: 2 }, next))))
      t.ok(
        await becomes(
          name,
          ({ version, standing }) => version.version === 2 && standing === 'possible',
        ),
        'a new version starts anew',
      )
      return answers
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'H12',
    title: 'a cancel by the node key alone',
    send: async (t) => {
      const [one] = raised
      if (one === undefined) throw new Error('an alert was raised')
      const answers = await push(alertOf(one.by, { version: 2 }, cancelOf(one.alert)))
      const name = nameOf(one.by, 'raid')
      const found = await becomes(name, ({ beside }) => beside?.msgType === 'cancel')
      t.match(found, { state: 'active', version: { version: 1 } }, 'beside, and the alert stays')
      return answers
    },
    allow: [202],
    changes: true,
  },
  {
    id: 'H12',
    title: 'a cancel by members, and copies of what it cancelled that come late',
    send: async (t) => {
      const [one] = raised
      if (one === undefined) throw new Error('an alert was raised')
      const { by, alert } = one
      const now = later()
      const expires = addTime(now, 30 * DAY)
      const about = { ...cancelOf(alert), expires }
      const over = memberRecord(by, 'Alert', about, { slug: 'raid', version: 3, now })
      const answers = await push(over)
      const name = nameOf(by, 'raid')
      t.ok(await becomes(name, ({ state }) => state === 'cancelled'), 'it is over')
      t.ok(await isRelayed(over), 'the cancel goes as far as the alert')
      const update = { msgType: 'update', references: [alert.statement] }
      answers.push(...(await push(alert, alertOf(by, { version: 9 }, update))))
      t.ok(await becomes(name, ({ state }) => state === 'cancelled'), 'and stays it')
      t.equal((await node.command('alert', 'list', '--json')).stdout.includes(name), false)
      return answers
    },
    allow: [202],
    changes: true,
  },
]

await runGroup(t, { node, hit: world.hit }, { controls, cases })
