import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import type { AlertVersion } from '../../alert/alert-store.ts'
import { fillCancel } from '../../alert/alert-templates.ts'
import { isOn } from '../../alert/alert-threads.ts'
import type { AlertPage } from '../../alert/alerts.ts'
import { type AlertContent, cancelledAlert, updatedAlert } from '../../alert/compose-alert.ts'
import { isMilder } from '../../alert/milder.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../../kernel/time.ts'
import {
  openAlertDesk,
  prepareAlert,
  sayAlert,
  type AlertDesk,
  getOwnAlert,
} from '../alert-desk.ts'
import { alertArgument, detailFlags, readDetails, readWords, wordFlags } from '../alert-flags.ts'
import { contentLines } from '../alert-lines.ts'
import { readAlertTemplates } from '../alert-templates.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { nameOfCollective } from '../find-collective.ts'
import { languageFlag, readLanguage, signingKeys, switchFlag } from '../flags.ts'
import { inLanguage, reasonFlag } from '../text-flags.ts'

const membersFlag = switchFlag('--members', message`Prepare it for members to sign`)

const update = object({
  name: alertArgument,
  ...wordFlags,
  ...detailFlags,
  language: languageFlag,
  members: membersFlag,
  ...signingKeys,
})
type Update = InferValue<typeof update>

const cancel = object({
  name: alertArgument,
  reason: reasonFlag,
  language: languageFlag,
  members: membersFlag,
  ...signingKeys,
})
type Cancel = InferValue<typeof cancel>

export const updateCommand = command(
  'update',
  map(
    update,
    (values): Command =>
      async (context) =>
        await updateAlert(context, values),
  ),
  { description: message`Say what is new about an own alert` },
)

export const cancelCommand = command(
  'cancel',
  map(
    cancel,
    (values): Command =>
      async (context) =>
        await cancelAlert(context, values),
  ),
  { description: message`Say that an own alert is over; only members end it` },
)

async function updateAlert(context: Context, values: Update): Promise<void> {
  const page = await openOwn(context, values)
  const { defaultLanguage } = page.thread.version.record
  const language = values.language === undefined ? defaultLanguage : readLanguage(values.language)
  const now = toTimestamp((await context.node()).now())
  const content = updatedAlert(page.thread.versions, {
    texts: readWords(values, language),
    details: readDetails(values, language),
    now,
  })
  await publish(context, page, { content, values })
}

async function cancelAlert(context: Context, values: Cancel): Promise<void> {
  const page = await openOwn(context, values)
  const { record } = page.thread.version
  const node = await context.node()
  const templates = await readAlertTemplates([])
  const filled = fillCancel(templates, record, await nameOfCollective(node, page.subject))
  const language =
    values.language === undefined ? record.defaultLanguage : readLanguage(values.language)
  const texts =
    values.reason === undefined
      ? filled
      : {
          ...filled,
          descriptionMap: { ...filled.descriptionMap, ...inLanguage(language, values.reason) },
        }
  const byMembers = isByMembers(values)
  const now = toTimestamp(node.now())
  const content = cancelledAlert(page.thread.versions, { texts, now, byMembers })
  await publish(context, page, { content, values })
}

function isByMembers({ members, keys }: Pick<Cancel, 'members' | 'keys'>): boolean {
  return members || keys.length > 0
}

/** By members only what is public is changed: what they sign is for everybody. */
async function openOwn(
  context: Context,
  values: Pick<Cancel, 'name' | 'members' | 'keys'>,
): Promise<AlertPage> {
  const desk: AlertDesk = isByMembers(values)
    ? { node: await context.node(), alerts: (await context.node()).alerts }
    : await openAlertDesk(context)
  const { scid: own } = await ownCollective(desk.node)
  const page = await getOwnAlert({ ...desk, own }, values.name)
  if (isOn(page.thread)) return page
  throw new TesseraError('gone', 'alert_over', 'This alert is over; raise another one.')
}

interface Change {
  readonly content: AlertContent
  readonly values: Pick<Cancel, 'members' | 'keys' | 'keyPassphraseFiles'>
}

async function publish(context: Context, { thread }: AlertPage, { content, values }: Change) {
  const previous = thread.versions.at(-1) ?? null
  if (isByMembers(values)) {
    if (content.scope !== 'public') throw new UsageError('What members sign is for everybody.')
    return await prepareAlert(context, content, { previous, keys: values })
  }
  for (const line of contentLines(content)) context.output.note(line)
  const warning = besideWarning(content, thread.version, toTimestamp((await context.node()).now()))
  if (warning !== null) context.output.warn(warning)
  if (content.onBehalfOf !== undefined)
    context.output.warn('Others have to confirm the new version again.')
  await context.ask.confirm('Send this?')
  const { slug, version, statement } = await sayAlert(await openAlertDesk(context), content)
  const isBeside = warning !== null
  context.output.result({ slug, version, statement, msgType: content.msgType, beside: isBeside }, [
    `Sent: ${slug}, version ${version}${isBeside ? ', shown beside the alert' : ''}.`,
    ...(isBeside ? [`For the members to sign: tessera alert cancel ${slug} --members`] : []),
  ])
}

/** What the node key can not do, in plain words. SPEC: design.md, section 7. */
function besideWarning(content: AlertContent, shown: AlertVersion, now: Timestamp): string | null {
  const { record, signedBy } = shown
  if (content.msgType === 'cancel')
    return `Others show this beside the alert ("their server says it is over"), and the alert stays until ${record.expires}: whoever holds a seized server must not be able to call it off. Signed by your members (--members), a cancel ends it everywhere.`
  if (signedBy === 'members')
    return 'Members signed this alert: others show what the node key says beside it. To change it, let the members sign (--members).'
  if (!isMilder({ ...content, updated: now }, record)) return null
  return 'This is milder than the alert: others show it beside ("their server says"), and the alert stays as it is. Signed by your members (--members), it takes its place.'
}
