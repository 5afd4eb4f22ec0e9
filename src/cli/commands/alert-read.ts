import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import { isOn } from '../../alert/alert-threads.ts'
import type { AlertPage } from '../../alert/alerts.ts'
import { pickLanguage } from '../../kernel/text.ts'
import { findAlert, openAlerts } from '../alert-desk.ts'
import { alertArgument } from '../alert-flags.ts'
import { alertLines, stateWord } from '../alert-lines.ts'
import { alertValue } from '../alert-value.ts'
import type { Command, Context } from '../context.ts'
import { namesOfCollectives } from '../find-collective.ts'
import { languageFlag, readLanguage, switchFlag } from '../flags.ts'
import { sealedFlag } from '../text-flags.ts'

const list = object({
  all: switchFlag('--all', message`Those that are over too, and what is held`),
  sealed: sealedFlag,
})
const show = object({ name: alertArgument, language: languageFlag, sealed: sealedFlag })

export const listAlertsCommand = command(
  'list',
  map(
    list,
    (values): Command =>
      async (context) =>
        await listAlerts(context, values),
  ),
  { description: message`List the alerts that are on` },
)
export const showAlertCommand = command(
  'show',
  map(
    show,
    (values): Command =>
      async (context) =>
        await showAlert(context, values),
  ),
  { description: message`Show an alert: what to do, and what others say to it` },
)

async function listAlerts(context: Context, values: InferValue<typeof list>): Promise<void> {
  const { alerts } = await openAlerts(context, values.sealed)
  const all = [...(await alerts.list()), ...(await alerts.held())]
  const pages = values.all ? all : all.filter((one) => one.held === null && isOn(one.thread))
  context.output.list(pages, {
    headings: ['ALERT', 'HEADLINE', 'EVENT', 'SEVERITY', 'STATE', 'UNTIL'],
    none: 'No alert is on.',
    row: rowOf,
    json: alertValue,
  })
}

function rowOf(page: AlertPage): string[] {
  const { event, severity, expires, headlineMap, defaultLanguage } = page.thread.version.record
  const headline = pickLanguage(headlineMap, [], defaultLanguage)?.text ?? ''
  return [page.name, headline, event, severity, stateWord(page), expires]
}

async function showAlert(context: Context, values: InferValue<typeof show>): Promise<void> {
  const language = values.language === undefined ? null : readLanguage(values.language)
  const desk = await openAlerts(context, values.sealed)
  const page = await findAlert(desk, values.name)
  const names = await namesOfCollectives(desk.node)
  const lines = alertLines(page, { nameOf: (scid) => names.get(scid) ?? scid, language })
  context.output.result(alertValue(page), lines)
}
