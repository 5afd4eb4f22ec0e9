import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { choice } from '@optique/core/valueparser'

import { type AlertTexts, fillAlert } from '../../alert/alert-templates.ts'
import { type AlertContent, type AlertDetails, raisedAlert } from '../../alert/compose-alert.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import { toTimestamp } from '../../kernel/time.ts'
import type { Scid } from '../../record/did.ts'
import { ALERT_EVENTS, SCOPES } from '../../record/kinds/vocabulary.ts'
import { slugName } from '../../record/slug-name.ts'
import { openAlertDesk, prepareAlert, sayAlert } from '../alert-desk.ts'
import { detailFlags, readDetails, readWords, wordFlags } from '../alert-flags.ts'
import { contentLines } from '../alert-lines.ts'
import { readAlertTemplates } from '../alert-templates.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { findKnownCollective, nameOfCollective } from '../find-collective.ts'
import { readLanguage, signingKeys, switchFlag, textFlag, textFlags } from '../flags.ts'
import type { OpenedNode } from '../opened-node.ts'
import { readProfile } from '../own-profile.ts'
import { writingLanguage } from '../text-flags.ts'

const flags = object({
  event: argument(choice([...ALERT_EVENTS]), { description: message`What has happened` }),
  name: textFlag('--name', 'NAME', message`Its name: the event and the day`),
  onBehalf: textFlag('--on-behalf', 'COLLECTIVE', message`Raise it for one that cannot speak`),
  exercise: switchFlag('--exercise', message`Nothing has happened: an exercise`),
  ...wordFlags,
  languages: textFlags('--language', 'TAG', message`Only in this language; repeatable`),
  ...detailFlags,
  scope: optional(
    option('--scope', choice([...SCOPES]), { description: message`Whom it is for (public)` }),
  ),
  to: textFlags('--to', 'COLLECTIVE', message`Only for this peer; repeatable`),
  members: switchFlag('--members', message`Prepare it for members to sign`),
  ...signingKeys,
})
type Flags = InferValue<typeof flags>

export const raiseCommand = command(
  'raise',
  map(
    flags,
    (values): Command =>
      async (context) =>
        await raise(context, values),
  ),
  { description: message`Raise an alert: from a template, or in your own words` },
)

async function raise(context: Context, values: Flags): Promise<void> {
  checkFlags(values)
  const content = await compose(context, values)
  if (isByMembers(values))
    return await prepareAlert(context, content, { previous: null, keys: values })
  const desk = await openAlertDesk(context)
  for (const line of contentLines(content)) context.output.note(line)
  await context.ask.confirm(`Send this ${audienceName(content)}?`)
  const { slug, version, statement, scid } = await sayAlert(desk, content)
  const name = slugName({ scid, slug })
  context.output.result({ name, slug, version, statement, expires: content.expires }, [
    `Sent: ${name}, until ${content.expires}.`,
    `When it is over: tessera alert cancel ${slug}`,
  ])
}

function audienceName({ scope, recipients = [] }: AlertContent): string {
  if (scope === 'public') return 'to everybody'
  return scope === 'peers' ? 'to all peers, and to nobody else' : `to ${recipients.length} peers`
}

/** Keys that are named sign at once. */
function isByMembers({ members, keys }: Pick<Flags, 'members' | 'keys'>): boolean {
  return members || keys.length > 0
}

function checkFlags({ scope, to, members, keys }: Flags): void {
  if (to.length > 0 && scope !== undefined && scope !== 'named')
    throw new UsageError(`--to names whom it is for; --scope ${scope} says otherwise.`)
  if (scope === 'named' && to.length === 0)
    throw new UsageError('--scope named needs --to COLLECTIVE.')
  const isNarrow = (scope ?? (to.length > 0 ? 'named' : 'public')) !== 'public'
  if (isNarrow && isByMembers({ members, keys }))
    throw new UsageError(
      'What members sign is for everybody: --members and --scope exclude each other.',
    )
}

