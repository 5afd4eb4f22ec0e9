import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional, withDefault } from '@optique/core/modifiers'
import { command, option } from '@optique/core/primitives'
import { integer } from '@optique/core/valueparser'

import type { Origins } from '../../identity/create-entry.ts'
import { NODE_KEY_FILE } from '../../identity/key-file.ts'
import { isScid } from '../../record/did.ts'
import { type Command, ownCollective } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { readTime, signingKeys, switchFlag, textFlag, textFlags } from '../flags.ts'
import { changeIdentity, NODE_KEY_DAYS } from '../identity-change.ts'
import { parsePublicKey } from '../key-files.ts'

const days = withDefault(
  option('--days', integer({ min: 1, max: 400, metavar: 'N' }), {
    description: message`How long the new node key lives`,
  }),
  NODE_KEY_DAYS,
)
const lastGood = textFlag(
  '--last-good',
  'HEAD',
  message`Version or state digest of the last good head (the one in force)`,
)
const threshold = optional(
  option('--threshold', integer({ min: 1, max: 16, metavar: 'K' }), {
    description: message`How many have to sign`,
  }),
)

export const rotateCommand = command(
  'rotate',
  map(
    object({ days, lastGood, ...signingKeys }),
    (values): Command =>
      (context) =>
        changeIdentity(context, { newNodeKeyDays: values.days, lastGood: values.lastGood }, values),
  ),
  { description: message`Prepare a new node key, before the old one expires` },
)

export const revokeCommand = command(
  'revoke',
  map(
    object({
      since: textFlag('--since', 'TIME', message`Since when the old key is not to be trusted`),
      lastGood,
      days,
      ...signingKeys,
    }),
    (values): Command =>
      async (context) => {
        if (values.since === undefined || values.lastGood === undefined) {
          throw new UsageError(
            '--since and --last-good are needed: from when on, and from which state, nothing that the stolen key signed shall count.',
          )
        }
        const change = { revokedSince: readTime(values.since), lastGood: values.lastGood }
        await changeIdentity(context, { ...change, newNodeKeyDays: values.days }, values)
      },
  ),
  { description: message`Prepare the end of a stolen node key, and a new one` },
)

export const moveCommand = command(
  'move',
  map(
    object({
      origins: textFlags('--origin', 'URL', message`New addresses, the main one first`),
      since: textFlag('--since', 'TIME', message`Since when the lost key is not to be trusted`),
      newKey: switchFlag('--new-key', message`With a new node key: the old machine is lost`),
      lastGood,
      days,
      ...signingKeys,
    }),
    (values): Command =>
      async (context) => {
        const { origins: configured, files } = await context.node()
        const origins = readOrigins(values.origins) ?? configured
        const { since, lastGood: good } = values
        if (since !== undefined && good === undefined) {
          throw new UsageError('--since goes with --last-good: the state to go on from.')
        }
        // On a new machine the old key is not at hand, or in other hands.
        const isNew = values.newKey || (await files.readKeyFile(NODE_KEY_FILE)) === null
        await changeIdentity(
          context,
          {
            origins,
            newNodeKeyDays: isNew || since !== undefined ? values.days : null,
            lastGood: good,
            ...(since === undefined ? {} : { revokedSince: readTime(since) }),
          },
          values,
        )
        context.output.note(`Once it is published, set TESSERA_ORIGIN=${origins[0]} and restart.`)
      },
  ),
  { description: message`Prepare a move to another address; the configured one if none is named` },
)

export const membersCommand = command(
  'members',
  map(
    object({
      add: textFlags('--add', 'DID-KEY', message`Key of a new member`),
      remove: textFlags('--remove', 'DID-KEY', message`Key of a member who leaves`),
      threshold,
      controller: textFlag('--controller', 'DID-KEY', message`New controller key`),
      lastGood,
      ...signingKeys,
    }),
    (values): Command =>
      async (context) => {
        const { entry } = await ownCollective(await context.node())
        const removed = values.remove.map(parsePublicKey)
        const kept = entry.members.filter((key) => !removed.includes(key))
        const keys = [...new Set([...kept, ...values.add.map(parsePublicKey)])]
        const members = { keys, threshold: values.threshold ?? entry.threshold }
        if (members.threshold > keys.length) {
          throw new UsageError(`--threshold: ${members.threshold} of ${keys.length} cannot sign.`)
        }
        const { controller } = values
        const change = {
          members,
          newNodeKeyDays: null,
          lastGood: values.lastGood,
          ...(controller === undefined ? {} : { controller: parsePublicKey(controller) }),
        }
        await changeIdentity(context, change, values)
      },
  ),
  { description: message`Prepare a change of members; the old ones have to sign it` },
)

export const guardiansCommand = command(
  'guardians',
  map(
    object({
      scid: textFlags('--scid', 'SCID', message`A collective that may help to begin anew`),
      threshold,
      ...signingKeys,
    }),
    (values): Command =>
      async (context) => {
        const collectives = values.scid.toSorted()
        const bad = collectives.find((scid) => !isScid(scid))
        if (bad !== undefined) throw new UsageError(`"${bad}" is not a SCID.`)
        const majority = Math.floor(collectives.length / 2) + 1
        const guardians =
          collectives.length === 0 ? null : { collectives, threshold: values.threshold ?? majority }
        await changeIdentity(context, { guardians, newNodeKeyDays: null }, values)
      },
  ),
  { description: message`Prepare who may help when too many member keys are lost; none ends it` },
)

export const deactivateCommand = command(
  'deactivate',
  map(object(signingKeys), (values): Command => async (context) => {
    await context.ask.confirm('This ends the identity for ever. Prepare it all the same?')
    await changeIdentity(context, { deactivate: true, newNodeKeyDays: null }, values)
  }),
  { description: message`Prepare the end of this identity` },
)

function readOrigins(texts: readonly string[]): Origins | null {
  const [main, ...others] = texts.map((text) => {
    const url = URL.parse(text)
    if (url !== null && `${url.origin}/` === url.href) return url.origin
    throw new UsageError(`"${text}" is not an address like https://collective.example.`)
  })
  return main === undefined ? null : [main, ...others]
}
