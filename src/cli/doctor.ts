import { stat } from 'node:fs/promises'
import { join } from 'node:path'

import { nodeKeysOf, originsOf } from '../identity/create-entry.ts'
import { addTime, CLOCK_TOLERANCE, type Timestamp, toTimestamp } from '../kernel/time.ts'
import { isAheadOfClock } from './context.ts'
import { examineFiles } from './doctor-files.ts'
import { EXPIRES_SOON } from './key-reminders.ts'
import type { Finding, OpenedNode, OwnCollective } from './opened-node.ts'
import { TRIAL_PASSPHRASE } from './passphrases.ts'

const SET_CLOCK = 'Set the clock right, and let NTP keep it so.'
/** Others than their owner may read such a file. */
const FOREIGN_ACCESS = 0o077

/** Everything that `doctor` looks at; nothing of it changes anything. */
export async function examine(node: OpenedNode): Promise<readonly Finding[]> {
  const own = await node.own()
  const findings = [
    ...(await node.diagnose()),
    ...(own === null ? [await noIdentity(node)] : await examineIdentity(node, own)),
    ...(await examineKeyFiles(node)),
    ...(await examineFiles(node)),
    await examineActs(node),
    ...(await examinePeers(node)),
    ...(await examineSchedule(node)),
  ]
  return findings
}

function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message, advice: null }
}

function warning(check: string, message: string, advice: string): Finding {
  return { check, level: 'warning', message, advice }
}

function problem(check: string, message: string, advice: string): Finding {
  return { check, level: 'problem', message, advice }
}

async function noIdentity(node: OpenedNode): Promise<Finding> {
  if (await isAheadOfClock(node)) {
    const message = `The clock says ${toTimestamp(node.now())}, before this identity was made.`
    return problem('clock', message, SET_CLOCK)
  }
  return problem('identity', 'There is no identity here yet.', 'tessera init')
}

async function examineIdentity(node: OpenedNode, own: OwnCollective): Promise<Finding[]> {
  const now = toTimestamp(node.now())
  const { entry } = own
  const { state } = entry.entry
  const collective = await node.store.findCollective(own.scid)
  const newest = await newestTime(node, own)
  return [
    collective?.state === 'OK'
      ? ok('state', 'The own state is OK.')
      : problem(
          'state',
          `The own state is ${collective?.state ?? 'UNKNOWN'}.`,
          'Start the node so that it renews its state; docs/operations.md explains the words.',
        ),
    examineNodeKey(nodeKeysOf(state)?.expires ?? null, now),
    newest > addTime(now, CLOCK_TOLERANCE)
      ? problem(
          'clock',
          `The clock says ${now}, but something was signed here at ${newest}.`,
          SET_CLOCK,
        )
      : ok('clock', `The clock says ${now}.`),
    entry.threshold === 1
      ? warning(
          'members',
          'One member key alone speaks for this collective.',
          'tessera key members --add did:key:... --threshold 2',
        )
      : ok('members', `${entry.threshold} of ${entry.members.length} members have to sign.`),
    examineOrigins(node, originsOf(state)),
  ]
}

/** The newest time that anything of the own collective bears. */
async function newestTime(
  { store }: OpenedNode,
  { scid, entry }: OwnCollective,
): Promise<Timestamp> {
  const { heads } = await store.readFacts(scid)
  const times = [entry.entry.versionTime, ...heads.map(({ published }) => published)]
  return times.toSorted().at(-1) ?? ''
}

function examineNodeKey(expires: Timestamp | null, now: Timestamp): Finding {
  if (expires === null)
    return problem('node_key', 'This identity has no node key.', 'It has ended.')
  const advice = 'tessera key rotate'
  if (expires <= now) return problem('node_key', `The node key expired at ${expires}.`, advice)
  if (expires <= addTime(now, EXPIRES_SOON)) {
    return warning('node_key', `The node key expires at ${expires}.`, advice)
  }
  return ok('node_key', `The node key is valid until ${expires}.`)
}

/** What waits for its time needs no finding, unless it could not be published. */
async function examineSchedule({ schedule }: OpenedNode): Promise<Finding[]> {
  const scheduled = await schedule.list()
  return scheduled.flatMap(({ type, due, digest, problem: code }) =>
    code === null
      ? []
      : problem(
          'schedule',
          `The ${type} that was to be published at ${due} was not: ${code}.`,
          `Prepare and sign it anew, and take this one out: tessera publish --cancel ${digest}`,
        ),
  )
}

function examineOrigins({ origins }: OpenedNode, published: readonly string[]): Finding {
  const configured = origins.toSorted().join(', ')
  if (configured === published.toSorted().join(', ')) {
    return ok('addresses', `Served at the addresses that the identity names: ${configured}.`)
  }
  return problem(
    'addresses',
    `The configuration says ${configured}, the identity ${published.join(', ')}.`,
    'Set TESSERA_ORIGIN right, or have the members sign the move: tessera key move.',
  )
}

async function examineKeyFiles({ files, isLoopback }: OpenedNode): Promise<Finding[]> {
  const names = await files.listKeyFiles()
  const findings: Finding[] = []
  for (const name of names) {
    const path = join(files.path, 'keys', `${name}.age`)
    const { mode } = await stat(path)
    if ((mode & FOREIGN_ACCESS) === 0) continue
    findings.push(problem('key_file', `Other accounts may read ${path}.`, `chmod 600 ${path}`))
  }
  const others = names.filter((name) => !name.startsWith('node'))
  if (others.length > 0) {
    findings.push(
      warning(
        'member_keys',
        `Keys lie here that belong to members: ${others.join(', ')}.`,
        'Give each to its member, and delete it here.',
      ),
    )
  }
  if ((await files.readText(TRIAL_PASSPHRASE)) !== null && !isLoopback) {
    findings.push(
      problem(
        'passphrase',
        'The passphrase lies beside the keys, as in a trial.',
        'Keep it elsewhere: TESSERA_PASSPHRASE_FILE.',
      ),
    )
  }
  return findings
}

async function examineActs({ acts }: OpenedNode): Promise<Finding> {
  const state = await acts.verify()
  if (state.whole) return ok('log', `The log of acts is whole (${state.length} acts).`)
  return problem(
    'log',
    `The log of acts is broken at act ${state.brokenAt}.`,
    'tessera log --verify',
  )
}

async function examinePeers({ peers }: OpenedNode): Promise<Finding[]> {
  const known = await peers.listPeers()
  if (known.length === 0) {
    return [
      warning(
        'peers',
        'This node has no peers: nobody carries what it says.',
        'tessera peer add URL',
      ),
    ]
  }
  return known.map(({ origin, lastError }) =>
    lastError === null
      ? ok('peer', `${origin} is in reach.`)
      : warning('peer', `${origin}: ${lastError}`, 'tessera sync'),
  )
}
