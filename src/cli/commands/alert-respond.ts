import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { choice } from '@optique/core/valueparser'

import { CONFIRMATIONS_NEEDED } from '../../alert/alert-answers.ts'
import { isOn } from '../../alert/alert-threads.ts'
import type { AlertPage } from '../../alert/alerts.ts'
import { responseTo } from '../../alert/compose-alert.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { ALERT_RESPONSES } from '../../record/kinds/vocabulary.ts'
import { findAlert, openAlertDesk, sayAlert } from '../alert-desk.ts'
import { alertArgument, helpFlags, readHelp } from '../alert-flags.ts'
import { cannotAsk } from '../ask.ts'
import type { Command, Context } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { languageFlag } from '../flags.ts'
import { inLanguage, reasonFlag, writingLanguage } from '../text-flags.ts'

const flags = object({
  name: alertArgument,
  response: argument(choice([...ALERT_RESPONSES]), { description: message`What you say to it` }),
  kinds: helpFlags,
  reason: reasonFlag,
  language: languageFlag,
})
type Flags = InferValue<typeof flags>

export const respondCommand = command(
  'respond',
  map(
    flags,
    (values): Command =>
      async (context) =>
        await respond(context, values),
  ),
  { description: message`Acknowledge, confirm or dispute an alert, or offer help` },
)

async function respond(context: Context, values: Flags): Promise<void> {
  checkFlags(values)
  const { response, reason } = values
  const node = await context.node()
  const page = await findAlert({ node, alerts: node.alerts }, values.name)
  const { version } = page.thread
  const language = await writingLanguage(context, values.language)
  const offers = readHelp(values.kinds, '--kind', language)
  const desk = await openAlertDesk(context)
  checkAlert(page, desk.own, response)
  const content = responseTo(version, {
    response,
    language,
    offers,
    ...(reason === undefined ? {} : { contentMap: inLanguage(language, reason) }),
  })
  const { slug, statement } = await sayAlert(desk, content)
  context.output.result({ response, alert: page.name, slug, statement, to: version.statement }, [
    `Published: ${response}, on ${page.name}, version ${version.record.version}.`,
  ])
  if (response === 'confirm' && page.subject === desk.own)
    context.output.warn('You are whom it is about: this is shown beside it, and confirms nothing.')
}

function checkFlags({ response, kinds, reason }: Flags): void {
  if (response === 'dispute' && reason === undefined) throw cannotAsk('--reason')
  if (response === 'offer-help' && kinds.length === 0) throw cannotAsk('--kind')
  if (response !== 'offer-help' && kinds.length > 0)
    throw new UsageError('--kind belongs to offer-help.')
}

function checkAlert({ thread, subject }: AlertPage, own: string, response: string): void {
  if (!isOn(thread)) throw new TesseraError('gone', 'alert_over', 'This alert is over.')
  if (response !== 'confirm' || thread.scid !== own || subject === own) return
  throw new TesseraError(
    'conflict',
    'own_alert',
    `You raised this alert: ${CONFIRMATIONS_NEEDED} other collectives have to confirm it.`,
  )
}
