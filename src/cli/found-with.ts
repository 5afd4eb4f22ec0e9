import { stateOf } from '../identity/ceremony.ts'
import { canonicalLanguageTag } from '../kernel/language-tag.ts'
import { type Context, ownCollective } from './context.ts'
import { UsageError } from './exit-codes.ts'
import { readLanguage } from './flags.ts'
import { ONE_IS_ENOUGH, whatNext } from './founding-advice.ts'
import { found, type Founded, type FoundingPlan, type MemberPlan } from './founding.ts'
import type { InitFlags } from './init-flags.ts'
import { parsePublicKey } from './key-files.ts'
import { firstProfile } from './own-profile.ts'
import { keyPassphrases, knownPassphrase, readPassphraseFile } from './passphrases.ts'
import { keepPrepared, nextSteps } from './prepared-files.ts'
import { publishPrepared } from './publish-prepared.ts'

/** Makes an identity from flags, and asks for what they leave open. */
export async function foundWith(context: Context, flags: InitFlags): Promise<void> {
  checkFlags(flags)
  const plan = await planOf(context, flags)
  const founded = await found(context, plan)
  await settleFounding(context, founded, plan)
}

function checkFlags({ members, member, threshold }: InitFlags): void {
  if (members !== undefined && member.length > 0) {
    throw new UsageError('--members makes keys here, --member brings keys along: use one of them.')
  }
  const count = member.length > 0 ? member.length : (members ?? null)
  if (threshold !== undefined && count !== null && threshold > count) {
    throw new UsageError(`--threshold ${threshold} is more than the ${count} members there are.`)
  }
}

async function planOf(context: Context, flags: InitFlags): Promise<FoundingPlan> {
  const { ask } = context
  const name = flags.name ?? (await ask.text({ message: 'Name of the collective', flag: '--name' }))
  const language = await languageOf(context, flags)
  const count = await memberCount(context, flags)
  const threshold = flags.threshold ?? (await thresholdFor(context, count))
  const node = await newNodePassphrase(context)
  return {
    profile: firstProfile(name, language, flags.discoverable),
    members: await memberPlan(context, flags, count),
    threshold,
    controller: flags.controller === undefined ? null : parsePublicKey(flags.controller),
    passphrases: {
      node,
      controller:
        flags.controllerPassphraseFile === undefined
          ? node
          : await readPassphraseFile(flags.controllerPassphraseFile),
    },
  }
}

async function languageOf({ ask }: Context, { language }: InitFlags): Promise<string> {
  if (language !== undefined) return readLanguage(language)
  if (!ask.isPossible) return 'en'
  return await ask.text({
    message: 'Language it writes in first (en, fr, pt-BR, ...)',
    flag: '--language',
    initial: 'en',
    check: (tag) => (canonicalLanguageTag(tag) === tag ? undefined : 'Such as en, fr or pt-BR.'),
  })
}

async function memberCount({ ask }: Context, { members, member }: InitFlags): Promise<number> {
  if (member.length > 0) return member.length
  if (members !== undefined || !ask.isPossible) return members ?? 1
  const answer = await ask.text({
    message: 'How many members hold a key (one is good for a try only)',
    flag: '--members',
    initial: '3',
    check: wholeNumber(1, 40),
  })
  return Number(answer)
}

/** A majority, which is what most groups want. */
async function thresholdFor({ ask }: Context, count: number): Promise<number> {
  const majority = Math.floor(count / 2) + 1
  if (count === 1 || !ask.isPossible) return majority
  const answer = await ask.text({
    message: `How many of the ${count} have to sign for the collective`,
    flag: '--threshold',
    initial: String(majority),
    check: wholeNumber(1, Math.min(count, 16)),
  })
  return Number(answer)
}

function wholeNumber(minimum: number, maximum: number) {
  return (answer: string): string | undefined => {
    const number = Number(answer)
    const isFine = Number.isInteger(number) && number >= minimum && number <= maximum
    return isFine ? undefined : `A whole number from ${minimum} to ${maximum}.`
  }
}

async function newNodePassphrase(context: Context): Promise<string> {
  const known = await knownPassphrase(context, await context.node())
  if (known !== null) return known
  return await context.useNewPassphrase({
    message: 'New passphrase for the node key (12 characters or more)',
    flag: '--passphrase-file',
  })
}

async function memberPlan(
  context: Context,
  { member, memberPassphraseFiles }: InitFlags,
  count: number,
): Promise<MemberPlan> {
  if (member.length > 0) return { kind: 'brought', keys: member.map(parsePublicKey) }
  const names = Array.from({ length: count }, (_, i) => `the key of member ${i + 1}`)
  const passphrases = await keyPassphrases(context, names, memberPassphraseFiles, {
    flag: '--member-passphrase-file',
    isNew: true,
  })
  return { kind: 'made-here', passphrases }
}

/** Publishes an identity whose keys are all here; leaves a file for members of one that waits. */
async function settleFounding(
  context: Context,
  { prepared, keyFiles }: Founded,
  plan: FoundingPlan,
): Promise<void> {
  const { output } = context
  const node = await context.node()
  if (!stateOf(prepared).isComplete) {
    const path = await keepPrepared(node.files, prepared)
    output.result({ outcome: 'prepared', path, keyFiles }, [
      'The identity is prepared.',
      ...nextSteps(prepared, path),
    ])
    return
  }
  await publishPrepared(context, [prepared])
  const { scid, did } = await ownCollective(node)
  output.result({ outcome: 'created', scid, did, keyFiles }, [
    `${Object.values(plan.profile.nameMap).join()} has an identity now.`,
    `  SCID  ${scid}`,
    `  DID   ${did}`,
    `  Keys  ${keyFiles.join('\n        ')}`,
    '',
    ...whatNext(plan),
  ])
  if (plan.threshold === 1) for (const line of ONE_IS_ENOUGH) output.warn(line)
}