async function compose(context: Context, values: Flags): Promise<AlertContent> {
  const node = await context.node()
  const { scid } = await ownCollective(node)
  const subject = await subjectOf(node, values, scid)
  const languages = values.languages.map(readLanguage)
  const language = await mainLanguage(context, languages)
  const now = toTimestamp(node.now())
  const words = readWords(values, language)
  const own = { ...readDetails(values, language), ...(await audienceOf(node, values)) }
  if (subject === null) await checkServices(node, own)
  return raisedAlert({
    slug: await slugFor(node, {
      scid,
      ...nameOf(values),
      start: `${values.event}-${now.slice(0, 10)}`,
    }),
    event: values.event,
    exercise: values.exercise,
    onBehalfOf: subject,
    texts: await textsOf(node, values, { words, languages, subject, own: scid }),
    language,
    details: own,
    now,
  })
}

function nameOf({ name }: Flags) {
  return name === undefined ? {} : { name }
}

/** In which language a reader gets it who has none of its others. */
async function mainLanguage(
  context: Context,
  [first]: readonly LanguageTag[],
): Promise<LanguageTag> {
  return first ?? (await writingLanguage(context, undefined))
}

async function subjectOf(node: OpenedNode, { onBehalf }: Flags, own: Scid): Promise<Scid | null> {
  if (onBehalf === undefined) return null
  const { scid } = await findKnownCollective(node, onBehalf)
  if (scid !== own) return scid
  throw new UsageError('--on-behalf names another collective: for yourselves, leave it out.')
}

interface TextsInput {
  readonly words: AlertTexts
  readonly languages: readonly LanguageTag[]
  readonly subject: Scid | null
  readonly own: Scid
}

/** The templates in all their languages, with people's own words over them. */
async function textsOf(
  node: OpenedNode,
  { event, exercise }: Flags,
  { words, languages, subject, own }: TextsInput,
): Promise<AlertTexts> {
  const isWritten = languages.every(
    (tag) => words.headlineMap[tag] !== undefined && words.instructionMap[tag] !== undefined,
  )
  // Whoever wrote all of it in the languages that were named needs no template.
  if (languages.length > 0 && isWritten) return words
  const ownName = await nameOfCollective(node, own)
  const name = subject === null ? ownName : await nameOfCollective(node, subject)
  const filling = { name, raiser: subject === null ? null : ownName, exercise }
  const filled = fillAlert(await readAlertTemplates(languages), event, filling)
  return {
    headlineMap: { ...filled.headlineMap, ...words.headlineMap },
    descriptionMap: { ...filled.descriptionMap, ...words.descriptionMap },
    instructionMap: { ...filled.instructionMap, ...words.instructionMap },
  }
}

async function audienceOf(
  node: OpenedNode,
  { scope, to }: Flags,
): Promise<Pick<AlertDetails, 'scope' | 'recipients'>> {
  if (to.length === 0) return { scope: scope ?? 'public' }
  const recipients: Scid[] = []
  for (const name of to) recipients.push((await findKnownCollective(node, name)).scid)
  return { scope: 'named', recipients: [...new Set(recipients)].toSorted() }
}

/** A service that is not in the profile leads nobody anywhere. */
async function checkServices(node: OpenedNode, { affectedServices = [] }: AlertDetails) {
  const known = ((await readProfile(node))?.services ?? []).map(({ id }) => id)
  const unknown = affectedServices.find((id) => !known.includes(id))
  if (unknown === undefined) return
  const names = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`
  throw new TesseraError(
    'not-found',
    'service_not_found',
    `The profile has no service "${unknown}": ${names}.`,
  )
}

/**
 * The name that was chosen, or one that this collective has not given yet: an alert that is over
 * keeps its own. Throws `alert_exists`.
 */
async function slugFor(
  { alertStore }: OpenedNode,
  { scid, name, start }: { readonly scid: Scid; readonly name?: string; readonly start: string },
): Promise<string> {
  const own = (await alertStore.listAlerts()).filter((one) => one.scid === scid)
  const taken = new Set(own.map(({ record }) => record.slug))
  if (name !== undefined) {
    if (!taken.has(name)) return name
    throw new TesseraError(
      'conflict',
      'alert_exists',
      `There is an alert "${name}" already: say what is new with "tessera alert update ${name}".`,
    )
  }
  for (let number = 1; ; number++) {
    const slug = number === 1 ? start : `${start}-${number}`
    if (!taken.has(slug)) return slug
  }
}
