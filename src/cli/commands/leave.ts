import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import type { CurrentRecord } from '../../exchange/object-store.ts'
import { stateOf } from '../../identity/ceremony.ts'
import type { Prepared } from '../../identity/prepared.ts'
import { type Command, type Context, dataAtRest } from '../context.ts'
import { signingKeys, switchFlag } from '../flags.ts'
import { changeIdentity } from '../identity-change.ts'
import { openKeys } from '../key-files.ts'
import { findEnd, findWithdrawal, type LeavePlan, planLeave, withdrawalOf } from '../leaving.ts'
import { getProfile } from '../own-profile.ts'
import { unlock } from '../passphrases.ts'
import {
  keepPrepared,
  nextSteps,
  prepareStatement,
  readPrepared,
  signWith,
} from '../prepared-files.ts'
import { publishPrepared } from '../publish-prepared.ts'

const flags = object({
  dryRun: switchFlag('--dry-run', message`Only say what would be done`),
  ...signingKeys,
})
type Flags = InferValue<typeof flags>

export const leaveCommand = command(
  'leave',
  map(
    flags,
    (values): Command =>
      (context) =>
        leave(context, values),
  ),
  { description: message`Withdraw, say goodbye, erase, and end the identity, step by step` },
)

/** Does what can be done now; what waits for members stops it, and the next call goes on from there. */
async function leave(context: Context, values: Flags): Promise<void> {
  const { output, ask } = context
  const node = await context.node()
  const plan = await planLeave(node)
  if (values.dryRun || !plan.deactivate) return output.result(summaryOf(plan), linesOf(plan))
  await ask.confirm('The collective leaves, and its identity ends for ever. Go on?')
  if (plan.withdraw.length > 0 && !(await withdraw(context, plan, values))) return
  await sayGoodbye(context, plan)
  await tellFollowers(context)
  await erase(context)
  await end(context, values)
}

function summaryOf({ withdraw: withdrawn, stays, erase: erased, ...rest }: LeavePlan) {
  return {
    ...rest,
    withdraw: withdrawn.map(nameOf),
    stays: stays.map(nameOf),
    erase: erased.map((one) => ({ ...nameOf(one), digest: one.digest })),
  }
}

function nameOf({ type, slug }: { readonly type: string; readonly slug: string }) {
  return { type, slug }
}

function linesOf(plan: LeavePlan): string[] {
  if (!plan.deactivate) return ENDED
  const { withdraw: withdrawn, stays, erase: erased, goodbye } = plan
  return [
    `1. Withdraw, signed by members: ${namesOf(withdrawn)}`,
    `   Stays until it expires:      ${namesOf(stays)}`,
    `2. Say goodbye: the profile ${goodbye ? 'says that the collective has closed' : 'says so already'}`,
    '   Followers are told that the account is gone, and forgotten',
    `3. Erase on all nodes: ${erased.length} versions of records of the node key, all but that profile`,
    '4. End the identity, signed by members and the controller key: for ever',
    'Then let the node run for a few days, so that peers hear of it, and wipe it: tessera wipe.',
  ]
}

const ENDED = [
  'The identity has ended. Let the node run for a few days, so that peers hear of it; then: tessera wipe.',
]

function namesOf(records: readonly CurrentRecord[]): string {
  return records.map(({ type, slug }) => `${type} "${slug}"`).join(', ') || 'nothing'
}

/** Whether all of it is withdrawn; if not, the files wait for members. */
async function withdraw(context: Context, plan: LeavePlan, values: Flags): Promise<boolean> {
  const node = await context.node()
  const keys = (await openKeys(context, values)).filter(({ role }) => role === 'member')
  const prepared: Prepared[] = []
  for (const record of plan.withdraw) {
    const before = await findWithdrawal(node, record)
    const fresh = before ?? (await prepareStatement(context, await withdrawalOf(node, record)))
    const { signedBy } = stateOf(fresh)
    const others = keys.filter(({ multikey }) => !signedBy.includes(multikey))
    prepared.push(stateOf(fresh).isComplete ? fresh : signWith(fresh, others))
  }
  if (prepared.every((one) => stateOf(one).isComplete)) {
    await publishPrepared(context, prepared)
    context.output.note(`Withdrawn: ${namesOf(plan.withdraw)}.`)
    return true
  }
  const paths: string[] = []
  for (const one of prepared) paths.push(await keepPrepared(node.files, one))
  context.output.result({ outcome: 'waiting', step: 'withdraw', paths }, [
    `${paths.length} withdrawals wait for members:`,
    ...paths.map((path) => `  ${path}`),
    'One meeting signs them all: tessera sign FILES --key member-1.age',
    'Publish them here (tessera publish FILES); then go on: tessera leave',
  ])
  return false
}

async function sayGoodbye(context: Context, { goodbye }: LeavePlan): Promise<void> {
  if (!goodbye) return
  const node = await context.node()
  const { services: _, needs: __, ...profile } = await getProfile(node)
  const since = node.now().toISOString().slice(0, 10)
  const { publisher } = await unlock(context)
  const { records } = await publisher.publishContents([
    { ...profile, status: { state: 'closed', since } },
  ])
  for (const { type, slug, version, digest } of records) {
    await node.acts.append('record_published', { type, slug, version, digest })
  }
  context.output.note('The profile says that the collective has closed, and offers nothing more.')
}

/** The node that runs, or runs again, brings it to them. */
async function tellFollowers(context: Context): Promise<void> {
  const data = await dataAtRest(context)
  const told = await data.sayFarewell()
  if (told > 0) context.output.note(`${told} followers are told that the account is gone.`)
}

/** The plan is made anew: the profile of before the goodbye goes, too. */
async function erase(context: Context): Promise<void> {
  const node = await context.node()
  const { erase: versions } = await planLeave(node)
  if (versions.length === 0) return
  const { publisher } = await unlock(context)
  await publisher.publishContents([], { erase: versions.map(({ digest }) => digest) })
  await node.acts.append('records_erased', { count: versions.length })
  context.output.note(`Erased: ${versions.length} versions of records.`)
}

async function end(context: Context, values: Flags): Promise<void> {
  const node = await context.node()
  const waiting = await findEnd(node)
  if (waiting !== null && values.keys.length === 0) {
    const prepared = await readPrepared(waiting)
    const value = { outcome: 'waiting', step: 'end', paths: [waiting] }
    return context.output.result(value, nextSteps(prepared, waiting))
  }
  await changeIdentity(context, { deactivate: true, newNodeKeyDays: null }, values)
}
